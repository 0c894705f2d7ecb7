package dev.farebox.gateway.provider.gemini;

import dev.farebox.json.JsonText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Measures what an answer holds: text, thoughts, calls and media, over all of its chunks. */
final class ContentMeter {
    /** Bytes of what the client gets as the answer: text, code, names and arguments of calls. */
    long answerBytes;

    long thoughtBytes;
    int toolCalls;
    int images;
    long audioBytes;

    private byte[] bytes = {};
    private int base;
    private int end;

    // of the part that is being read
    private long text;
    private boolean isThought;

    /** Where the chunk stands whose parts come next. */
    void begin(byte[] buffer, int offset, int length) {
        bytes = buffer;
        base = offset;
        end = offset + length;
    }

    /** Walks the {@code content} that the parser has just opened, to its end. */
    void content(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("parts") && token == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.START_OBJECT) {
                        part(parser);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
            parser.skipChildren();
        }
    }

    private void part(JsonParser parser) {
        text = 0;
        isThought = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case "text" -> text += token == JsonToken.VALUE_STRING ? string(parser) : 0;
                case "thought" -> isThought = token == JsonToken.VALUE_TRUE;
                case "functionCall" -> call(parser);
                case "inlineData" -> media(parser);
                case "executableCode", "codeExecutionResult" -> text += span(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        if (isThought) {
            thoughtBytes += text;
        } else {
            answerBytes += text;
        }
    }

    private void call(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case "name" -> {
                    // further fragments of a call have none
                    toolCalls += token == JsonToken.VALUE_STRING ? 1 : 0;
                    text += token == JsonToken.VALUE_STRING ? string(parser) : 0;
                }
                case "args", "partialArgs" -> text += span(parser);
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private void media(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        String type = "";
        long length = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                if (name.equals("mimeType") && parser.getStringLength() < 128) {
                    type = parser.getString();
                } else if (name.equals("data")) {
                    length = string(parser);
                }
            }
            parser.skipChildren();
        }
        if (type.startsWith("audio/")) {
            audioBytes += length;
        } else {
            images++;
        }
    }

    private int string(JsonParser parser) {
        int open = base + (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(bytes, open, end);
        return JsonText.decodedLength(bytes, open + 1, close);
    }

    /** The bytes of a whole value as it stands. */
    private static long span(JsonParser parser) {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return parser.currentTokenLocation().getByteOffset() + 1 - from;
    }
}
