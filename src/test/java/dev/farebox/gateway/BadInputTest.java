package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.identity.KeyTerms;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: a clear error, bounded memory, no ledger work, no upstream call. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final int MAX_BODY = 64 * 1024;
    private GatewayWorld world;
    private Buyer buyer;
    private String booksBefore = "";

    @BeforeAll
    void start(Database database) {
        world =
                new GatewayWorld(
                        database,
                        "limits.max_body_bytes",
                        MAX_BODY + "B",
                        "limits.body_read_timeout",
                        "1s");
        buyer = world.buyer(1_000_000_000);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @BeforeEach
    void countBefore() {
        world.faults().reset();
        booksBefore = books();
    }

    @AfterEach
    void no_ledger_work_and_nothing_kept_in_memory() {
        assertThat(books()).isEqualTo(booksBefore);
        assertThat(world.faults().count(Count.SEEN)).isZero();
        assertThat(world.tally.inFlight()).isZero();
        GatewayWorld.await(() -> world.server.bufferedBytes() == 0);
    }

    static Stream<Arguments> bodies() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        return Stream.of(
                Arguments.of("empty", "", 400),
                Arguments.of("truncated", GatewayWorld.chat("hi").substring(0, 30), 400),
                Arguments.of("not an object", "[]", 400),
                Arguments.of("trailing text", GatewayWorld.chat("hi") + "x", 400),
                Arguments.of("deeply nested", GatewayWorld.chat("hi", "\"x\":" + deep), 400),
                Arguments.of(
                        "duplicate model", GatewayWorld.chat("hi", "\"model\":\"demo-long\""), 400),
                Arguments.of(
                        "duplicate by escape",
                        GatewayWorld.chat("hi", "\"mod\\u0065l\":\"demo-long\""),
                        400),
                Arguments.of(
                        "duplicate limit",
                        GatewayWorld.chat("hi", "\"max_tokens\":1", "\"max_tokens\":2"),
                        400),
                Arguments.of("wrong type of model", "{\"model\":7,\"messages\":[]}", 400),
                Arguments.of("wrong type of stream", GatewayWorld.chat("hi", "\"stream\":1"), 400),
                Arguments.of(
                        "wrong type of limit",
                        GatewayWorld.chat("hi", "\"max_tokens\":\"9\""),
                        400),
                Arguments.of("negative limit", GatewayWorld.chat("hi", "\"max_tokens\":-9"), 400),
                Arguments.of("no model", "{\"messages\":[]}", 400),
                Arguments.of("no messages", "{\"model\":\"demo-chat\"}", 400),
                Arguments.of(
                        "unknown model",
                        GatewayWorld.chat("hi").replace("demo-chat", "gpt-99"),
                        404),
                Arguments.of("oversized", GatewayWorld.chat("x".repeat(MAX_BODY)), 413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void a_bad_body_gets_a_clear_error(String name, String body, int status) throws IOException {
        assertError(world.post(buyer, body), status);
    }

    @Test
    void invalid_utf8_is_refused() throws IOException {
        byte[] body = GatewayWorld.chat("caf@").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == '@' ? (byte) 0xE9 : body[i];
        }
        assertError(send(Map.of(), body), 400);
    }

    @Test
    void an_unannounced_length_is_bounded_too() throws IOException {
        try (var http = RawHttp.connect(world.server.port())) {
            var headers = new HashMap<>(RawHttp.json(buyer.secret()));
            headers.put("Transfer-Encoding", "chunked");
            http.send(RawHttp.head("POST", GatewayWorld.CHAT, headers, -1));
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            for (int i = 0; i < 5; i++) {
                http.send(chunk);
            }
            assertError(http.answer(), 413);
        }
    }

    @Test
    void a_compressed_bomb_is_given_up_early() throws IOException {
        byte[] bomb = gzip("x".repeat(20_000_000));
        assertThat(bomb.length).isLessThan(MAX_BODY);
        assertError(send(Map.of("Content-Encoding", "gzip"), bomb), 413);
    }

    @Test
    void a_body_that_is_not_what_its_encoding_says_is_refused() throws IOException {
        assertError(send(Map.of("Content-Encoding", "gzip"), new byte[] {1, 2, 3}), 400);
        byte[] whole = gzip(GatewayWorld.chat("hi"));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 12);
        assertError(send(Map.of("Content-Encoding", "gzip"), cut), 400);
        assertError(send(Map.of("Content-Encoding", "br"), whole), 415);
    }

    @Test
    void a_slow_sender_is_refused_in_time() throws IOException {
        try (var http = RawHttp.connect(world.server.port())) {
            http.send(RawHttp.head("POST", GatewayWorld.CHAT, RawHttp.json(buyer.secret()), 1000));
            long began = System.nanoTime();
            http.send("{\"model\"");
            assertError(http.answer(), 408);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void a_flood_of_headers_is_refused() throws IOException {
        var headers = new HashMap<>(RawHttp.json(buyer.secret()));
        for (int i = 0; i < 600; i++) {
            headers.put("X-Flood-" + i, "y".repeat(80));
        }
        try (var http = RawHttp.connect(world.server.port())) {
            http.send(RawHttp.head("POST", GatewayWorld.CHAT, headers, 2));
            assertError(http.answer(), 431);
        }
    }

    @Test
    void what_is_not_http_is_refused() throws IOException {
        try (var http = RawHttp.connect(world.server.port())) {
            http.send("\u0016\u0003\u0001 this is TLS, perhaps\r\n\r\n");
            assertError(http.answer(), 400);
            assertThat(http.closedByPeer()).isTrue();
        }
    }

    @Test
    void a_missing_foreign_or_revoked_key_is_refused_before_the_body() throws IOException {
        Buyer gone = world.buyer(1_000_000);
        world.revoke(gone);
        for (String key : new String[] {"", "sk-foreign-0123456789", gone.secret()}) {
            try (var http = RawHttp.connect(world.server.port())) {
                var headers = key.isEmpty() ? Map.<String, String>of() : RawHttp.json(key);
                http.send(RawHttp.head("POST", GatewayWorld.CHAT, headers, 10_000_000));
                assertError(http.answer(), 401);
            }
        }
        booksBefore = books();
    }

    @Test
    @Proves({"BUY-4", "BUY-12"})
    void a_model_that_the_key_does_not_reach_is_named_and_not_charged() throws IOException {
        Buyer narrow = world.buyer(1_000_000, KeyTerms.OPEN.withModels(Set.of("demo-long")));
        booksBefore = books();
        RawHttp.Answer refused = world.post(narrow, GatewayWorld.chat("hi"));
        assertError(refused, 403);
        assertThat(refused.body()).contains("demo-chat");
        RawHttp.Answer models =
                RawHttp.once(
                        world.server.port(),
                        "GET",
                        "/v1/models",
                        RawHttp.json(narrow.secret()),
                        "");
        assertThat(models.body()).contains("demo-long").doesNotContain("demo-chat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/chat/completions 405",
                "POST /v1/models 405",
                "GET /v1/nothing 404"
            })
    void a_wrong_path_or_method_gets_an_error_of_the_dialect(String line) throws IOException {
        String[] parts = line.split(" ");
        assertError(
                RawHttp.once(
                        world.server.port(), parts[0], parts[1], RawHttp.json(buyer.secret()), ""),
                Integer.parseInt(parts[2]));
    }

    private RawHttp.Answer send(Map<String, String> more, byte[] body) throws IOException {
        var headers = new HashMap<>(RawHttp.json(buyer.secret()));
        headers.putAll(more);
        try (var http = RawHttp.connect(world.server.port())) {
            http.send(RawHttp.head("POST", GatewayWorld.CHAT, headers, body.length));
            http.send(body);
            return http.answer();
        }
    }

    private static void assertError(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"");
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.header("x-request-id")).startsWith("req_");
        assertThat(answer.header("request-id")).isEqualTo(answer.header("x-request-id"));
    }

    private static byte[] gzip(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private String books() {
        return world.database.tx(tx ->
                tx.query(
                                """
                                SELECT (SELECT count(*) FROM hold) AS holds,
                                       (SELECT count(*) FROM usage_line) AS lines,
                                       (SELECT sum(version) FROM account)::bigint AS versions
                                """,
                                row ->
                                        row.number("holds")
                                                + " holds, "
                                                + row.number("lines")
                                                + " lines, version "
                                                + row.optionalNumber("versions"))
                        .getFirst());
    }
}
