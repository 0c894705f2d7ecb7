package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.CacheMark;
import dev.farebox.gateway.provider.demo.Ask.Message;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * A message in the making, from the tree of a request. Weighs as {@link MessageReader} does; the
 * hash leaves out cache marks, which callers move from turn to turn.
 */
final class Turn {
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_IMAGE = 85;
    private static final int TOKENS_PER_SOUND = 40;

    private final String role;
    private final StringBuilder text = new StringBuilder();
    private long hash;
    private int tokens;
    private int audioTokens;
    private CacheMark mark = CacheMark.NONE;

    Turn(String role) {
        this.role = role;
        this.hash = Dice.mix(role.hashCode());
        this.tokens = TOKENS_PER_MESSAGE;
    }

    Turn text(String part) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(part);
        hash = Dice.mix(hash ^ part.hashCode());
        tokens = Math.addExact(tokens, quarter(part));
        return this;
    }

    /** Whatever is neither text nor media: calls, thoughts, tools. */
    Turn other(JsonNode node) {
        String json = node.toString();
        hash = Dice.mix(hash ^ unmarked(node));
        tokens = Math.addExact(tokens, quarter(json));
        return this;
    }

    Turn image(JsonNode source) {
        hash = Dice.mix(hash ^ unmarked(source));
        tokens = Math.addExact(tokens, TOKENS_PER_IMAGE);
        return this;
    }

    Turn sound(JsonNode source) {
        hash = Dice.mix(hash ^ unmarked(source));
        tokens = Math.addExact(tokens, TOKENS_PER_SOUND);
        audioTokens = Math.addExact(audioTokens, TOKENS_PER_SOUND);
        return this;
    }

    /** A mark of the prompt cache at the end of {@code block}, if it carries one. */
    Turn marked(JsonNode block) {
        JsonNode control = block.path("cache_control");
        if (control.isObject()) {
            mark =
                    control.path("ttl").asString("").equals("1h")
                            ? CacheMark.HOUR
                            : CacheMark.MINUTES;
        }
        return this;
    }

    boolean isEmpty() {
        return tokens == TOKENS_PER_MESSAGE;
    }

    Message message() {
        return new Message(role, text.toString(), hash, tokens, audioTokens, mark);
    }

    /** A quarter of the UTF-8 bytes, rounded up. */
    static int quarter(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + 3) / 4;
    }

    private static long unmarked(JsonNode node) {
        if (!node.isContainer()) {
            return node.toString().hashCode();
        }
        long sum = node.isArray() ? node.size() : 0;
        for (var field : node.properties()) {
            if (!field.getKey().equals("cache_control")) {
                sum = Dice.mix(sum ^ field.getKey().hashCode()) + unmarked(field.getValue());
            }
        }
        if (node.isArray()) {
            for (JsonNode item : node.values()) {
                sum = Dice.mix(sum) + unmarked(item);
            }
        }
        return sum;
    }
}
