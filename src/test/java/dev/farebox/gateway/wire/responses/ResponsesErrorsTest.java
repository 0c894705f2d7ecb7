package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.GatewayProblem.Limit;
import dev.farebox.gateway.exchange.GatewayProblem.Period;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.UpstreamFault;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each problem has the status and words at which Codex stops where repeating is in vain, and the
 * advice on which other clients act rightly.
 */
class ResponsesErrorsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String INVALID = "invalid_request_error";

    /** Problem, status, type, code; retry advice in milliseconds; code inside a stream. */
    static Stream<Arguments> problems() {
        return rows().map(row -> Arguments.of(row));
    }

    record Row(
            GatewayProblem problem,
            int status,
            String type,
            String code,
            long retry,
            String inStream) {}

    private static Stream<Row> rows() {
        return Stream.of(
                row(
                        new GatewayProblem.InvalidRequest("m", "n", "c"),
                        400,
                        INVALID,
                        "c",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.UnknownRoute("GET", "/x"),
                        404,
                        INVALID,
                        "unknown_url",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.NotServed("Batches", "Do this."),
                        400,
                        INVALID,
                        "not_served",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.StoredNotFound("Response", "r"),
                        400,
                        INVALID,
                        "response_not_found",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.StoredOutOfReach("Response", "r"),
                        400,
                        INVALID,
                        "channel_gone",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.MethodNotAllowed("GET", "POST"),
                        405,
                        INVALID,
                        "method_not_allowed",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.BodyTooLarge(5),
                        400,
                        INVALID,
                        "request_too_large",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.HeadersTooLarge(),
                        400,
                        INVALID,
                        "headers_too_large",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.UnsupportedMediaType(),
                        400,
                        INVALID,
                        "unsupported_media_type",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.UnsupportedEncoding(),
                        400,
                        INVALID,
                        "unsupported_encoding",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.UpgradeRefused(),
                        426,
                        INVALID,
                        "upgrade_refused",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.RequestTimeout(),
                        408,
                        "server_error",
                        "request_timeout",
                        1000,
                        "server_error"),
                row(
                        new GatewayProblem.KeyMissing(),
                        401,
                        "authentication_error",
                        "missing_api_key",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.KeyUnknown(),
                        401,
                        "authentication_error",
                        "invalid_api_key",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.KeyRevoked(),
                        401,
                        "authentication_error",
                        "revoked_api_key",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.KeyExpired(),
                        401,
                        "authentication_error",
                        "expired_api_key",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.CustomerSuspended(),
                        400,
                        INVALID,
                        "account_suspended",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.AddressNotAllowed(),
                        400,
                        INVALID,
                        "address_not_allowed",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.ModelNotAllowed("x"),
                        400,
                        INVALID,
                        "model_not_allowed",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.ModelNotFound("x"),
                        400,
                        INVALID,
                        "model_not_found",
                        0,
                        "invalid_prompt"),
                row(
                        new GatewayProblem.OutOfCredit(),
                        429,
                        "insufficient_quota",
                        "credit_balance_exhausted",
                        0,
                        "insufficient_quota"),
                row(
                        new GatewayProblem.CreditStop(),
                        429,
                        "insufficient_quota",
                        "credit_balance_exhausted",
                        0,
                        "insufficient_quota"),
                row(
                        new GatewayProblem.SpendCapReached(Whose.KEY, Period.DAY),
                        429,
                        "insufficient_quota",
                        "key_spend_limit_exceeded",
                        0,
                        "insufficient_quota"),
                row(
                        new GatewayProblem.RateLimited(
                                Whose.KEY, Limit.REQUESTS_PER_MINUTE, 5, 1500),
                        429,
                        "requests",
                        "rate_limit_exceeded",
                        1500,
                        "rate_limit_exceeded"),
                row(
                        new GatewayProblem.RateLimited(
                                Whose.CUSTOMER, Limit.TOKENS_PER_MINUTE, 5, 90_000),
                        429,
                        "tokens",
                        "rate_limit_exceeded",
                        30_000,
                        "rate_limit_exceeded"),
                row(
                        refused(400, "bad_image"),
                        400,
                        "image_error",
                        "bad_image",
                        0,
                        "invalid_prompt"),
                row(
                        refused(404, "model_not_found"),
                        400,
                        "image_error",
                        "model_not_found",
                        0,
                        "invalid_prompt"),
                row(
                        refused(413, "too_large"),
                        400,
                        "image_error",
                        "too_large",
                        0,
                        "invalid_prompt"),
                row(refused(422, "odd"), 400, "image_error", "odd", 0, "invalid_prompt"),
                row(
                        refused(401, "invalid_api_key"),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        1000,
                        "server_is_overloaded"),
                row(
                        new GatewayProblem.UpstreamUnavailable(2000),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        2000,
                        "server_is_overloaded"),
                row(
                        new GatewayProblem.UpstreamTimeout(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        1000,
                        "server_error"),
                row(
                        new GatewayProblem.UpstreamCut(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        1000,
                        "server_error"),
                row(
                        new GatewayProblem.DatabaseUnavailable(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        5000,
                        "server_is_overloaded"),
                row(
                        new GatewayProblem.Overloaded(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        2000,
                        "server_is_overloaded"),
                row(
                        new GatewayProblem.Draining(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        1000,
                        "server_is_overloaded"),
                row(
                        new GatewayProblem.Internal(),
                        503,
                        "server_error",
                        "server_is_overloaded",
                        1000,
                        "server_error"));
    }

    private static Row row(
            GatewayProblem problem,
            int status,
            String type,
            String code,
            long retry,
            String inStream) {
        return new Row(problem, status, type, code, retry, inStream);
    }

    private static GatewayProblem refused(int status, String code) {
        return new GatewayProblem.UpstreamRefused(
                new UpstreamFault(status, "image_error", code, null, "Odd image."));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void says(Row row) {
        Reply reply = Scanned.WIRE.error(Surface.RESPONSES, row.problem(), "req-1");
        long retry = row.retry();
        Map<String, String> headers = reply.headers();
        JsonNode error = MAPPER.readTree(reply.body()).get("error");
        assertThat(reply.status()).isEqualTo(row.status());
        assertThat(error.get("type").asString()).isEqualTo(row.type());
        assertThat(error.get("code").asString()).isEqualTo(row.code());
        assertThat(error.get("message").asString()).isNotBlank();
        assertThat(error.has("param")).isTrue();
        assertThat(headers)
                .containsEntry("content-type", "application/json")
                .containsEntry("x-request-id", "req-1")
                .containsEntry("request-id", "req-1")
                .containsEntry("x-should-retry", Boolean.toString(retry > 0));
        if (retry == 0) {
            assertThat(headers).doesNotContainKeys("retry-after", "retry-after-ms");
        } else {
            assertThat(headers)
                    .containsEntry("retry-after", Long.toString(Math.ceilDiv(retry, 1000L)))
                    .containsEntry("retry-after-ms", Long.toString(retry));
        }
    }

    @Test
    void every_problem_is_in_the_table() {
        var kinds = rows().map(row -> row.problem().getClass()).distinct().toList();
        assertThat(kinds).hasSize(leaves(GatewayProblem.class));
    }

    private static int leaves(Class<?> type) {
        Class<?>[] below = type.getPermittedSubclasses();
        return below == null ? 1 : Stream.of(below).mapToInt(ResponsesErrorsTest::leaves).sum();
    }

    @ParameterizedTest
    @MethodSource("problems")
    void breaks_a_stream_off_in_two_events(Row row) {
        String events =
                new String(new StreamFailure(7, "resp_1", "m", 5).events(row.problem()), UTF_8);
        assertThat(events).endsWith("\n\n");
        String[] blocks = events.split("\n\n");
        assertThat(blocks).hasSize(2);
        assertThat(blocks[0]).startsWith("event: error\ndata: {");
        assertThat(blocks[1]).startsWith("event: response.failed\ndata: {");
        JsonNode error = MAPPER.readTree(blocks[0].substring(blocks[0].indexOf('{')));
        JsonNode failed = MAPPER.readTree(blocks[1].substring(blocks[1].indexOf('{')));
        assertThat(error.get("type").asString()).isEqualTo("error");
        assertThat(error.get("sequence_number").asLong()).isEqualTo(8);
        assertThat(error.has("code") && error.has("param")).isTrue();
        assertThat(failed.get("type").asString()).isEqualTo("response.failed");
        assertThat(failed.get("sequence_number").asLong()).isEqualTo(9);
        JsonNode response = failed.get("response");
        assertThat(response.get("id").asString()).isEqualTo("resp_1");
        assertThat(response.get("status").asString()).isEqualTo("failed");
        assertThat(response.get("error").get("code").asString()).isEqualTo(row.inStream());
        assertThat(response.get("error").get("message")).isEqualTo(error.get("message"));
    }

    @Test
    void codex_is_told_by_400_that_its_key_is_wrong_because_it_repeats_a_401() {
        for (Map<String, String> headers :
                List.of(
                        Map.of("originator", "codex_exec"),
                        Map.of("user-agent", "codex_cli_rs/0.169.0"))) {
            Reply reply =
                    Scanned.WIRE.error(
                            Scanned.head(headers), new GatewayProblem.KeyRevoked(), "req-1");
            JsonNode error = MAPPER.readTree(reply.body()).get("error");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(error.get("code").asString()).isEqualTo("revoked_api_key");
            assertThat(error.get("message").asString()).isEqualTo("This API key was revoked.");
            assertThat(reply.headers()).doesNotContainKey("www-authenticate");
        }
        Reply other =
                Scanned.WIRE.error(
                        Scanned.head(Map.of("user-agent", "OpenAI/JS 7.55.0")),
                        new GatewayProblem.KeyRevoked(),
                        "req-1");
        assertThat(other.status()).isEqualTo(401);
        assertThat(other.headers()).containsEntry("www-authenticate", "Bearer");
    }

    /** Measured: five requests without the advice, thirty with it. */
    @Test
    void codex_is_not_told_when_to_come_again_after_an_overload() {
        var codex = Scanned.head(Map.of("originator", "codex_exec"));
        Reply reply = Scanned.WIRE.error(codex, new GatewayProblem.Overloaded(), "req-1");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).doesNotContainKeys("retry-after", "retry-after-ms");
        var other = Scanned.head(Map.of("user-agent", "OpenAI/JS 7.55.0"));
        assertThat(Scanned.WIRE.error(other, new GatewayProblem.Overloaded(), "req-1").headers())
                .containsKeys("retry-after", "retry-after-ms");
    }
}
