package dev.farebox.gateway.provider.anthropic;

import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.Refusal.Kind;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Judges an upstream's answers other than 2xx. */
final class Refusals {
    private static final int MAX_BODY = 65_536;
    private static final long MAX_RETRY_MILLIS = 60_000;

    /** An empty account answers 400 and says so only in the sentence. */
    private static final List<String> FUNDS =
            List.of("credit balance is too low", "api usage limits");

    private static final List<String> CONTENT = List.of("content filtering policy");

    private Refusals() {}

    static Refusal judge(int status, byte[] body, Optional<String> retryAfter) {
        UpstreamFault fault = fault(status, body);
        long millis = retryAfter.map(Refusals::millis).orElse(0L);
        return new Refusal(kind(status, fault), fault, millis);
    }

    /** The type decides where there is one that says more than the status. */
    private static Kind kind(int status, UpstreamFault fault) {
        String type = fault.type() == null ? "" : fault.type();
        return switch (type) {
            case "billing_error" -> Kind.FUNDS;
            case "authentication_error", "permission_error" -> Kind.CREDENTIAL;
            case "overloaded_error", "api_error", "timeout_error" -> Kind.FAILING;
            case "rate_limit_error" -> Kind.RATE_LIMITED;
            default -> kindOfStatus(status, fault);
        };
    }

    private static Kind kindOfStatus(int status, UpstreamFault fault) {
        return switch (status) {
            case 401, 403, 407 -> Kind.CREDENTIAL;
            case 402 -> Kind.FUNDS;
            case 404 -> Kind.MODEL;
            case 429 -> Kind.RATE_LIMITED;
            case 400 -> kindOfRequest(fault.message().toLowerCase(Locale.ROOT));
            case 413, 422 -> Kind.REQUEST;
            default -> Kind.FAILING;
        };
    }

    private static Kind kindOfRequest(String message) {
        if (FUNDS.stream().anyMatch(message::contains)) {
            return Kind.FUNDS;
        }
        return CONTENT.stream().anyMatch(message::contains) ? Kind.CONTENT : Kind.REQUEST;
    }

    private static UpstreamFault fault(int status, byte[] body) {
        var reader = new FaultReader();
        try (JsonParser parser = Json.parser(body, 0, Math.min(body.length, MAX_BODY))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
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
        return reader.fault(status);
    }

    private static long millis(String retryAfter) {
        String seconds = retryAfter.strip();
        if (!seconds.matches("\\d{1,9}")) {
            return 0;
        }
        return Math.min(MAX_RETRY_MILLIS, Long.parseLong(seconds) * 1000);
    }
}
