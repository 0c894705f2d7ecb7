package dev.farebox.gateway.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.GatewayProblem.Limit;
import dev.farebox.gateway.exchange.GatewayProblem.Period;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.UpstreamFault;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each problem has the status, type and retry advice that Anthropic's clients act on rightly. */
class AnthropicErrorsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final AnthropicWire WIRE = new AnthropicWire();
    private static final String INVALID = "invalid_request_error";

    static Stream<Arguments> problems() {
        return Stream.of(
                row(new GatewayProblem.InvalidRequest("m", "n", "c"), 400, INVALID),
                row(new GatewayProblem.UnknownRoute("GET", "/x"), 404, "not_found_error"),
                row(new GatewayProblem.NotServed("Batches", "Do this."), 404, "not_found_error"),
                row(new GatewayProblem.StoredNotFound("File", "f"), 404, "not_found_error"),
                row(new GatewayProblem.StoredOutOfReach("File", "f"), 404, "not_found_error"),
                row(new GatewayProblem.MethodNotAllowed("GET", "POST"), 405, INVALID),
                row(new GatewayProblem.BodyTooLarge(5), 413, "request_too_large"),
                row(new GatewayProblem.HeadersTooLarge(), 431, INVALID),
                row(new GatewayProblem.UnsupportedMediaType(), 415, INVALID),
                row(new GatewayProblem.UnsupportedEncoding(), 415, INVALID),
                row(new GatewayProblem.UpgradeRefused(), 426, INVALID),
                row(new GatewayProblem.KeyMissing(), 401, "authentication_error"),
                row(new GatewayProblem.KeyUnknown(), 401, "authentication_error"),
                row(new GatewayProblem.KeyRevoked(), 401, "authentication_error"),
                row(new GatewayProblem.KeyExpired(), 401, "authentication_error"),
                row(new GatewayProblem.CustomerSuspended(), 403, "permission_error"),
                row(new GatewayProblem.AddressNotAllowed(), 403, "permission_error"),
                row(new GatewayProblem.ModelNotAllowed("m"), 403, "permission_error"),
                row(new GatewayProblem.ModelNotFound("m"), 404, "not_found_error"),
                row(new GatewayProblem.OutOfCredit(), 402, "billing_error"),
                row(new GatewayProblem.CreditStop(), 402, "billing_error"),
                row(
                        new GatewayProblem.SpendCapReached(Whose.KEY, Period.DAY),
                        402,
                        "billing_error"),
                row(fault(400), 400, INVALID),
                row(fault(404), 404, "not_found_error"),
                row(fault(413), 413, "request_too_large"),
                row(fault(422), 422, INVALID),
                again(new GatewayProblem.RequestTimeout(), 408, "timeout_error", 1),
                again(limited(2500), 429, "rate_limit_error", 3),
                again(limited(90_000), 429, "rate_limit_error", 30),
                again(limited(0), 429, "rate_limit_error", 1),
                again(fault(401), 529, "overloaded_error", 1),
                again(fault(402), 529, "overloaded_error", 1),
                again(fault(403), 529, "overloaded_error", 1),
                again(fault(429), 529, "overloaded_error", 1),
                again(new GatewayProblem.UpstreamUnavailable(4000), 529, "overloaded_error", 4),
                again(new GatewayProblem.UpstreamTimeout(), 504, "timeout_error", 1),
                again(new GatewayProblem.UpstreamCut(), 502, "api_error", 1),
                again(new GatewayProblem.DatabaseUnavailable(), 529, "overloaded_error", 5),
                again(new GatewayProblem.Overloaded(), 529, "overloaded_error", 2),
                again(new GatewayProblem.Draining(), 529, "overloaded_error", 1),
                again(new GatewayProblem.Internal(), 500, "api_error", 1));
    }

    private static GatewayProblem limited(long millis) {
        return new GatewayProblem.RateLimited(Whose.KEY, Limit.REQUESTS_PER_MINUTE, 60, millis);
    }

    private static GatewayProblem fault(int status) {
        return new GatewayProblem.UpstreamRefused(new UpstreamFault(status, "t", "c", "p", "m"));
    }

    private static Arguments row(GatewayProblem problem, int status, String type) {
        return Arguments.of(problem, status, type, null);
    }

    private static Arguments again(GatewayProblem problem, int status, String type, int after) {
        return Arguments.of(problem, status, type, Integer.toString(after));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void is_answered_as(GatewayProblem problem, int status, String type, @Nullable String after) {
        Reply reply = WIRE.error(Surface.MESSAGES, problem, "req_1");
        JsonNode body = MAPPER.readTree(reply.body());
        assertThat(reply.status()).isEqualTo(status);
        assertThat(body.get("type").asString()).isEqualTo("error");
        assertThat(body.get("request_id").asString()).isEqualTo("req_1");
        assertThat(body.get("error").get("type").asString()).isEqualTo(type);
        assertThat(body.get("error").get("message").asString()).isNotBlank();
        assertThat(body.get("error").get("details").get("error_code").asString()).isNotBlank();
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
            GatewayProblem problem, int status, String type, @Nullable String after) {
        String body = new String(WIRE.error(Surface.MESSAGES, problem, "req_1").body(), UTF_8);
        byte[] event = WIRE.passing(MessagesScanTest.request("{}"), "req_1").error(problem);
        assertThat(new String(event, UTF_8)).isEqualTo("event: error\ndata: " + body + "\n\n");
        assertThat(body).doesNotContain("\n");
    }

    @Test
    void every_problem_is_in_the_table() {
        var tabled = problems().map(row -> requireNonNull(row.get()[0]).getClass()).toList();
        var records = leaves(GatewayProblem.class).toList();
        assertThat(records).hasSizeGreaterThan(25).allMatch(tabled::contains);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(AnthropicErrorsTest::leaves)
                : Stream.of(type);
    }

    @Test
    void a_fault_of_the_request_names_its_member() {
        Reply reply =
                WIRE.error(
                        Surface.MESSAGES,
                        new GatewayProblem.InvalidRequest("tools: no", "tools", null),
                        "r");
        assertThat(new String(reply.body(), UTF_8))
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                                + "\"message\":\"tools: no\",\"details\":{\"param\":\"tools\"}},"
                                + "\"request_id\":\"r\"}");
    }

    @Test
    void a_missing_key_and_a_wrong_method_have_their_headers() {
        assertThat(WIRE.error(Surface.MESSAGES, new GatewayProblem.KeyMissing(), "r").headers())
                .containsEntry("www-authenticate", "Bearer");
        assertThat(
                        WIRE.error(
                                        Surface.MESSAGES,
                                        new GatewayProblem.MethodNotAllowed("GET", "POST"),
                                        "r")
                                .headers())
                .containsEntry("allow", "POST");
    }
}
