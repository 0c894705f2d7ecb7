package dev.farebox.pricing;

import dev.farebox.usage.Dimension;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The YAML form of a price book, for people and for the database: the same content always gives the
 * same text. {@link PriceBookReader} reads it back.
 */
public final class PriceBookText {
    private PriceBookText() {}

    /** The canonical text of the content; the effective date is not part of it. */
    public static String write(PriceDraft draft) {
        var text = new StringBuilder();
        line(text, 0, "title: " + quoted(draft.title()));
        line(text, 0, "groups:");
        draft.groups()
                .forEach((name, ratio) -> line(text, 1, name + ": " + quoted(ratio.toString())));
        line(text, 0, draft.models().isEmpty() ? "models: {}" : "models:");
        draft.models().values().forEach(model -> model(text, model));
        return text.toString();
    }

    /** The same with version, effective date and hash on top, for {@code farebox price show}. */
    public static String show(PriceBook book) {
        return "# price book "
                + book.version()
                + ", sha-256 "
                + book.hash()
                + "\n# credits per million tokens or characters; everything else each\n"
                + "effective_from: "
                + quoted(book.effectiveFrom().toString())
                + "\n"
                + write(book.content());
    }

    static String hash(PriceDraft draft) {
        return hash(write(draft));
    }

    static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void model(StringBuilder text, ModelPrice model) {
        line(text, 1, quoted(model.model()) + ":");
        limit(text, "max_input_tokens", model.maxInputTokens());
        limit(text, "max_output_tokens", model.maxOutputTokens());
        schedule(text, 2, model.standard());
        if (!model.tiers().isEmpty()) {
            line(text, 2, "tiers:");
            model.tiers()
                    .forEach((name, tier) -> {
                        line(text, 3, name + ":");
                        schedule(text, 4, tier);
                    });
        }
    }

    private static void limit(StringBuilder text, String key, long tokens) {
        if (tokens > 0) {
            line(text, 2, key + ": " + tokens);
        }
    }

    private static void schedule(StringBuilder text, int depth, Schedule schedule) {
        rates(text, depth, "price", schedule.price());
        rates(text, depth, "cost", schedule.cost());
        bands(text, depth, schedule.bands());
    }

    private static void bands(StringBuilder text, int depth, List<Band> bands) {
        if (!bands.isEmpty()) {
            line(text, depth, "long_context:");
        }
        for (Band band : bands) {
            line(text, depth + 1, "- above_input_tokens: " + band.aboveInputTokens());
            rates(text, depth + 2, "price", band.price());
            rates(text, depth + 2, "cost", band.cost());
        }
    }

    private static void rates(StringBuilder text, int depth, String key, Rates rates) {
        if (rates.isEmpty()) {
            return;
        }
        line(text, depth, key + ":");
        for (Map.Entry<Dimension, Long> rate : rates.nanosPerMillion().entrySet()) {
            Dimension dimension = rate.getKey();
            line(
                    text,
                    depth + 1,
                    dimension.key() + ": " + quoted(RateText.format(dimension, rate.getValue())));
        }
    }

    private static void line(StringBuilder text, int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }

    /** A double-quoted scalar; names and titles hold no control characters, so this is enough. */
    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
