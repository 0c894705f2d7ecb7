package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.CacheMark;
import dev.farebox.gateway.provider.demo.Ask.Message;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads one message. Its tokens: 4, a quarter of the UTF-8 bytes of its text (rounded up), 85 per
 * image, 40 per sound, a quarter of the bytes of its tool calls.
 */
final class MessageReader {
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_IMAGE = 85;
    private static final int TOKENS_PER_SOUND = 40;
    private static final Set<String> ROLES =
            Set.of("system", "developer", "user", "assistant", "tool", "function");

    private final JsonParser in;
    private final byte[] body;
    private final String param;

    private @Nullable String role;
    private final StringBuilder text = new StringBuilder();
    private boolean content;
    private boolean calls;
    private final Set<String> called = new LinkedHashSet<>();
    private String answered = "";
    private boolean toolCallId;
    private int tokens = TOKENS_PER_MESSAGE;
    private int audioTokens;

    MessageReader(JsonParser in, byte[] body, String param) {
        this.in = in;
        this.body = body;
        this.param = param;
    }

    /** Stands at the start of the object before, at its end after. */
    Message message() {
        long start = in.currentTokenLocation().getByteOffset();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (in.currentToken() != JsonToken.VALUE_NULL) {
                field(name);
            }
        }
        if (role == null) {
            throw new Malformed(Refusal.missing(param + ".role"));
        }
        if (!content && !(role.equals("assistant") && calls)) {
            throw new Malformed(Refusal.missing(param + ".content"));
        }
        if (role.equals("tool") && !toolCallId) {
            throw new Malformed(Refusal.missing(param + ".tool_call_id"));
        }
        tokens = Math.addExact(tokens, quarter(utf8Length(text)));
        long hash = hash(start, in.currentLocation().getByteOffset());
        return new Message(role, text.toString(), hash, tokens, audioTokens, CacheMark.NONE);
    }

    /** The ids of the tool calls in it. */
    Set<String> called() {
        return called;
    }

    /** The id of the call that it answers; empty for none. */
    String answered() {
        return answered;
    }

    private void field(String name) {
        switch (name) {
            case "role" -> role = role();
            case "content" -> content();
            case "tool_call_id" -> {
                toolCallId = true;
                answered = in.getValueAsString("");
                in.skipChildren();
            }
            case "tool_calls" -> {
                calls = true;
                long start = in.currentTokenLocation().getByteOffset();
                JsonNode tree = in.readValueAsTree();
                tree.values().forEach(call -> called.add(call.path("id").asString("")));
                tokens += quarter(in.currentLocation().getByteOffset() - start);
            }
            default -> in.skipChildren();
        }
    }

    private String role() {
        String value = text(param + ".role");
        if (!ROLES.contains(value)) {
            throw new Malformed(
                    Refusal.invalid(
                            "Invalid value: '%s'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'."
                                    .formatted(value),
                            param + ".role",
                            "invalid_value"));
        }
        return value;
    }

    private void content() {
        content = true;
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            text.append(in.getString());
            return;
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw Malformed.wrongType(
                    param + ".content", "one of a string or array of objects", in.currentToken());
        }
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            String part = param + ".content[" + i + "]";
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw Malformed.wrongType(part, "an object", in.currentToken());
            }
            part(part);
        }
    }

    private void part(String part) {
        boolean typed = false;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "type" -> typed = true;
                case "text" -> text.append(text(part + ".text"));
                case "image_url" -> tokens += TOKENS_PER_IMAGE;
                case "input_audio" -> {
                    tokens += TOKENS_PER_SOUND;
                    audioTokens += TOKENS_PER_SOUND;
                }
                default -> {}
            }
            in.skipChildren();
        }
        if (!typed) {
            throw new Malformed(Refusal.missing(part + ".type"));
        }
    }

    private String text(String where) {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw Malformed.wrongType(where, "a string", in.currentToken());
        }
        return in.getString();
    }

    private long hash(long from, long to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = (int) from; i < (int) to; i++) {
            hash = (hash ^ body[i]) * 0x100000001b3L;
        }
        return hash;
    }

    private static int quarter(long bytes) {
        return Math.toIntExact((bytes + 3) / 4);
    }

    private static long utf8Length(CharSequence text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair stands for two of the four bytes.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
