package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upstream's refusal is laid at the right door. */
class RefusalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    401 | {"error":{"message":"bad key sk-abc123456","code":"invalid_api_key"}} | CREDENTIAL | invalid_api_key
                    403 | {"error":{"message":"no access","code":"forbidden"}}                  | CREDENTIAL | forbidden
                    402 | {"error":{"message":"pay","code":402}}                                | FUNDS | 402
                    429 | {"error":{"message":"quota","type":"insufficient_quota","code":"insufficient_quota"}} | FUNDS | insufficient_quota
                    429 | {"error":{"message":"cap","type":"insufficient_quota","code":"project_spend_limit_exceeded"}} | FUNDS | project_spend_limit_exceeded
                    400 | {"error":{"message":"hard limit","type":"insufficient_quota","code":"billing_hard_limit_reached"}} | FUNDS | billing_hard_limit_reached
                    429 | {"error":{"message":"slow down","type":"tokens","code":"rate_limit_exceeded"}} | RATE_LIMITED | rate_limit_exceeded
                    404 | {"error":{"message":"no model","code":"model_not_found"}}             | MODEL | model_not_found
                    400 | {"error":{"message":"too long","code":"context_length_exceeded"}}     | REQUEST | context_length_exceeded
                    400 | {"error":{"message":"filtered","code":"content_filter"}}              | CONTENT | content_filter
                    422 | {"detail":"bad field","type":"value_error"}                            | REQUEST |
                    413 | <html>                                                                 | REQUEST |
                    500 | {"error":{"message":"x","code":"content_filter"}}                     | FAILING | content_filter
                    503 | {}                                                                     | FAILING |
                    529 | {"error":"overloaded"}                                                 | FAILING |
                    302 | ``                                                                     | FAILING |
                    408 | {"error":{"message":"x"}}                                             | FAILING |
                    """)
    void is_judged(int status, String body, Refusal.Kind kind, String code) {
        Refusal refusal = Refusals.judge(status, body.getBytes(UTF_8), Optional.empty());
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.fault().status()).isEqualTo(status);
        assertThat(refusal.fault().code()).isEqualTo(code);
    }

    @Test
    void what_our_account_is_called_there_is_taken_out() {
        String body =
                "{\"error\":{\"message\":\"Key sk-abc123456 of org-Acme99 is dead\",\"type\":\"t\"}}";
        Refusal refusal = Refusals.judge(400, body.getBytes(UTF_8), Optional.empty());
        assertThat(refusal.fault().message()).isEqualTo("Key [removed] of [removed] is dead");
    }

    @ParameterizedTest
    @CsvSource({"7, 7000", "0, 0", "600, 60000", "-1, 0", "soon, 0", "99999999999, 0", "1.5, 0"})
    void retry_advice_is_bounded(String header, long millis) {
        assertThat(Refusals.judge(429, new byte[0], Optional.of(header)).retryAfterMillis())
                .isEqualTo(millis);
    }

    @Test
    void only_harmless_headers_come_back() {
        for (String name :
                new String[] {
                    "openai-organization",
                    "openai-project",
                    "x-ratelimit-remaining-tokens",
                    "set-cookie",
                    "cf-ray",
                    "server",
                    "alt-svc",
                    "content-length",
                    "content-encoding",
                    "x-request-id",
                    "retry-after",
                    "strict-transport-security",
                    "via",
                    "date"
                }) {
            assertThat(UpstreamHeaders.comeBack(name)).as(name).isFalse();
        }
        assertThat(UpstreamHeaders.comeBack("openai-processing-ms")).isTrue();
    }
}
