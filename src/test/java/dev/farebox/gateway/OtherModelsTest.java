package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.identity.KeyTerms;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request reaches no model by naming it beside its own. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherModelsTest {
    private static final long FUNDS = 1_000_000_000;
    private static final String MESSAGES =
            "{\"model\":\"demo-chat\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],";
    private static final String CHAT =
            "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],";
    private static final String RESPONSES = "{\"model\":\"demo-chat\",\"input\":\"hi\",";

    @SuppressWarnings("NullAway.Init")
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MESSAGES + "\"fallbacks\":[{\"model\":\"OTHER\"}]}",
                MESSAGES + "\"fallbacks\":[\"OTHER\"]}",
                MESSAGES + "\"fallbacks\":[{\"model\":\"demo-chat\",\"model\":\"OTHER\"}]}",
                MESSAGES + "\"fallbacks\":[{\"model\":\"OTHER\",\"model\":\"demo-chat\"}]}",
                MESSAGES + "\"fallbacks\":[{\"\\u006dodel\":\"OTHER\"}]}",
                MESSAGES
                        + "\"tools\":[{\"type\":\"advisor_1\",\"name\":\"a\",\"model\":\"OTHER\"}]}",
                CHAT + "\"models\":[\"demo-chat\",\"OTHER\"]}",
                CHAT + "\"models\":\"OTHER\"}",
                CHAT + "\"fallbacks\":[{\"Model\":\"OTHER\"}]}",
                CHAT + "\"plugins\":[{\"id\":\"p\",\"models\":[\"OTHER\"]}]}",
                RESPONSES + "\"tools\":[{\"type\":\"image_generation\",\"model\":\"OTHER\"}]}",
                RESPONSES + "\"models\":[\"OTHER\"]}"
            })
    @Proves("BUY-4")
    void a_model_that_the_key_may_not_use_or_that_has_no_price_is_refused(String body)
            throws IOException {
        Buyer one = world.buyer(FUNDS, KeyTerms.OPEN.withModels(Set.of("demo-chat")));
        Buyer all = world.buyer(FUNDS);
        long before = world.tally.upstreamCalls();
        RawHttp.Answer forbidden = post(one, body.replace("OTHER", "demo-long"));
        RawHttp.Answer unpriced = post(all, body.replace("OTHER", "free-for-all"));
        assertThat(forbidden.body()).contains("may not use the model 'demo-long'");
        assertThat(unpriced.body()).contains("'free-for-all' does not exist");
        assertThat(world.tally.upstreamCalls()).isEqualTo(before);
    }

    @Test
    void spelled_in_another_case_the_list_itself_is_refused() throws IOException {
        RawHttp.Answer answer = post(world.buyer(FUNDS), CHAT + "\"Models\":[\"demo-long\"]}");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void an_allowed_one_reaches_the_upstream_by_the_upstreams_own_name() throws IOException {
        var seen = new AtomicReference<String>("");
        HttpServer upstream =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 5);
        upstream.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    seen.set(new String(body, StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(400, -1);
                    exchange.close();
                });
        upstream.start();
        try {
            world.addChannel(
                    "named",
                    "anthropic",
                    "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1",
                    Map.of("on-anthropic", "upstream-a", "on-gemini", "upstream-b"));
            world.refresh();
            Buyer buyer = world.buyer(FUNDS);
            String body = MESSAGES.replace("demo-chat", "on-anthropic");
            post(buyer, body + "\"fallbacks\":[{\"model\":\"on-gemini\"}]}");
            assertThat(seen.get())
                    .contains("\"model\":\"upstream-a\"", "[{\"model\":\"upstream-b\"}]");

            seen.set("");
            RawHttp.Answer elsewhere =
                    post(buyer, body + "\"fallbacks\":[{\"model\":\"demo-long\"}]}");
            assertThat(elsewhere.status()).isEqualTo(404);
            assertThat(seen.get()).isEmpty();
        } finally {
            upstream.stop(0);
        }
    }

    private RawHttp.Answer post(Buyer buyer, String body) throws IOException {
        String path =
                body.contains("max_tokens")
                        ? "/v1/messages"
                        : body.contains("messages") ? GatewayWorld.CHAT : "/v1/responses";
        try (var http =
                RawHttp.connect(world.server.port())
                        .request("POST", path, RawHttp.json(buyer.secret()), body)) {
            return http.answer();
        }
    }
}
