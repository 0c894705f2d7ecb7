package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real clients do that a gateway must bear: upgrades, storms, silence, and large bodies. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientHabitsTest {
    private static final long FUNDS = 10_000_000_000L;

    @SuppressWarnings("NullAway.Init")
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world =
                new GatewayWorld(
                        database, "limits.stream_keep_alive", "1s", "upstream.idle_timeout", "4s");
        var upstream = world.upstream;
        world.addChannel(
                "anthropic", "anthropic", upstream.anthropicUrl(), "on-anthropic", "demo-chat");
        world.addChannel("gemini", "gemini", upstream.geminiUrl(), "on-gemini", "demo-chat");
        world.refresh();
    }

    @BeforeEach
    void reset() {
        world.faults().reset();
        world.wellAgain();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    static Stream<Ask> conversations() {
        return Stream.of(Surface.CHAT, Surface.RESPONSES, Surface.MESSAGES, Surface.GENERATE)
                .map(Ask::of);
    }

    static Stream<Ask> streams() {
        return conversations().map(Ask::streamed);
    }

    @ParameterizedTest
    @EnumSource
    void a_websocket_is_refused_at_once_so_that_its_client_falls_back(Surface surface)
            throws IOException {
        Ask ask = Ask.of(surface);
        Map<String, String> headers = webSocket(world.buyer(FUNDS));
        RawHttp.once(port(), "GET", ask.path(), headers, "");
        long asked = System.nanoTime();
        RawHttp.Answer answer = RawHttp.once(port(), "GET", ask.path(), headers, "");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(200));
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.body()).contains("WebSockets are not served here.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/realtime?model=demo-chat",
                "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
            })
    void a_session_that_is_nothing_but_a_websocket_is_not_served(String path) throws IOException {
        Map<String, String> headers = webSocket(world.buyer(FUNDS));
        RawHttp.Answer answer = RawHttp.once(port(), "GET", path, headers, "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).containsIgnoringCase("\"not_served\"");
    }

    private static Map<String, String> webSocket(Buyer buyer) {
        var headers = new HashMap<String, String>();
        headers.put("authorization", "Bearer " + buyer.secret());
        headers.put("connection", "keep-alive, Upgrade");
        headers.put("upgrade", "websocket");
        headers.put("sec-websocket-version", "13");
        headers.put("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.put("openai-beta", "responses_websockets=2026-02-06");
        return headers;
    }

    @ParameterizedTest
    @MethodSource("conversations")
    @Proves("BUY-5")
    void a_client_that_offers_http_2_in_clear_text_is_served(Ask ask) throws Exception {
        Buyer buyer = world.buyer(FUNDS);
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + ask.path()))
                        .POST(HttpRequest.BodyPublishers.ofString(ask.body()));
        ask.headers(Map.of("authorization", "Bearer " + buyer.secret())).forEach(request::header);
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        assertThat(world.settled(buyer).charged()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_client_that_waits_for_more_gets_what_its_dialect_has_for_that(Ask ask)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        try (var http = ask.ordering("!fault stall after=2").open(port(), bearer(buyer))) {
            assertThat(http.readHead()).isEqualTo(200);
            http.patience(Duration.ofMillis(2_500));
            List<Event> all = http.events().next(5);
            Event last = all.getLast();
            switch (ask.surface().family()) {
                case OPENAI -> assertThat(last.raw()).isEqualTo(": ka");
                case ANTHROPIC ->
                        assertThat(last.raw()).isEqualTo("event: ping\ndata: {\"type\":\"ping\"}");
                case GEMINI ->
                        assertThat(all)
                                .noneMatch(Event::isComment)
                                .allMatch(event -> event.data().contains("candidates"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void the_body_ends_with_the_last_event_though_the_upstreams_does_not(Ask ask)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        try (var http = ask.ordering("!fault open_after_done").open(port(), bearer(buyer))) {
            assertThat(http.readHead()).isEqualTo(200);
            var events = http.patience(Duration.ofSeconds(8)).events();
            List<Event> all = events.rest();
            long ended = System.nanoTime();
            assertThat(events.end()).isEqualTo(RawHttp.End.CLEAN);
            assertThat(Duration.ofNanos(ended - all.getLast().nanoTime()))
                    .isLessThan(Duration.ofMillis(300));
        }
        GatewayWorld.await(() -> !world.usage(buyer).isEmpty());
        assertThat(world.usage(buyer).getFirst().charged()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void a_body_of_32_megabytes_passes(Ask ask) throws IOException {
        Buyer buyer = world.buyer(FUNDS * 10);
        int left = (32 << 20) - ask.body().length();
        var large =
                new Ask(
                        ask.surface(),
                        ask.path(),
                        ask.contentType(),
                        " ".repeat(left) + ask.body());
        RawHttp.Answer answer = large.send(port(), bearer(buyer));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var headers = ask.headers(bearer(buyer));
        try (var http = RawHttp.connect(port())) {
            http.send(RawHttp.head("POST", ask.path(), headers, (32 << 20) + 1));
            assertThat(http.answer().status())
                    .isEqualTo(ask.surface() == Surface.RESPONSES ? 400 : 413);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COUNT_TOKENS", "GEMINI_COUNT_TOKENS", "RESPONSES_INPUT_TOKENS"})
    void many_counts_at_once_are_answered_also_when_the_upstream_refuses(Surface surface)
            throws Exception {
        Buyer buyer = world.buyer(0);
        for (String fault : List.of("none", "status 429", "hang_up")) {
            world.faults().byDefault(fault);
            Ask ask = Ask.of(surface);
            var answers = new ArrayList<Future<RawHttp.Answer>>();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, 25)
                        .forEach(_ ->
                                answers.add(
                                        executor.submit(() -> ask.send(port(), bearer(buyer)))));
            }
            for (Future<RawHttp.Answer> answer : answers) {
                assertThat(answer.get().status()).as(fault).isEqualTo(200);
                assertThat(answer.get().body()).contains("okens\"");
            }
        }
        assertThat(world.usage(buyer)).isEmpty();
    }

    @Test
    void what_a_client_may_use_at_most_is_not_what_is_held() throws IOException {
        Buyer buyer = world.buyer(30_000_000);
        Ask ask = Ask.of(Surface.MESSAGES).streamed();
        String greedy = ask.body().replace("\"max_tokens\":50", "\"max_tokens\":128000");
        var asked = new Ask(ask.surface(), ask.path(), ask.contentType(), greedy);
        assertThat(asked.send(port(), bearer(buyer)).status()).isEqualTo(200);
    }

    private static Map<String, String> bearer(Buyer buyer) {
        return Map.of("authorization", "Bearer " + buyer.secret());
    }

    private int port() {
        return world.server.port();
    }
}
