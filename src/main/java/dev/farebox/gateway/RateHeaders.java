package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Surface;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller stands, as the headers of its dialect: {@code x-ratelimit-…} of OpenAI, {@code
 * anthropic-ratelimit-…} of Anthropic (as both documented them in Nov 2026); Gemini has none.
 *
 * <p>Our token limits count input and output together, so Anthropic's three kinds of token headers
 * all say the same.
 */
final class RateHeaders {
    private static final List<String> TOKEN_KINDS =
            List.of("tokens", "input-tokens", "output-tokens");

    private RateHeaders() {}

    /** Nothing for what is not limited. */
    static Map<String, String> of(Surface.Family family, Standing standing, Instant now) {
        var headers = new LinkedHashMap<String, String>();
        switch (family) {
            case OPENAI -> {
                openAi(headers, "requests", standing.requests());
                openAi(headers, "tokens", standing.tokens());
            }
            case ANTHROPIC -> {
                anthropic(headers, "requests", standing.requests(), now);
                TOKEN_KINDS.forEach(kind -> anthropic(headers, kind, standing.tokens(), now));
            }
            case GEMINI -> {}
        }
        return headers;
    }

    private static void openAi(
            Map<String, String> headers, String kind, Standing.@Nullable Room room) {
        if (room != null) {
            headers.put("x-ratelimit-limit-" + kind, Long.toString(room.limit()));
            headers.put("x-ratelimit-remaining-" + kind, Long.toString(room.remaining()));
            headers.put("x-ratelimit-reset-" + kind, shown(Duration.ofNanos(room.fullInNanos())));
        }
    }

    private static void anthropic(
            Map<String, String> headers, String kind, Standing.@Nullable Room room, Instant now) {
        if (room != null) {
            String prefix = "anthropic-ratelimit-" + kind;
            headers.put(prefix + "-limit", Long.toString(room.limit()));
            headers.put(prefix + "-remaining", Long.toString(room.remaining()));
            headers.put(prefix + "-reset", wholeSecond(now.plusNanos(room.fullInNanos())));
        }
    }

    /** Rounded up: who comes at that time does not come too early. */
    private static String wholeSecond(Instant instant) {
        Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
        return (second.equals(instant) ? second : second.plusSeconds(1)).toString();
    }

    /** {@code 0s}, {@code 120ms}, {@code 1s}, {@code 6m0s}, {@code 1h0m0s}; rounded up. */
    private static String shown(Duration duration) {
        long millis = Math.ceilDiv(duration.toNanos(), 1_000_000L);
        if (millis > 0 && millis < 1_000) {
            return millis + "ms";
        }
        long seconds = Math.ceilDiv(millis, 1_000L);
        String text = seconds % 60 + "s";
        if (seconds >= 60) {
            text = seconds / 60 % 60 + "m" + text;
        }
        return seconds >= 3_600 ? seconds / 3_600 + "h" + text : text;
    }
}
