package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.Refusal.Kind;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an upstream declines is put down to whoever is at fault. */
class RefusalsTest {
    static Stream<Arguments> refusals() {
        return Stream.of(
                row(400, "invalid_request_error", "max_tokens: too large", Kind.REQUEST),
                row(
                        400,
                        "invalid_request_error",
                        "Your credit balance is too low to access the API.",
                        Kind.FUNDS),
                row(
                        400,
                        "invalid_request_error",
                        "You have reached your specified API usage limits.",
                        Kind.FUNDS),
                row(
                        400,
                        "invalid_request_error",
                        "Output blocked by content filtering policy",
                        Kind.CONTENT),
                row(401, "authentication_error", "invalid x-api-key", Kind.CREDENTIAL),
                row(402, "billing_error", "pay", Kind.FUNDS),
                row(402, "", "", Kind.FUNDS),
                row(403, "permission_error", "no", Kind.CREDENTIAL),
                row(403, "", "", Kind.CREDENTIAL),
                row(404, "not_found_error", "model: claude-9", Kind.MODEL),
                row(413, "request_too_large", "big", Kind.REQUEST),
                row(422, "", "", Kind.REQUEST),
                row(429, "rate_limit_error", "slow", Kind.RATE_LIMITED),
                row(500, "api_error", "oops", Kind.FAILING),
                row(504, "timeout_error", "late", Kind.FAILING),
                row(529, "overloaded_error", "Overloaded", Kind.FAILING),
                // what an edge answers for an API that it hides
                row(400, "overloaded_error", "Overloaded", Kind.FAILING),
                row(400, "authentication_error", "key", Kind.CREDENTIAL),
                row(302, "", "", Kind.FAILING),
                row(418, "", "", Kind.FAILING));
    }

    private static Arguments row(int status, String type, String message, Kind kind) {
        return Arguments.of(status, type, message, kind);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void is(int status, String type, String message, Kind kind) {
        String body =
                type.isEmpty()
                        ? "<html>"
                        : "{\"type\":\"error\",\"error\":{\"type\":\""
                                + type
                                + "\",\"message\":\""
                                + message
                                + "\",\"details\":{\"error_code\":\"some_code\"}}}";
        Refusal refusal = judge(status, body, Optional.empty());
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.fault().status()).isEqualTo(status);
        assertThat(refusal.fault().message()).isEqualTo(type.isEmpty() ? "" : message);
        assertThat(refusal.fault().code()).isEqualTo(type.isEmpty() ? null : "some_code");
    }

    @Test
    void the_time_to_wait_is_what_the_header_says_within_a_minute() {
        assertThat(judge(429, "{}", Optional.of("7")).retryAfterMillis()).isEqualTo(7000);
        assertThat(judge(429, "{}", Optional.of("86400")).retryAfterMillis()).isEqualTo(60_000);
        assertThat(judge(429, "{}", Optional.of("soon")).retryAfterMillis()).isZero();
        assertThat(judge(429, "{}", Optional.empty()).retryAfterMillis()).isZero();
    }

    @Test
    void a_message_names_nobody() {
        Refusal refusal =
                judge(
                        403,
                        "{\"error\":{\"message\":\"key sk-ant-api03-abcdef of org-12345 may not\"}}",
                        Optional.empty());
        assertThat(refusal.fault().message()).isEqualTo("key [removed] of [removed] may not");
    }

    @Test
    void nothing_that_is_sent_breaks_it() {
        for (String body :
                new String[] {
                    "", "[", "{\"error\":", "{\"error\":[]}", "{\"error\":{\"details\":[1]}}", "7"
                }) {
            assertThat(judge(400, body, Optional.empty()).kind()).isEqualTo(Kind.REQUEST);
        }
        String deep = "{\"error\":" + "[".repeat(5000);
        assertThat(judge(500, deep, Optional.empty()).kind()).isEqualTo(Kind.FAILING);
    }

    private static Refusal judge(int status, String body, Optional<String> after) {
        return new AnthropicProvider().judge(status, body.getBytes(UTF_8), after);
    }
}
