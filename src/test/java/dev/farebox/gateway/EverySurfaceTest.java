package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What holds for every surface, whichever vendor's: keys, ids, headers, and who learns what. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverySurfaceTest {
    private static final long FUNDS = 1_000_000_000;

    /** All that a client ever sees of an answer's head. */
    private static final Set<String> SEEN_BY_CLIENTS =
            Set.of(
                    "content-type",
                    "content-length",
                    "transfer-encoding",
                    "cache-control",
                    "x-accel-buffering",
                    "x-request-id",
                    "request-id",
                    "openai-version",
                    "openai-processing-ms");

    /** All that an upstream ever sees of a request's head. */
    private static final Set<String> SEEN_BY_UPSTREAMS =
            Set.of(
                    "host",
                    "content-type",
                    "content-length",
                    "accept",
                    "accept-encoding",
                    "user-agent",
                    "authorization",
                    "x-api-key",
                    "x-goog-api-key",
                    "anthropic-version",
                    "anthropic-beta",
                    "openai-beta",
                    "x-goog-api-client");

    @SuppressWarnings("NullAway.Init")
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
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

    @ParameterizedTest
    @EnumSource
    @Proves({"BUY-5", "BUY-12"})
    void one_key_is_good_wherever_a_client_puts_it(Surface surface) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        Ask ask = Ask.of(surface);
        String key = buyer.secret();
        for (Map<String, String> headers :
                List.of(
                        Map.of("authorization", "Bearer " + key),
                        Map.of("x-api-key", key),
                        Map.of("x-goog-api-key", key),
                        Map.of("authorization", "Bearer " + key, "x-api-key", key))) {
            RawHttp.Answer answer = ask.send(port(), headers);
            assertThat(answer.status()).as(headers.keySet() + answer.body()).isEqualTo(200);
        }
        var inQuery = new Ask(surface, ask.path() + "?key=" + key, ask.contentType(), ask.body());
        assertThat(inQuery.send(port(), Map.of()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void it_is_there_with_and_without_a_version_and_with_slashes_too_many(Surface surface)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        Ask ask = Ask.of(surface);
        String bare = ask.path().replaceFirst("^/v1(beta)?", "");
        var prefixes = new ArrayList<>(List.of("", "/v1", "/v1/v1", "/", "/v1/", "//v1"));
        prefixes.addAll(
                surface.family() == Surface.Family.OPENAI
                        ? List.of("/v1beta/openai")
                        : List.of("/v1beta", "/v1alpha"));
        for (String prefix : prefixes) {
            var there = new Ask(surface, prefix + bare, ask.contentType(), ask.body());
            assertThat(there.send(port(), bearer(buyer)).status()).as(prefix).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_answer_has_both_ids(Surface surface) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        Ask ask = Ask.of(surface);
        var broken = new Ask(surface, ask.path(), ask.contentType(), "{");
        var answers =
                List.of(
                        ask.send(port(), bearer(buyer)),
                        ask.send(port(), Map.of()),
                        ask.send(port(), Map.of("x-api-key", "fbx_nobody")),
                        broken.send(port(), bearer(buyer)),
                        RawHttp.once(port(), "GET", ask.path(), ask.headers(bearer(buyer)), ""));
        var statuses = answers.stream().map(RawHttp.Answer::status).toList();
        assertThat(statuses).containsExactly(200, 401, 401, 400, 405);
        assertThat(answers).allSatisfy(EverySurfaceTest::assertIds);
    }

    @Test
    void what_is_not_there_has_both_ids_too() throws IOException {
        assertIds(RawHttp.once(port(), "GET", "/v1/nothing", Map.of(), ""));
        try (var http = RawHttp.connect(port())) {
            http.send("NOT HTTP\r\n\r\n");
            assertIds(http.answer());
        }
    }

    private static void assertIds(RawHttp.Answer answer) {
        assertThat(answer.header("x-request-id")).startsWith("req_");
        assertThat(answer.header("request-id")).isEqualTo(answer.header("x-request-id"));
    }

    static Stream<Arguments> conversations() {
        return Stream.of(Surface.CHAT, Surface.RESPONSES, Surface.MESSAGES, Surface.GENERATE)
                .flatMap(surface ->
                        Stream.of(
                                Arguments.of(Ask.of(surface), "whole"),
                                Arguments.of(Ask.of(surface).streamed(), "stream")));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void nothing_of_the_upstreams_account_comes_back(Ask ask, String how) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        RawHttp.Answer answer = ask.send(port(), bearer(buyer));
        assertThat(answer.status()).as(how).isEqualTo(200);
        assertIds(answer);
        assertThat(SEEN_BY_CLIENTS).containsAll(answer.headers().keySet());
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void nothing_about_the_client_goes_on(Ask ask, String how) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        world.faults().keepRequests();
        var headers = new java.util.HashMap<>(bearer(buyer));
        for (String name :
                List.of(
                        "x-claude-code-session-id",
                        "x-app",
                        "session-id",
                        "thread-id",
                        "originator",
                        "x-codex-turn-metadata",
                        "x-client-request-id",
                        "x-session-id",
                        "x-session-affinity",
                        "x-stainless-retry-count",
                        "openai-organization",
                        "cookie",
                        "x-forwarded-for",
                        "idempotency-key",
                        "x-goog-api-client",
                        "openai-beta",
                        "anthropic-beta")) {
            headers.put(name, "one");
        }
        headers.put("accept-encoding", "gzip, br, zstd");
        assertThat(ask.send(port(), headers).status()).as(how).isEqualTo(200);
        var seen = world.faults().requests().getFirst();
        assertThat(SEEN_BY_UPSTREAMS).containsAll(seen.headers().keySet());
        assertThat(seen.headers()).containsEntry("accept-encoding", "identity");
        assertThat(seen.headers().toString() + seen.body()).doesNotContain(buyer.secret());
        if (ask.surface() == Surface.MESSAGES) {
            assertThat(seen.headers())
                    .containsEntry("anthropic-version", "2023-06-01")
                    .containsEntry("anthropic-beta", "one");
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_credit_it_is_refused_as_its_clients_understand(Surface surface)
            throws IOException {
        Buyer buyer = world.buyer(0);
        RawHttp.Answer answer = Ask.of(surface).send(port(), bearer(buyer));
        if (surface.isFree()) {
            assertThat(answer.status()).isEqualTo(200);
            return;
        }
        boolean responses = surface == Surface.RESPONSES || surface == Surface.RESPONSES_COMPACT;
        assertThat(answer.status()).isEqualTo(responses ? 429 : 402);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.headers()).doesNotContainKeys("retry-after", "retry-after-ms");
        JsonNode error = Talk.MAPPER.readTree(answer.body()).path("error");
        switch (surface.family()) {
            case OPENAI -> {
                assertThat(error.path("type").asString()).isEqualTo("insufficient_quota");
                assertThat(error.path("code").asString()).isEqualTo("credit_balance_exhausted");
            }
            case ANTHROPIC -> assertThat(error.path("type").asString()).isEqualTo("billing_error");
            case GEMINI ->
                    assertThat(error.path("status").asString()).isEqualTo("RESOURCE_EXHAUSTED");
        }
    }

    static Stream<Arguments> ownFaults() {
        return conversations()
                .flatMap(ask ->
                        Stream.of(401, 402, 403, 429, 500, 503, 529)
                                .map(status -> Arguments.of(ask.get()[0], status)));
    }

    @ParameterizedTest
    @MethodSource("ownFaults")
    @Proves("CRD-3")
    void what_an_upstream_holds_against_us_is_an_overload_to_the_client(Ask ask, int status)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        world.faults().byDefault("status " + status);
        RawHttp.Answer answer = ask.send(port(), bearer(buyer));
        boolean anthropic = ask.surface() == Surface.MESSAGES;
        assertThat(answer.status()).isEqualTo(anthropic ? 529 : 503);
        assertThat(answer.header("x-should-retry")).isEqualTo("true");
        JsonNode error = Talk.MAPPER.readTree(answer.body()).path("error");
        assertThat(error.path("message").asString())
                .isEqualTo("The model is not available at the moment.");
        if (ask.surface() == Surface.RESPONSES) {
            assertThat(error.path("code").asString()).isEqualTo("server_is_overloaded");
        } else {
            assertThat(Integer.parseInt(String.valueOf(answer.header("retry-after"))))
                    .isBetween(1, 30);
            assertThat(Long.parseLong(String.valueOf(answer.header("retry-after-ms"))))
                    .isBetween(1L, 30_000L);
        }
        if (ask.surface() == Surface.GENERATE) {
            assertThat(error.path("details").toString()).contains("RetryInfo", "retryDelay");
        }
        assertThat(world.settled(buyer).charged()).isZero();
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS);
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void an_upstream_that_packs_its_answer_unasked_is_at_fault(Ask ask, String how)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        world.faults().byDefault("gzip");
        RawHttp.Answer answer = ask.send(port(), bearer(buyer));
        assertThat(answer.status()).as(how).isGreaterThanOrEqualTo(500);
        assertThat(answer.header("content-encoding")).isNull();
        assertThat(world.settled(buyer).charged()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models,     authorization,     , list",
        "/v1/models,     x-api-key,         anthropic-version, has_more",
        "/v1/models,     authorization,     anthropic-version, has_more",
        "/v1/models,     x-goog-api-key,    , models",
        "/v1/models,     authorization,     x-goog-api-client, models",
        "/v1beta/models, authorization,     , models",
        "/v1/models,     query,             , models",
        "/v1beta/openai/models, x-goog-api-key, , list",
        "/v1/models/on-gemini, authorization, , owned_by",
        "/v1/models/on-gemini, authorization, anthropic-version, display_name",
        "/v1/models/on-gemini, x-goog-api-key, , supportedGenerationMethods"
    })
    @Proves("BUY-12")
    void models_are_listed_in_the_words_of_whoever_asks(
            String path, String place, String other, String word) throws IOException {
        Buyer buyer = world.buyer(0);
        var headers = new java.util.HashMap<String, String>();
        String query = place.equals("query") ? "?key=" + buyer.secret() : "";
        if (query.isEmpty()) {
            boolean bearer = place.equals("authorization");
            headers.put(place, (bearer ? "Bearer " : "") + buyer.secret());
        }
        if (other != null) {
            headers.put(other, "2023-06-01");
        }
        RawHttp.Answer answer = RawHttp.once(port(), "GET", path + query, headers, "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"" + word + "\"", "on-gemini");
        assertIds(answer);
    }

    private static Map<String, String> bearer(Buyer buyer) {
        return Map.of("authorization", "Bearer " + buyer.secret());
    }

    private int port() {
        return world.server.port();
    }
}
