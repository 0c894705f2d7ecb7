package dev.farebox.gateway.provider.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A well-formed chat completion request, as far as the demo models care for it. {@code maxTokens}
 * is {@link Integer#MAX_VALUE} when the caller set no limit; {@code extraTokens} are those of tools
 * and schema.
 */
record ChatRequest(
        String model,
        boolean stream,
        boolean includeUsage,
        int maxTokens,
        List<String> stops,
        Shape shape,
        List<Tool> tools,
        ToolChoice toolChoice,
        boolean parallelTools,
        List<Message> messages,
        int extraTokens)
        implements ChatRead {
    private static final int TOKENS_PER_REQUEST = 3;

    /** {@code hash} is of the message's bytes as they were sent. */
    record Message(String role, String text, long hash, int tokens, int audioTokens) {}

    record Tool(String name, @Nullable JsonNode parameters) {}

    /** The form of the answer: JSON of any kind, JSON of a schema, or free text. */
    record Shape(boolean json, @Nullable JsonNode schema) {
        static final Shape TEXT = new Shape(false, null);
    }

    /** Which tools must be called; {@code name} is empty unless one is named. */
    record ToolChoice(Mode mode, String name) {
        static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, "");

        enum Mode {
            AUTO,
            NONE,
            REQUIRED,
            NAMED
        }
    }

    Message last() {
        return messages.getLast();
    }

    /** The text of the last message of a user; empty when there is none. */
    String lastUserText() {
        for (Message message : messages.reversed()) {
            if (message.role().equals("user")) {
                return message.text();
            }
        }
        return "";
    }

    int promptTokens() {
        return TOKENS_PER_REQUEST
                + extraTokens
                + messages.stream().mapToInt(Message::tokens).reduce(0, Math::addExact);
    }

    int audioTokens() {
        return messages.stream().mapToInt(Message::audioTokens).sum();
    }

    /** Equal for equal conversations with the same model. */
    long seed() {
        long seed = model.hashCode();
        for (Message message : messages) {
            seed = Dice.mix(seed ^ message.hash());
        }
        return seed;
    }
}
