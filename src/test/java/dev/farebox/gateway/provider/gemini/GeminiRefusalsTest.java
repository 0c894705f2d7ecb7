package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose fault a refusal is, which the status alone does not say. */
class GeminiRefusalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // our key: a 400, which must never be the client's
                "400 | INVALID_ARGUMENT | API_KEY_INVALID | API key not valid. Please pass a valid"
                        + " API key. | CREDENTIAL",
                "400 | INVALID_ARGUMENT | | API key expired. Please renew the API key. | CREDENTIAL",
                "400 | FAILED_PRECONDITION | | User location is not supported for the API use. |"
                        + " CREDENTIAL",
                "401 | UNAUTHENTICATED | | Request had invalid authentication credentials. |"
                        + " CREDENTIAL",
                "403 | PERMISSION_DENIED | SERVICE_DISABLED | Generative Language API has not been"
                        + " used in project 1 before or it is disabled. | CREDENTIAL",
                "403 | PERMISSION_DENIED | API_KEY_SERVICE_BLOCKED | Requests are blocked. |"
                        + " CREDENTIAL",
                "403 | PERMISSION_DENIED | | Your API key was reported as leaked. | CREDENTIAL",
                // our account
                "402 | RESOURCE_EXHAUSTED | | Payment is due. | FUNDS",
                "429 | RESOURCE_EXHAUSTED | | Your prepayment credits are depleted. | FUNDS",
                "429 | RESOURCE_EXHAUSTED | | Your project has exceeded its monthly spending cap. |"
                        + " FUNDS",
                "400 | FAILED_PRECONDITION | | Free tier is not available in your country. Please"
                        + " enable billing on your project. | FUNDS",
                "403 | PERMISSION_DENIED | BILLING_DISABLED | This API requires billing. | FUNDS",
                // our pace; each such message speaks of billing details
                "429 | RESOURCE_EXHAUSTED | | You exceeded your current quota, please check your"
                        + " plan and billing details. | RATE_LIMITED",
                "429 | RESOURCE_EXHAUSTED | | Resource has been exhausted (e.g. check quota). |"
                        + " RATE_LIMITED",
                // the model
                "404 | NOT_FOUND | | models/gemini-0 is not found for API version v1beta. | MODEL",
                // the client's request
                "400 | INVALID_ARGUMENT | | Request contains an invalid argument. | REQUEST",
                "400 | INVALID_ARGUMENT | | Function call is missing a thought_signature in"
                        + " functionCall parts. | REQUEST",
                "413 | INVALID_ARGUMENT | | Request payload size exceeds the limit. | REQUEST",
                "403 | PERMISSION_DENIED | | CachedContent not found (or permission denied) |"
                        + " REQUEST",
                "403 | PERMISSION_DENIED | | You do not have permission to access the File abc or"
                        + " it may not exist. | REQUEST",
                "404 | NOT_FOUND | | CachedContent not found | REQUEST",
                // what a client wrote and the upstream repeats says nothing about us
                "400 | INVALID_ARGUMENT | | Invalid JSON payload received. Unknown name 'enable"
                        + " billing prepayment credits API key not valid': Cannot find field. |"
                        + " REQUEST",
                // the upstream
                "499 | CANCELLED | | The operation was cancelled. | FAILING",
                "500 | INTERNAL | | An internal error has occurred. | FAILING",
                "503 | UNAVAILABLE | | The model is overloaded. | FAILING",
                "504 | DEADLINE_EXCEEDED | | Deadline expired. | FAILING"
            })
    void each_refusal_is_somebodys(
            int status, String word, String reason, String message, Refusal.Kind kind) {
        String details =
                reason == null
                        ? ""
                        : ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\","
                                + "\"reason\":\""
                                + reason
                                + "\"}]";
        String body =
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"%s}}"
                        .formatted(status, message, word, details);
        Refusal refusal = judge(status, body);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(judge(status, "[" + body + "]")).isEqualTo(refusal);
        assertThat(refusal.fault().type()).isEqualTo(word);
        assertThat(refusal.fault().code()).isEqualTo(reason);
    }

    @Test
    void a_forbidden_object_of_the_clients_is_shown_as_not_found() {
        Refusal refusal =
                judge(
                        403,
                        "{\"error\":{\"message\":\"CachedContent not found (or permission"
                                + " denied)\"}}");
        assertThat(refusal.fault().status()).isEqualTo(404);
    }

    @Test
    void the_member_at_fault_is_named_and_identities_are_removed() {
        Refusal refusal =
                judge(
                        400,
                        """
                        {"error":{"code":400,"message":"Bad AIzaSyA1234567890 of project-12345",
                         "status":"INVALID_ARGUMENT","details":[
                          {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[
                           {"field":"contents[0].parts","description":"x"}]}]}}
                        """);
        assertThat(refusal.fault().param()).isEqualTo("contents[0].parts");
        assertThat(refusal.fault().message()).isEqualTo("Bad [removed] of [removed]");
    }

    @ParameterizedTest
    @CsvSource({
        "34.074824224s, , 34074",
        "2s, 9, 2000",
        "0.5s, , 500",
        "3600s, , 60000",
        "99999999999s, 7, 7000",
        "-1s, , 0",
        "soon, 3, 3000",
        ", 12, 12000",
        ", soon, 0"
    })
    void the_upstreams_own_advice_comes_first(String delay, String header, long millis) {
        String body =
                "{\"error\":{\"code\":429,\"details\":[{\"@type\":\"type.googleapis.com/"
                        + "google.rpc.RetryInfo\",\"retryDelay\":\""
                        + delay
                        + "\"}]}}";
        Refusal refusal = Refusals.judge(429, body.getBytes(UTF_8), Optional.ofNullable(header));
        assertThat(refusal.retryAfterMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "502 | <html>Bad Gateway</html> | FAILING",
                "400 | | REQUEST",
                "400 | {\"error\":\"no\"} | REQUEST",
                "400 | {\"error\":[{\"code\":1}]} | REQUEST",
                "403 | {\"error\":{\"code\":{},\"message\":[],\"status\":7,\"details\":7}} |"
                        + " CREDENTIAL",
                "429 | {\"error\":{\"details\":[7,null,{\"reason\":{}},{\"fieldViolations\":[7,{}]}]"
                        + " | RATE_LIMITED"
            })
    void whatever_comes_is_judged(int status, String body, Refusal.Kind kind) {
        assertThat(judge(status, body == null ? "" : body).kind()).isEqualTo(kind);
    }

    private static Refusal judge(int status, String body) {
        return new GeminiProvider().judge(status, body.getBytes(UTF_8), Optional.empty());
    }
}
