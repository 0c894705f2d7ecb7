package dev.farebox.gateway.provider.openai;

import dev.farebox.json.JsonText;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Measures a delta or a message: bytes of text, of reasoning and of tool arguments, after
 * unescaping. Knows where the only text of a delta stands, which is what most deltas are.
 */
final class ContentMeter {
    private final Set<Long> toolCalls = new HashSet<>();

    int text;
    int reasoning;
    int tool;
    boolean refused;

    /** The opening quote of the only string that was measured, or -1. */
    int soleOpen = -1;

    boolean soleIsReasoning;
    private int measured;

    /** Forgets the last delta but not which tool calls there were. */
    void begin() {
        text = 0;
        reasoning = 0;
        tool = 0;
        soleOpen = -1;
        measured = 0;
    }

    int toolCalls() {
        return toolCalls.size();
    }

    /** Whether exactly one string was measured since {@link #begin}. */
    boolean hasSole() {
        return measured == 1 && soleOpen >= 0;
    }

    /** Walks the object that the parser has just opened, to its end. */
    void message(JsonParser parser, byte[] bytes, int base, int end, int choice) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "tool_calls" -> calls(parser, bytes, base, end, choice);
                case "function_call" -> {
                    if (value == JsonToken.START_OBJECT) {
                        toolCalls.add(key(choice, -1));
                        strings(parser, bytes, base, end, name);
                    }
                }
                case "content", "refusal", "reasoning", "reasoning_content", "audio" -> {
                    int before = text;
                    if (value == JsonToken.VALUE_STRING) {
                        soleOpen = base + (int) parser.currentTokenLocation().getByteOffset();
                        soleIsReasoning = name.startsWith("reasoning");
                    }
                    strings(parser, bytes, base, end, name);
                    if (name.equals("refusal") && text > before) {
                        refused = true;
                        measured++;
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }

    private void calls(JsonParser parser, byte[] bytes, int base, int end, int choice) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        int position = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int index = position++;
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                    index = parser.getStringLength() > 4 ? index : parser.getIntValue();
                } else if (name.equals("function") || name.equals("custom")) {
                    strings(parser, bytes, base, end, name);
                } else {
                    parser.skipChildren();
                }
            }
            toolCalls.add(key(choice, index));
        }
    }

    private static long key(int choice, int index) {
        return ((long) choice << 32) | (index & 0xFFFF_FFFFL);
    }

    /** Measures all strings of the current value, each by the nearest name around it. */
    private void strings(JsonParser parser, byte[] bytes, int base, int end, String outer) {
        int depth = 0;
        String name = outer;
        do {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.PROPERTY_NAME) {
                name = parser.currentName();
            } else if (token == JsonToken.VALUE_STRING) {
                measure(parser, bytes, base, end, name, outer);
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    private void measure(
            JsonParser parser, byte[] bytes, int base, int end, String name, String outer) {
        int open = base + (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(bytes, open, end);
        int length = JsonText.decodedLength(bytes, open + 1, close);
        switch (name) {
            case "content", "text", "refusal", "transcript" -> text += length;
            case "reasoning", "reasoning_content", "thinking" -> reasoning += length;
            case "arguments", "name", "input" -> tool += length;
            default -> {
                return;
            }
        }
        measured += outer.equals(name) ? 1 : 2;
    }
}
