package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Measures what a request sends while it is scanned: text by its bytes, media apart from text. */
final class InputMeter {
    /** What is kept elsewhere (an uploaded file, a cache) is taken for so many bytes. */
    static final long ELSEWHERE_BYTES = 262_144;

    private final byte[] body;
    private int messages;
    private long textBytes;
    private int tools;
    private long toolBytes;
    private int images;
    private long imageBytes;
    private int audios;
    private long audioBytes;
    private int files;
    private long fileBytes;

    InputMeter(byte[] body) {
        this.body = body;
    }

    InputSize size() {
        return new InputSize(
                messages,
                textBytes,
                tools,
                toolBytes,
                images,
                imageBytes,
                audios,
                audioBytes,
                files,
                fileBytes);
    }

    int messages() {
        return messages;
    }

    /** Walks the value that the parser stands on, a message, to its end. */
    void message(JsonParser parser) {
        messages++;
        walk(parser);
    }

    /** Something that the model reads and that is not in the body. */
    void elsewhere() {
        fileBytes += ELSEWHERE_BYTES;
    }

    void tool() {
        tools++;
    }

    void toolBytes(long bytes) {
        toolBytes += bytes;
    }

    /** Counts a whole value as text that comes with the tools: declarations, a schema. */
    void schema(JsonParser parser) {
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        toolBytes += parser.currentTokenLocation().getByteOffset() + 1 - start;
    }

    private void walk(JsonParser parser) {
        int depth = 0;
        String name = null;
        do {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.PROPERTY_NAME) {
                name = ProtoNames.camel(parser.currentName());
            } else if (token == JsonToken.VALUE_STRING) {
                string(parser, name);
            } else if (token == JsonToken.START_OBJECT && isMedia(name)) {
                media(parser);
                name = null;
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    private void string(JsonParser parser, @Nullable String name) {
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        switch (name == null ? "" : name) {
            case "role", "mimeType", "id", "language", "outcome" -> {}
            default -> textBytes += JsonText.decodedLength(body, open + 1, close);
        }
    }

    private static boolean isMedia(@Nullable String name) {
        return "inlineData".equals(name) || "fileData".equals(name);
    }

    /** Walks the object that the parser has just opened, to its end. */
    private void media(JsonParser parser) {
        String type = "";
        long bytes = -1;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = ProtoNames.camel(parser.currentName());
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                int open = (int) parser.currentTokenLocation().getByteOffset();
                int close = JsonText.closingQuote(body, open, body.length);
                if (name.equals("mimeType") && close - open < 128) {
                    type = parser.getString();
                } else if (name.equals("data")) {
                    bytes = close - open - 1L;
                }
            }
            parser.skipChildren();
        }
        count(type, bytes);
    }

    private void count(String type, long bytes) {
        if (type.startsWith("image/")) {
            images++;
            imageBytes += Math.max(0, bytes);
        } else if (type.startsWith("audio/") && bytes >= 0) {
            audios++;
            audioBytes += bytes;
        } else {
            files++;
            fileBytes += bytes < 0 ? ELSEWHERE_BYTES : bytes;
        }
    }
}
