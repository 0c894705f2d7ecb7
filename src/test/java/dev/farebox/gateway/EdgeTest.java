package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.identity.KeyTerms;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of all kinds send to the gateway's edge, and what comes back. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeTest {
    private static final long FUNDS = 1_000_000_000;
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
    }

    @BeforeEach
    void reset() {
        world.faults().reset();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "x-api-key", "x-goog-api-key", "query"})
    void every_place_for_a_key_is_accepted(String place) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String path = GatewayWorld.CHAT + (place.equals("query") ? "?key=" + buyer.secret() : "");
        Map<String, String> headers =
                switch (place) {
                    case "query" -> Map.of();
                    case "Authorization" -> Map.of(place, "bearer " + buyer.secret());
                    default -> Map.of(place, buyer.secret());
                };
        assertThat(
                        RawHttp.once(
                                world.server.port(),
                                "POST",
                                path,
                                headers,
                                GatewayWorld.chat("hi")))
                .matches(answer -> answer.status() == 200);
    }

    @Test
    void an_h2c_upgrade_is_ignored() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        var headers = new HashMap<>(RawHttp.json(buyer.secret()));
        headers.put("Connection", "Upgrade, HTTP2-Settings");
        headers.put("Upgrade", "h2c");
        headers.put("HTTP2-Settings", "AAMAAABkAAQBAAAAAAIAAAAA");
        assertThat(
                        RawHttp.once(
                                        world.server.port(),
                                        "POST",
                                        GatewayWorld.CHAT,
                                        headers,
                                        GatewayWorld.chat("hi"))
                                .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "gzip,         200",
        "deflate,      200",
        "identity,     400",
        "br,           415",
        "'gzip, gzip', 415",
    })
    void a_packed_body_is_understood_by_its_encoding(String encoding, int status)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        var packed = new ByteArrayOutputStream();
        try (var out =
                encoding.equals("deflate")
                        ? new DeflaterOutputStream(packed)
                        : new GZIPOutputStream(packed)) {
            out.write(GatewayWorld.chat("hi").getBytes(StandardCharsets.UTF_8));
        }
        var headers = new HashMap<>(RawHttp.json(buyer.secret()));
        headers.put("Content-Encoding", encoding);
        try (var http = RawHttp.connect(world.server.port())) {
            http.send(RawHttp.head("POST", GatewayWorld.CHAT, headers, packed.size()));
            http.send(packed.toByteArray());
            RawHttp.Answer answer = http.answer();
            assertThat(answer.status()).isEqualTo(status);
            if (status == 415) {
                assertThat(answer.body()).contains("unsupported_encoding", "gzip, deflate or zstd");
            }
        }
    }

    @Test
    void a_body_packed_with_zstd_is_understood() throws IOException {
        byte[] plain = GatewayWorld.chat("hi").getBytes(StandardCharsets.UTF_8);
        var packed = new ByteArrayOutputStream();
        packed.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x50});
        int head = plain.length * 8 + 1; // one block, the last, unpacked as it is
        packed.writeBytes(new byte[] {(byte) head, (byte) (head >> 8), (byte) (head >> 16)});
        packed.writeBytes(plain);
        var headers = new HashMap<>(RawHttp.json(world.buyer(FUNDS).secret()));
        headers.put("Content-Encoding", "zstd");
        try (var http = RawHttp.connect(world.server.port())) {
            http.send(RawHttp.head("POST", GatewayWorld.CHAT, headers, packed.size()));
            http.send(packed.toByteArray());
            assertThat(http.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void every_answer_says_how_much_of_a_limit_is_left() throws IOException {
        KeyTerms terms =
                KeyTerms.OPEN.withLimits(
                        OptionalInt.of(3), OptionalInt.of(50_000), OptionalInt.empty());
        Buyer buyer = world.buyer(FUNDS, terms);

        RawHttp.Answer whole = world.post(buyer, GatewayWorld.chat("hi"));
        RawHttp.Answer stream = world.post(buyer, GatewayWorld.stream("hi"));
        RawHttp.Answer unreadable = world.post(buyer, "{");
        RawHttp.Answer third = world.post(buyer, GatewayWorld.chat("hi"));
        RawHttp.Answer refused = world.post(buyer, GatewayWorld.chat("hi"));

        assertThat(List.of(whole, stream, unreadable, third, refused))
                .extracting(RawHttp.Answer::status)
                .containsExactly(200, 200, 400, 200, 429);
        assertThat(List.of(whole, stream, unreadable, third, refused))
                .extracting(answer -> answer.header("x-ratelimit-remaining-requests"))
                .containsExactly("2", "1", "1", "0", "0");
        assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo("3");
        assertThat(refused.header("x-ratelimit-reset-requests")).matches("1m0s|5\\ds");
        assertThat(Long.parseLong(String.valueOf(refused.header("x-ratelimit-remaining-tokens"))))
                .isBetween(1L, 49_999L);
    }

    @Test
    void without_a_limit_nothing_is_said_of_one() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        assertThat(world.post(buyer, GatewayWorld.chat("hi")).headers())
                .allSatisfy((name, _) -> assertThat(name).doesNotContain("ratelimit"));
    }

    @Test
    void one_connection_serves_many_requests_also_after_a_refusal() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        try (var http = RawHttp.connect(world.server.port())) {
            Map<String, String> key = RawHttp.json(buyer.secret());
            http.request("POST", GatewayWorld.CHAT, RawHttp.json("sk-none-such-key"), "{}");
            assertThat(http.answer().status()).isEqualTo(401);
            http.request("POST", GatewayWorld.CHAT, key, "{");
            assertThat(http.answer().status()).isEqualTo(400);
            http.request("POST", GatewayWorld.CHAT, key, GatewayWorld.stream("hi"));
            assertThat(http.answer().status()).isEqualTo(200);
            http.request("POST", GatewayWorld.CHAT, key, GatewayWorld.chat("hi"));
            assertThat(http.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void continue_is_said_only_once_the_key_is_good() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String body = GatewayWorld.chat("hi");
        var headers = new HashMap<>(RawHttp.json(buyer.secret()));
        headers.put("Expect", "100-continue");
        try (var http = RawHttp.connect(world.server.port())) {
            http.send(RawHttp.head("POST", GatewayWorld.CHAT, headers, body.length()));
            assertThat(http.readHead()).isEqualTo(100);
            http.send(body);
            assertThat(http.readHead()).isEqualTo(200);
        }
        headers.put("Authorization", "Bearer sk-none-such-key");
        try (var http = RawHttp.connect(world.server.port())) {
            http.send(RawHttp.head("POST", GatewayWorld.CHAT, headers, body.length()));
            assertThat(http.readHead()).isEqualTo(401);
        }
    }

    @Test
    void other_prefixes_go_to_the_other_handler() throws IOException {
        assertThat(RawHttp.once(world.server.port(), "GET", "/console/x", Map.of(), "").body())
                .isEqualTo("elsewhere /console/x");
    }

    @Test
    void a_limit_names_itself_and_whose_it_is() throws IOException {
        KeyTerms one =
                KeyTerms.OPEN.withLimits(OptionalInt.of(2), OptionalInt.empty(), OptionalInt.of(1));
        Buyer buyer = world.buyer(FUNDS, one);
        world.faults().hold();
        try (var first = world.open(buyer, GatewayWorld.chat("hi"))) {
            assertThat(world.faults().await(Count.HELD, 1, Duration.ofSeconds(5))).isTrue();
            RawHttp.Answer second = world.post(buyer, GatewayWorld.chat("hi"));
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.body()).contains("parallel requests", "API key");
            world.faults().release();
            assertThat(first.answer().status()).isEqualTo(200);
        }
        GatewayWorld.await(() -> world.tally.inFlight() == 0);
        assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(200);
        RawHttp.Answer third = world.post(buyer, GatewayWorld.chat("hi"));
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.body()).contains("requests per minute", "API key");
        assertThat(third.header("retry-after")).isEqualTo("30");
    }

    @Test
    void the_upstream_sees_its_own_credential_and_nothing_of_the_clients() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        world.faults().keepRequests();
        var headers = new HashMap<>(RawHttp.json(buyer.secret()));
        headers.put("x-session-id", "s1");
        headers.put("Accept-Encoding", "gzip");
        headers.put("Cookie", "a=b");
        RawHttp.once(
                world.server.port(),
                "POST",
                GatewayWorld.CHAT,
                headers,
                GatewayWorld.stream("hi", "\"unknown\":{\"a\" : 1.0}"));
        var seen = world.faults().requests().getFirst();
        assertThat(seen.headers())
                .containsEntry("authorization", "Bearer " + DemoUpstream.KEY)
                .containsEntry("accept-encoding", "identity")
                .doesNotContainKeys("x-session-id", "cookie");
        assertThat(seen.body())
                .contains("\"unknown\":{\"a\" : 1.0}", "\"include_usage\":true")
                .doesNotContain(buyer.secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no_usage", "usage_null", "wrong_usage huge"})
    void without_usage_that_can_be_believed_our_own_count_is_charged(String fault)
            throws IOException {
        for (boolean stream : new boolean[] {false, true}) {
            Buyer buyer = world.buyer(FUNDS);
            String prompt = "!fault " + fault + " Tell me about tea";
            assertThat(
                            world.post(
                                            buyer,
                                            stream
                                                    ? GatewayWorld.stream(prompt)
                                                    : GatewayWorld.chat(prompt))
                                    .status())
                    .isEqualTo(200);
            UsageRecord record = world.settled(buyer);
            assertThat(record.line().outcome()).isEqualTo("usage_missing");
            assertThat(record.charged()).isBetween(20_000L, 2_000_000L);
            assertThat(record.line().detail())
                    .contains(fault.startsWith("wrong") ? "quarantined" : "estimated");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no_done",
                "open_after_done",
                "late_usage 300",
                "usage_on_finish",
                "usage_every_chunk",
                "crlf",
                "comments",
                "multi_line",
                "extra_fields",
                "slow_drip bytes=97 ms=1",
                "wrong_content_type"
            })
    void quirks_of_upstreams_are_charged_exactly_and_end_cleanly(String fault) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        try (var http = world.open(buyer, GatewayWorld.stream("!fault " + fault + " Tea?"))) {
            var events = http.events();
            List<Event> all = events.rest();
            assertThat(all).anyMatch(event -> event.data().contains("\"finish_reason\":\"stop\""));
            assertThat(events.end()).isEqualTo(RawHttp.End.CLEAN);
        }
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("completed");
        assertThat(record.charged()).isPositive();
    }
}
