package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.json.JsonTree;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much to think, as a model's generation takes it: tokens up to 2.5, levels from 3 on. Words
 * and tokens are turned into each other as Google's own OpenAI endpoint does it (1024, 8192,
 * 24576).
 */
final class ThinkingWriter {
    private static final long LOW = 1024;
    private static final long MEDIUM = 8192;
    private static final long HIGH = 24_576;
    private static final long LEAST = 512;
    private static final long MOST_PRO = 32_768;
    private static final long LEAST_PRO = 128;

    private ThinkingWriter() {}

    /** Empty where nothing is to be said, or the model does not think. */
    static Optional<ObjectNode> config(Thinking thinking, boolean summarised, ModelName model) {
        if (!model.thinks()) {
            return Optional.empty();
        }
        ObjectNode config = JsonTree.object();
        if (summarised) {
            config.put("includeThoughts", true);
        }
        if (model.isModern()) {
            level(thinking, model).ifPresent(level -> config.put("thinkingLevel", level));
        } else {
            budget(thinking, model).ifPresent(budget -> config.put("thinkingBudget", budget));
        }
        return config.isEmpty() ? Optional.empty() : Optional.of(config);
    }

    private static Optional<String> level(Thinking thinking, ModelName model) {
        return switch (thinking) {
            case Thinking.Unsaid(), Thinking.Adaptive() -> Optional.empty();
            // large models cannot do without
            case Thinking.Off() -> Optional.of(least(model));
            case Thinking.Effort(var word) ->
                    Optional.of(
                            switch (word) {
                                case "none", "minimal" -> least(model);
                                case "low" -> "LOW";
                                case "medium" -> middle(model);
                                default -> "HIGH";
                            });
            case Thinking.Budget(var tokens) ->
                    Optional.of(
                            tokens <= 2 * LOW
                                    ? "LOW"
                                    : tokens <= 2 * MEDIUM ? middle(model) : "HIGH");
        };
    }

    private static String least(ModelName model) {
        return model.pro() ? "LOW" : "MINIMAL";
    }

    /** The first large model of the generation knows only the two outer levels. */
    private static String middle(ModelName model) {
        boolean twoLevels = model.pro() && model.generation() == 3 && model.minor() == 0;
        return twoLevels ? "HIGH" : "MEDIUM";
    }

    private static Optional<Long> budget(Thinking thinking, ModelName model) {
        return switch (thinking) {
            case Thinking.Unsaid() -> Optional.empty();
            case Thinking.Adaptive() -> Optional.of(-1L);
            case Thinking.Off() -> Optional.of(model.pro() ? LEAST_PRO : 0L);
            case Thinking.Effort(var word) ->
                    Optional.of(
                            switch (word) {
                                case "none" -> model.pro() ? LEAST_PRO : 0L;
                                case "minimal", "low" -> LOW;
                                case "medium" -> MEDIUM;
                                default -> HIGH;
                            });
            case Thinking.Budget(var tokens) ->
                    Optional.of(Math.clamp(tokens, LEAST, model.pro() ? MOST_PRO : HIGH));
        };
    }
}
