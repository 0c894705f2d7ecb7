package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.GatewayProblem.Limit;
import dev.farebox.gateway.exchange.GatewayProblem.Period;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.UpstreamFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each problem has the status, words and retry advice of Google's APIs. */
class GeminiErrorsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String BAD = "INVALID_ARGUMENT";
    private static final String SPENT = "RESOURCE_EXHAUSTED";

    /** {@code delay}: RetryInfo's, null where the client must not come again. */
    record Row(
            GatewayProblem problem,
            int code,
            String status,
            @Nullable String reason,
            @Nullable String delay) {
        @Override
        public String toString() {
            return problem.toString();
        }
    }

    static Stream<Row> problems() {
        return Stream.of(
                row(new GatewayProblem.InvalidRequest("m", "n", "c"), 400, BAD, "C", null),
                row(
                        new GatewayProblem.UnknownRoute("GET", "/x"),
                        404,
                        "NOT_FOUND",
                        "UNKNOWN_URL",
                        null),
                row(
                        new GatewayProblem.NotServed("Batches", "Do this."),
                        404,
                        "NOT_FOUND",
                        "NOT_SERVED",
                        null),
                row(
                        new GatewayProblem.StoredNotFound("File", "f"),
                        404,
                        "NOT_FOUND",
                        "FILE_NOT_FOUND",
                        null),
                row(
                        new GatewayProblem.StoredOutOfReach("File", "f"),
                        404,
                        "NOT_FOUND",
                        "CHANNEL_GONE",
                        null),
                row(
                        new GatewayProblem.MethodNotAllowed("GET", "POST"),
                        405,
                        BAD,
                        "METHOD_NOT_ALLOWED",
                        null),
                row(new GatewayProblem.BodyTooLarge(5), 413, BAD, "REQUEST_TOO_LARGE", null),
                row(new GatewayProblem.HeadersTooLarge(), 431, BAD, "HEADERS_TOO_LARGE", null),
                row(
                        new GatewayProblem.UnsupportedMediaType(),
                        415,
                        BAD,
                        "UNSUPPORTED_MEDIA_TYPE",
                        null),
                row(
                        new GatewayProblem.UnsupportedEncoding(),
                        415,
                        BAD,
                        "UNSUPPORTED_ENCODING",
                        null),
                row(new GatewayProblem.UpgradeRefused(), 426, BAD, "UPGRADE_REFUSED", null),
                row(
                        new GatewayProblem.RequestTimeout(),
                        408,
                        "DEADLINE_EXCEEDED",
                        "REQUEST_TIMEOUT",
                        "1s"),
                row(
                        new GatewayProblem.KeyMissing(),
                        401,
                        "UNAUTHENTICATED",
                        "MISSING_API_KEY",
                        null),
                row(
                        new GatewayProblem.KeyUnknown(),
                        401,
                        "UNAUTHENTICATED",
                        "INVALID_API_KEY",
                        null),
                row(
                        new GatewayProblem.KeyRevoked(),
                        401,
                        "UNAUTHENTICATED",
                        "REVOKED_API_KEY",
                        null),
                row(
                        new GatewayProblem.KeyExpired(),
                        401,
                        "UNAUTHENTICATED",
                        "EXPIRED_API_KEY",
                        null),
                row(
                        new GatewayProblem.CustomerSuspended(),
                        403,
                        "PERMISSION_DENIED",
                        "ACCOUNT_SUSPENDED",
                        null),
                row(
                        new GatewayProblem.AddressNotAllowed(),
                        403,
                        "PERMISSION_DENIED",
                        "ADDRESS_NOT_ALLOWED",
                        null),
                row(
                        new GatewayProblem.ModelNotAllowed("m"),
                        403,
                        "PERMISSION_DENIED",
                        "MODEL_NOT_ALLOWED",
                        null),
                row(
                        new GatewayProblem.ModelNotFound("m"),
                        404,
                        "NOT_FOUND",
                        "MODEL_NOT_FOUND",
                        null),
                row(new GatewayProblem.OutOfCredit(), 402, SPENT, "CREDIT_BALANCE_EXHAUSTED", null),
                row(new GatewayProblem.CreditStop(), 402, SPENT, "CREDIT_BALANCE_EXHAUSTED", null),
                row(
                        new GatewayProblem.SpendCapReached(Whose.KEY, Period.DAY),
                        402,
                        SPENT,
                        "KEY_SPEND_LIMIT_EXCEEDED",
                        null),
                row(
                        new GatewayProblem.RateLimited(
                                Whose.KEY, Limit.REQUESTS_PER_MINUTE, 5, 2500),
                        429,
                        SPENT,
                        "RATE_LIMIT_EXCEEDED",
                        "2.500s"),
                row(
                        new GatewayProblem.UpstreamRefused(
                                new UpstreamFault(
                                        400, "invalid_request_error", "too_long", "p", "m")),
                        400,
                        BAD,
                        "TOO_LONG",
                        null),
                row(
                        new GatewayProblem.UpstreamRefused(
                                new UpstreamFault(404, null, null, null, "m")),
                        404,
                        "NOT_FOUND",
                        null,
                        null),
                row(
                        new GatewayProblem.UpstreamRefused(
                                new UpstreamFault(401, null, "API_KEY_INVALID", null, "m")),
                        503,
                        "UNAVAILABLE",
                        "SERVER_IS_OVERLOADED",
                        "1s"),
                row(
                        new GatewayProblem.UpstreamUnavailable(3000),
                        503,
                        "UNAVAILABLE",
                        "SERVER_IS_OVERLOADED",
                        "3s"),
                row(
                        new GatewayProblem.UpstreamTimeout(),
                        504,
                        "DEADLINE_EXCEEDED",
                        "UPSTREAM_TIMEOUT",
                        "1s"),
                row(new GatewayProblem.UpstreamCut(), 502, "UNAVAILABLE", "UPSTREAM_ERROR", "1s"),
                row(
                        new GatewayProblem.DatabaseUnavailable(),
                        503,
                        "UNAVAILABLE",
                        "SERVER_IS_OVERLOADED",
                        "5s"),
                row(
                        new GatewayProblem.Overloaded(),
                        503,
                        "UNAVAILABLE",
                        "SERVER_IS_OVERLOADED",
                        "2s"),
                row(
                        new GatewayProblem.Draining(),
                        503,
                        "UNAVAILABLE",
                        "SERVER_IS_OVERLOADED",
                        "1s"),
                row(new GatewayProblem.Internal(), 500, "INTERNAL", "INTERNAL_ERROR", "1s"));
    }

    private static Row row(
            GatewayProblem problem,
            int code,
            String status,
            @Nullable String reason,
            @Nullable String delay) {
        return new Row(problem, code, status, reason, delay);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void each_problem_has_its_words(Row row) {
        Reply reply = new GeminiWire().error(Surface.GENERATE, row.problem, "req-1");
        JsonNode error = MAPPER.readTree(reply.body()).get("error");
        assertThat(reply.status()).isEqualTo(row.code);
        assertThat(error.get("code").asInt()).isEqualTo(row.code);
        assertThat(error.get("status").asString()).isEqualTo(row.status);
        assertThat(error.get("message").asString()).isNotBlank();
        assertThat(detail(error, "ErrorInfo", "reason")).isEqualTo(row.reason);
        assertThat(detail(error, "RetryInfo", "retryDelay")).isEqualTo(row.delay);
        assertThat(reply.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("x-request-id", "req-1")
                .containsEntry("request-id", "req-1")
                .containsEntry("x-should-retry", Boolean.toString(row.delay != null));
        assertThat(reply.headers().containsKey("retry-after")).isEqualTo(row.delay != null);
        assertThat(reply.headers().containsKey("retry-after-ms")).isEqualTo(row.delay != null);
    }

    /** The JS SDK reads an error inside a stream by its numeric code, from 400 to 599. */
    @ParameterizedTest
    @MethodSource("problems")
    void each_problem_can_break_a_stream_off(Row row) {
        String event = new String(new EventPassing().error(row.problem), UTF_8);
        assertThat(event).startsWith("data: {\"error\":{\"code\":" + row.code).endsWith("}\n\n");
        assertThat(row.code).isBetween(400, 599);
        assertThat(event.lines().count()).isEqualTo(2);
    }

    @Test
    void no_problem_is_left_out() {
        Set<Class<?>> shown = new HashSet<>();
        problems().forEach(row -> shown.add(row.problem.getClass()));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(leaves(GatewayProblem.class));
    }

    @Test
    void a_wrong_member_is_named() {
        Reply reply =
                new GeminiWire()
                        .error(
                                Surface.GENERATE,
                                new GatewayProblem.InvalidRequest("wrong", "contents[0]", null),
                                "r");
        JsonNode error = MAPPER.readTree(reply.body()).get("error");
        JsonNode violation = error.get("details").get(0).get("fieldViolations").get(0);
        assertThat(violation.get("field").asString()).isEqualTo("contents[0]");
    }

    private static @Nullable String detail(JsonNode error, String type, String member) {
        for (JsonNode detail : error.path("details")) {
            if (detail.get("@type").asString().equals("type.googleapis.com/google.rpc." + type)) {
                return detail.get(member).asString();
            }
        }
        return null;
    }

    private static List<Class<?>> leaves(Class<?> sealed) {
        var leaves = new ArrayList<Class<?>>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                leaves.addAll(leaves(permitted));
            } else {
                leaves.add(permitted);
            }
        }
        return leaves;
    }
}
