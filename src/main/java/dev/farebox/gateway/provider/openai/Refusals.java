package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.Refusal.Kind;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Judges an upstream's answers other than 2xx. */
public final class Refusals {
    private static final int MAX_BODY = 65_536;
    private static final long MAX_RETRY_MILLIS = 60_000;

    /** The words by which vendors say that our account is empty or at its cap. */
    private static final Set<String> FUNDS =
            Set.of(
                    "insufficient_quota",
                    "credit_balance_exhausted",
                    "project_spend_limit_exceeded",
                    "organization_spend_limit_exceeded",
                    "billing_hard_limit_reached",
                    "billing_not_active",
                    "insufficient_balance",
                    "exceeded_current_quota_error",
                    "arrearage");

    private static final Set<String> CONTENT =
            Set.of(
                    "content_filter",
                    "content_policy_violation",
                    "moderation_blocked",
                    "data_inspection_failed",
                    "responsibleaipolicyviolation");

    private Refusals() {}

    /**
     * @param body its first bytes; what is beyond 64 KiB is not read
     * @param retryAfter the header's value, if any
     */
    public static Refusal judge(int status, byte[] body, Optional<String> retryAfter) {
        UpstreamFault fault = fault(status, body);
        long millis = retryAfter.map(Refusals::millis).orElse(0L);
        return new Refusal(kind(status, fault), fault, millis);
    }

    private static Kind kind(int status, UpstreamFault fault) {
        if (says(fault, FUNDS)) {
            return Kind.FUNDS;
        }
        if (status >= 400 && status < 500 && says(fault, CONTENT)) {
            return Kind.CONTENT;
        }
        return switch (status) {
            case 401, 403, 407 -> Kind.CREDENTIAL;
            case 402 -> Kind.FUNDS;
            case 404 -> Kind.MODEL;
            case 429 -> Kind.RATE_LIMITED;
            case 400, 413, 422 -> Kind.REQUEST;
            default -> Kind.FAILING;
        };
    }

    private static boolean says(UpstreamFault fault, Set<String> words) {
        return (fault.code() != null && words.contains(fault.code().toLowerCase(Locale.ROOT)))
                || (fault.type() != null && words.contains(fault.type().toLowerCase(Locale.ROOT)));
    }

    private static UpstreamFault fault(int status, byte[] body) {
        var reader = new FaultReader();
        var nested = new FaultReader();
        boolean hasNested = false;
        try (JsonParser parser = Json.parser(body, 0, Math.min(body.length, MAX_BODY))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (name.equals("error")) {
                        hasNested |= nested.error(parser);
                    } else {
                        reader.member(name, parser);
                    }
                    parser.skipChildren();
                }
            }
        } catch (JacksonException _) {
            // what was read until then has to do
        }
        return (hasNested ? nested : reader).fault(status);
    }

    private static long millis(String retryAfter) {
        String seconds = retryAfter.strip();
        if (!seconds.matches("\\d{1,9}")) {
            return 0;
        }
        return Math.min(MAX_RETRY_MILLIS, Long.parseLong(seconds) * 1000);
    }
}
