package dev.farebox.gateway.provider.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A well-formed chat completion request, as far as the demo models care for it. {@code maxTokens}
 * is {@link Integer#MAX_VALUE} when the caller set no limit; {@code extraTokens} are those of tools
 * and schema.
 */
record Ask(
        String model,
        boolean stream,
        boolean includeUsage,
        boolean thinking,
        int maxTokens,
        List<String> stops,
        Shape shape,
        List<Tool> tools,
        ToolChoice toolChoice,
        boolean parallelTools,
        List<Message> messages,
        int extraTokens) {
    private static final int TOKENS_PER_REQUEST = 3;

    /**
     * One turn. {@code hash} is of what was sent; {@code cache} tells whether the caller asks for
     * everything up to here to be remembered.
     */
    record Message(
            String role, String text, long hash, int tokens, int audioTokens, CacheMark cache) {}

    /** A breakpoint of Anthropic's prompt cache. */
    enum CacheMark {
        NONE,
        MINUTES,
        HOUR
    }

    /** {@code custom} takes free text; {@code namespace} is empty outside of one. */
    record Tool(String name, @Nullable JsonNode parameters, boolean custom, String namespace) {
        static Tool function(String name, @Nullable JsonNode parameters) {
            return new Tool(name, parameters, false, "");
        }
    }

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

    /** One prompt of a user, with no tools and no limits. */
    static Ask of(String model, boolean stream, Message prompt) {
        return new Ask(
                model,
                stream,
                false,
                false,
                Integer.MAX_VALUE,
                List.of(),
                Shape.TEXT,
                List.of(),
                ToolChoice.AUTO,
                true,
                List.of(prompt),
                0);
    }

    Ask {
        stops = List.copyOf(stops);
        tools = List.copyOf(tools);
        messages = List.copyOf(messages);
    }

    /** The last message that is to be answered: instructions behind it do not count. */
    Message last() {
        for (Message message : messages.reversed()) {
            if (!message.role().equals("system") && !message.role().equals("developer")) {
                return message;
            }
        }
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
