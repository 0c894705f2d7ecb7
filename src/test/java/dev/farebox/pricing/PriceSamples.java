package dev.farebox.pricing;

import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.time.Instant;

/** Books and usages written the short way. */
final class PriceSamples {
    static final Instant DAY_ONE = Instant.parse("2026-11-01T00:00:00Z");

    private PriceSamples() {}

    static PriceDraft draft(String yaml) {
        return switch (PriceBookReader.read(yaml, PriceLimits.STANDARD)) {
            case PriceBookReader.Outcome.Read(PriceDraft draft) -> draft;
            case PriceBookReader.Outcome.Refused(var issues) ->
                    throw new AssertionError(issues.toString());
        };
    }

    static PriceBook book(String yaml) {
        return PriceBook.unpublished(1, DAY_ONE, draft(yaml));
    }

    /** {@code input=10 output=3 tier=flex}. */
    static Usage usage(String text) {
        var usage = Usage.builder();
        for (String part : text.split(" ")) {
            String[] pair = part.split("=");
            if (pair[0].equals("tier")) {
                usage.tier(pair[1]);
            } else {
                usage.set(Dimension.ofKey(pair[0]).orElseThrow(), Long.parseLong(pair[1]));
            }
        }
        return usage.build();
    }
}
