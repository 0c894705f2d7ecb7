package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.canon.Thinking;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How much a chat client wants the model to think, said in any of the ways that are in use: {@code
 * reasoning_effort}, OpenRouter's {@code reasoning}, and the {@code thinking} of DeepSeek and Z.ai.
 *
 * @param shown whether it wants to see what may be read of it: where it asked for thinking and did
 *     not exclude it
 */
record ChatThinking(Thinking thinking, boolean shown) {
    private static final Set<String> EFFORTS =
            Set.of("minimal", "low", "medium", "high", "xhigh", "max");

    static ChatThinking of(JsonNode body, Objections objections) {
        Thinking thinking = effort(body.path("reasoning_effort"), "reasoning_effort", objections);
        JsonNode reasoning = body.path("reasoning");
        if (thinking instanceof Thinking.Unsaid) {
            thinking = reasoning(reasoning, objections);
        }
        if (thinking instanceof Thinking.Unsaid) {
            thinking = switched(body.path("thinking"), objections);
        }
        boolean asked = !(thinking instanceof Thinking.Unsaid || thinking instanceof Thinking.Off);
        boolean excluded = objections.bool(reasoning.path("exclude"), "reasoning.exclude", false);
        JsonNode include = body.path("include_reasoning");
        return new ChatThinking(
                thinking, objections.bool(include, "include_reasoning", asked && !excluded));
    }

    private static Thinking effort(JsonNode node, String param, Objections objections) {
        String word = objections.text(node, param);
        if (EFFORTS.contains(word)) {
            return new Thinking.Effort(word);
        }
        return switch (word) {
            case "", "default", "auto" -> new Thinking.Unsaid();
            case "none" -> new Thinking.Off();
            default -> {
                objections.wrong(param, "none, minimal, low, medium, high, xhigh or max");
                yield new Thinking.Unsaid();
            }
        };
    }

    private static Thinking reasoning(JsonNode node, Objections objections) {
        if (Objections.isAbsent(node)) {
            return new Thinking.Unsaid();
        }
        if (!node.isObject()) {
            objections.wrong("reasoning", "an object");
        }
        if (!objections.bool(node.path("enabled"), "reasoning.enabled", true)) {
            return new Thinking.Off();
        }
        Long most = objections.integer(node.path("max_tokens"), "reasoning.max_tokens");
        if (most != null) {
            return most > 0 ? new Thinking.Budget(most) : new Thinking.Off();
        }
        Thinking effort = effort(node.path("effort"), "reasoning.effort", objections);
        boolean enabled = node.path("enabled").isBoolean();
        return enabled && effort instanceof Thinking.Unsaid ? new Thinking.Adaptive() : effort;
    }

    private static Thinking switched(JsonNode node, Objections objections) {
        if (Objections.isAbsent(node)) {
            return new Thinking.Unsaid();
        }
        Long budget = objections.integer(node.path("budget_tokens"), "thinking.budget_tokens");
        return switch (objections.required(node.path("type"), "thinking.type")) {
            case "disabled" -> new Thinking.Off();
            case "enabled" ->
                    budget == null || budget <= 0
                            ? new Thinking.Adaptive()
                            : new Thinking.Budget(budget);
            case "adaptive", "auto" -> new Thinking.Adaptive();
            default -> {
                objections.wrong("thinking.type", "enabled, disabled or adaptive");
                yield new Thinking.Unsaid();
            }
        };
    }
}
