package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.Refusal.Kind;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Judges an upstream's answers other than 2xx.
 *
 * <p>The status alone misleads here: a bad key of ours is a 400, an empty prepaid account may be a
 * 429, and a file that belongs to somebody else is a 403. Nor may words in a message decide where a
 * client could have put them there: an INVALID_ARGUMENT repeats what the client wrote, and nobody
 * must be able to talk a channel out of its health.
 */
final class Refusals {
    private static final int MAX_BODY = 65_536;
    private static final long MAX_RETRY_MILLIS = 60_000;

    /** Reasons of {@code ErrorInfo} that are about our credential or project. */
    private static final Set<String> CREDENTIAL =
            Set.of(
                    "SERVICE_DISABLED",
                    "CONSUMER_INVALID",
                    "CONSUMER_SUSPENDED",
                    "CREDENTIALS_MISSING",
                    "ACCOUNT_STATE_INVALID",
                    "ACCESS_TOKEN_EXPIRED",
                    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                    "ACCESS_TOKEN_TYPE_UNSUPPORTED",
                    "IAM_PERMISSION_DENIED",
                    "USER_PROJECT_DENIED");

    /** Not just "billing": each plain 429 advises to look at one's billing details. */
    private static final List<String> FUNDS_WORDS =
            List.of(
                    "prepayment credit",
                    "prepaid credit",
                    "credits are depleted",
                    "spending cap",
                    "spend cap",
                    "spending limit",
                    "spend limit",
                    "enable billing",
                    "billing account");

    /** What the client named and our account there does not have. */
    private static final List<String> CLIENTS_OBJECT_WORDS =
            List.of("cachedcontent", "cached content", "access the file", "the file ", "files/");

    private Refusals() {}

    static Refusal judge(int status, byte[] body, Optional<String> retryAfter) {
        FaultReader said = read(body);
        Kind kind = kind(status, said);
        int shown = kind == Kind.REQUEST && status == 403 ? 404 : status;
        UpstreamFault fault = said.fault(shown);
        long millis =
                said.retryMillis() > 0
                        ? said.retryMillis()
                        : retryAfter.map(Refusals::millis).orElse(0L);
        return new Refusal(kind, fault, millis);
    }

    private static Kind kind(int status, FaultReader said) {
        if (status == 402 || said.reason().equals("BILLING_DISABLED")) {
            return Kind.FUNDS;
        }
        if (namesClientsObject(status, said)) {
            return Kind.REQUEST;
        }
        boolean ofAccount =
                status == 403 || status == 429 || said.status().equals("FAILED_PRECONDITION");
        if (ofAccount && says(said.words(), FUNDS_WORDS)) {
            return Kind.FUNDS;
        }
        if (isCredential(status, said)) {
            return Kind.CREDENTIAL;
        }
        return switch (status) {
            case 401, 403, 407 -> Kind.CREDENTIAL;
            case 404 -> Kind.MODEL;
            case 429 -> Kind.RATE_LIMITED;
            case 400, 413, 422 -> Kind.REQUEST;
            default -> Kind.FAILING;
        };
    }

    private static boolean namesClientsObject(int status, FaultReader said) {
        return (status == 403 || status == 404)
                && said.reason().isEmpty()
                && says(said.words(), CLIENTS_OBJECT_WORDS);
    }

    private static boolean isCredential(int status, FaultReader said) {
        if (status < 400 || status >= 500 || status == 429) {
            return false;
        }
        boolean byWords =
                said.words().startsWith("api key ")
                        || (said.status().equals("FAILED_PRECONDITION")
                                && said.words().startsWith("user location is not supported"));
        return said.reason().startsWith("API_KEY_")
                || CREDENTIAL.contains(said.reason())
                || (status == 400 && byWords);
    }

    private static boolean says(String words, List<String> any) {
        return any.stream().anyMatch(words::contains);
    }

    /** The error object, which a stream that could not begin gives as the only one of an array. */
    private static FaultReader read(byte[] body) {
        var reader = new FaultReader();
        try (JsonParser parser = Json.parser(body, 0, Math.min(body.length, MAX_BODY))) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY) {
                token = parser.nextToken();
            }
            if (token == JsonToken.START_OBJECT) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (name.equals("error")) {
                        reader.error(parser);
                    }
                    parser.skipChildren();
                }
            }
        } catch (JacksonException _) {
            // what was read until then has to do
        }
        return reader;
    }

    private static long millis(String retryAfter) {
        String seconds = retryAfter.strip();
        if (!seconds.matches("\\d{1,9}")) {
            return 0;
        }
        return Math.min(MAX_RETRY_MILLIS, Long.parseLong(seconds) * 1000);
    }
}
