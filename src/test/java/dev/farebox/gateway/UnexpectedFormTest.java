package dev.farebox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Answers that come in another form than was asked for. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnexpectedFormTest {
    private static final long FUNDS = 1_000_000_000;

    @SuppressWarnings("NullAway.Init")
    private GatewayWorld world;

    @SuppressWarnings("NullAway.Init")
    private HttpServer upstream;

    private volatile String type = "";
    private volatile String answer = "";

    @BeforeAll
    void start(Database database) throws IOException {
        world = new GatewayWorld(database);
        upstream =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 5);
        upstream.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] bytes = answer.getBytes(UTF_8);
                    exchange.getResponseHeaders().set("content-type", type);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        upstream.start();
        String url = "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1";
        world.addChannel("all", "openai", url, "on-openai-chat", "m");
        world.addChannel("other", "anthropic", url, "on-anthropic", "m");
        world.refresh();
    }

    @AfterAll
    void stop() {
        upstream.stop(0);
        world.close();
    }

    @Test
    void a_model_that_does_not_stream_pictures_answers_in_one_piece() throws IOException {
        type = "application/json";
        answer = "{\"created\":1,\"data\":[{\"b64_json\":\"AA==\"}]}";
        Buyer buyer = world.buyer(FUNDS);
        String body = "{\"model\":\"on-openai-chat\",\"prompt\":\"a cat\",\"stream\":true}";
        RawHttp.Answer got = post(buyer, "/v1/images/generations", body);
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(answer);
        assertThat(world.settled(buyer).line().outcome()).isEqualTo("completed");
    }

    @Test
    void a_conversation_that_was_to_be_streamed_and_is_not_has_failed() throws IOException {
        type = "application/json";
        answer =
                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";
        Buyer buyer = world.buyer(FUNDS);
        String body = GatewayWorld.stream("hi").replace("demo-chat", "on-openai-chat");
        RawHttp.Answer got = post(buyer, GatewayWorld.CHAT, body);
        assertThat(got.status()).isEqualTo(502);
        assertThat(world.settled(buyer).line().charge()).isZero();
    }

    @Test
    void a_whole_answer_that_cannot_be_translated_whole_has_failed() throws IOException {
        type = "application/json";
        answer =
                "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
                        + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1},"
                        + "\"more\":["
                        + "{},".repeat(300_000)
                        + "1]}";
        Buyer buyer = world.buyer(FUNDS);
        String body = GatewayWorld.chat("hi").replace("demo-chat", "on-anthropic");
        RawHttp.Answer got = post(buyer, GatewayWorld.CHAT, body);
        assertThat(got.status()).as(got.body()).isEqualTo(502);
        assertThat(world.settled(buyer).line().charge()).isZero();
    }

    private RawHttp.Answer post(Buyer buyer, String path, String body) throws IOException {
        try (var http =
                RawHttp.connect(world.server.port())
                        .request("POST", path, RawHttp.json(buyer.secret()), body)) {
            return http.answer();
        }
    }
}
