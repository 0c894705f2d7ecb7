package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.GatewayProblem.Limit;
import dev.farebox.gateway.exchange.GatewayProblem.Period;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.UpstreamFault;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each problem has the status, words and retry advice that clients act on rightly. */
class ChatErrorsTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    static Stream<Arguments> problems() {
        return Stream.of(
                row(
                        new GatewayProblem.InvalidRequest("m", "n", "c"),
                        400,
                        "invalid_request_error",
                        "c"),
                row(
                        new GatewayProblem.UnknownRoute("GET", "/x"),
                        404,
                        "invalid_request_error",
                        "unknown_url"),
                row(
                        new GatewayProblem.NotServed("Batches", "Do this."),
                        404,
                        "invalid_request_error",
                        "not_served"),
                row(
                        new GatewayProblem.StoredNotFound("Response", "r"),
                        404,
                        "invalid_request_error",
                        "response_not_found"),
                row(
                        new GatewayProblem.StoredOutOfReach("Response", "r"),
                        404,
                        "invalid_request_error",
                        "channel_gone"),
                row(
                        new GatewayProblem.MethodNotAllowed("GET", "POST"),
                        405,
                        "invalid_request_error",
                        "method_not_allowed"),
                row(
                        new GatewayProblem.BodyTooLarge(5),
                        413,
                        "invalid_request_error",
                        "request_too_large"),
                row(
                        new GatewayProblem.HeadersTooLarge(),
                        431,
                        "invalid_request_error",
                        "headers_too_large"),
                row(
                        new GatewayProblem.UnsupportedMediaType(),
                        415,
                        "invalid_request_error",
                        "unsupported_media_type"),
                row(
                        new GatewayProblem.UnsupportedEncoding(),
                        415,
                        "invalid_request_error",
                        "unsupported_encoding"),
                row(
                        new GatewayProblem.UpgradeRefused(),
                        426,
                        "invalid_request_error",
                        "upgrade_refused"),
                row(
                        new GatewayProblem.KeyMissing(),
                        401,
                        "authentication_error",
                        "missing_api_key"),
                row(
                        new GatewayProblem.KeyUnknown(),
                        401,
                        "authentication_error",
                        "invalid_api_key"),
                row(
                        new GatewayProblem.KeyRevoked(),
                        401,
                        "authentication_error",
                        "revoked_api_key"),
                row(
                        new GatewayProblem.KeyExpired(),
                        401,
                        "authentication_error",
                        "expired_api_key"),
                row(
                        new GatewayProblem.CustomerSuspended(),
                        403,
                        "permission_error",
                        "account_suspended"),
                row(
                        new GatewayProblem.AddressNotAllowed(),
                        403,
                        "permission_error",
                        "address_not_allowed"),
                row(
                        new GatewayProblem.ModelNotAllowed("m"),
                        403,
                        "permission_error",
                        "model_not_allowed"),
                row(
                        new GatewayProblem.ModelNotFound("m"),
                        404,
                        "invalid_request_error",
                        "model_not_found"),
                row(
                        new GatewayProblem.OutOfCredit(),
                        402,
                        "insufficient_quota",
                        "credit_balance_exhausted"),
                row(
                        new GatewayProblem.CreditStop(),
                        402,
                        "insufficient_quota",
                        "credit_balance_exhausted"),
                row(
                        new GatewayProblem.SpendCapReached(Whose.KEY, Period.DAY),
                        402,
                        "insufficient_quota",
                        "key_spend_limit_exceeded"),
                row(
                        new GatewayProblem.SpendCapReached(Whose.CUSTOMER, Period.MONTH),
                        402,
                        "insufficient_quota",
                        "customer_spend_limit_exceeded"),
                row(fault(400), 400, "t", "c"),
                row(fault(404), 404, "t", "c"),
                row(fault(413), 413, "t", "c"),
                row(fault(422), 422, "t", "c"),
                again(
                        new GatewayProblem.RequestTimeout(),
                        408,
                        "timeout_error",
                        "request_timeout",
                        1),
                again(
                        new GatewayProblem.RateLimited(
                                Whose.KEY, Limit.REQUESTS_PER_MINUTE, 60, 2500),
                        429,
                        "requests",
                        "rate_limit_exceeded",
                        3),
                again(
                        new GatewayProblem.RateLimited(
                                Whose.CUSTOMER, Limit.TOKENS_PER_MINUTE, 9, 90_000),
                        429,
                        "tokens",
                        "rate_limit_exceeded",
                        30),
                again(
                        new GatewayProblem.RateLimited(
                                Whose.PLATFORM, Limit.PARALLEL_REQUESTS, 9, 0),
                        429,
                        "requests",
                        "rate_limit_exceeded",
                        1),
                again(fault(401), 503, "server_error", "server_is_overloaded", 1),
                again(fault(402), 503, "server_error", "server_is_overloaded", 1),
                again(fault(403), 503, "server_error", "server_is_overloaded", 1),
                again(fault(429), 503, "server_error", "server_is_overloaded", 1),
                again(
                        new GatewayProblem.UpstreamUnavailable(4000),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        4),
                again(
                        new GatewayProblem.UpstreamTimeout(),
                        504,
                        "server_error",
                        "upstream_timeout",
                        1),
                again(new GatewayProblem.UpstreamCut(), 502, "server_error", "upstream_error", 1),
                again(
                        new GatewayProblem.DatabaseUnavailable(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        5),
                again(
                        new GatewayProblem.Overloaded(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        2),
                again(
                        new GatewayProblem.Draining(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        1),
                again(new GatewayProblem.Internal(), 500, "server_error", "internal_error", 1));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void is_answered_as(
            GatewayProblem problem, int status, String type, String code, @Nullable String after) {
        Reply reply = ChatErrors.reply(problem, "req_1");
        JsonNode error = MAPPER.readTree(reply.body()).get("error");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(error.get("type").asString()).isEqualTo(type);
        assertThat(error.get("code").asString()).isEqualTo(code);
        assertThat(error.get("message").asString()).isNotBlank();
        assertThat(error.has("param")).isTrue();
        assertThat(reply.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("x-request-id", "req_1")
                .containsEntry("request-id", "req_1")
                .containsEntry("x-should-retry", Boolean.toString(after != null));
        assertThat(reply.headers().get("retry-after")).isEqualTo(after);
        assertThat(reply.headers().containsKey("retry-after-ms")).isEqualTo(after != null);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void is_said_in_a_stream_in_the_same_words(
            GatewayProblem problem, int status, String type, String code, @Nullable String after) {
        String event = new String(ChatErrors.event(problem), UTF_8);
        assertThat(event)
                .isEqualTo(
                        "data: "
                                + new String(ChatErrors.reply(problem, "r").body(), UTF_8)
                                + "\n\n");
        assertThat(event.strip()).doesNotContain("\n");
    }

    @Test
    void every_problem_is_in_the_table() {
        var tabled = problems().map(row -> requireNonNull(row.get()[0]).getClass()).toList();
        var records = leaves(GatewayProblem.class).toList();
        assertThat(records).hasSizeGreaterThan(25).allMatch(tabled::contains);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(ChatErrorsTest::leaves)
                : Stream.of(type);
    }

    @Test
    void a_limit_says_which_and_whose_and_how_much() {
        assertThat(
                        message(
                                new GatewayProblem.RateLimited(
                                        Whose.CUSTOMER, Limit.TOKENS_PER_MINUTE, 9000, 1)))
                .isEqualTo("Rate limit reached: this account may use 9000 tokens per minute.");
        assertThat(message(new GatewayProblem.SpendCapReached(Whose.KEY, Period.MONTH)))
                .isEqualTo("The monthly spend limit of this API key is reached.");
        assertThat(message(new GatewayProblem.ModelNotFound("acme/x\"y"))).contains("'acme/x\"y'");
    }

    @Test
    void an_upstreams_refusal_of_our_own_account_says_nothing_about_it() {
        Reply reply =
                ChatErrors.reply(
                        new GatewayProblem.UpstreamRefused(
                                new UpstreamFault(401, "t", "invalid_api_key", null, "key of x")),
                        "r");
        assertThat(new String(reply.body(), UTF_8)).doesNotContain("key");
    }

    private static String message(GatewayProblem problem) {
        return MAPPER.readTree(ChatErrors.reply(problem, "r").body())
                .get("error")
                .get("message")
                .asString();
    }

    private static GatewayProblem fault(int status) {
        return new GatewayProblem.UpstreamRefused(new UpstreamFault(status, "t", "c", "p", "m"));
    }

    private static Arguments row(GatewayProblem problem, int status, String type, String code) {
        return Arguments.of(problem, status, type, code, null);
    }

    private static Arguments again(
            GatewayProblem problem, int status, String type, String code, int after) {
        return Arguments.of(problem, status, type, code, Integer.toString(after));
    }
}
