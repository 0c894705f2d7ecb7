package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.OtherModels;
import dev.farebox.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Measures what a request sends while it is scanned: text by its bytes, media apart from text. */
final class InputMeter {
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

    /**
     * Walks the array that the parser has just opened, to its end. The index of the first message
     * that is not an object, or -1.
     */
    int messages(JsonParser parser) {
        int notAnObject = -1;
        int depth = 1;
        String name = null;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (depth == 1 && token != JsonToken.END_ARRAY) {
                if (token != JsonToken.START_OBJECT && notAnObject < 0) {
                    notAnObject = messages;
                }
                messages++;
            }
            if (token == JsonToken.PROPERTY_NAME) {
                name = parser.currentName();
            } else if (token == JsonToken.VALUE_STRING) {
                string(parser, name);
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
        return notAnObject;
    }

    /** Walks an array of tools to its end; {@code others} are the models that they name. */
    void tools(JsonParser parser, OtherModels others) {
        long start = parser.currentTokenLocation().getByteOffset();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            tools++;
            others.object(parser);
        }
        toolBytes += parser.currentTokenLocation().getByteOffset() + 1 - start;
    }

    /** Counts a whole value as text that comes with the tools: functions, a schema. */
    void schema(JsonParser parser) {
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        toolBytes += parser.currentTokenLocation().getByteOffset() + 1 - start;
    }

    private void string(JsonParser parser, @Nullable String name) {
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        switch (name == null ? "" : name) {
            case "role", "detail", "format", "tool_call_id", "id" -> {}
            case "type" -> kind(open + 1, close);
            case "url", "image_url", "file_data", "data" -> media(open + 1, close);
            case null, default -> textBytes += JsonText.decodedLength(body, open + 1, close);
        }
    }

    /** The type of a content part. */
    private void kind(int from, int to) {
        if (is(from, to, "image_url")) {
            images++;
        } else if (is(from, to, "input_audio")) {
            audios++;
        } else if (is(from, to, "file")) {
            files++;
        }
    }

    /** Base64, with or without {@code data:} before it, or the address of something elsewhere. */
    private void media(int from, int to) {
        if (starts(from, to, "http:") || starts(from, to, "https:")) {
            return;
        }
        if (starts(from, to, "data:image/")) {
            imageBytes += to - from;
        } else if (starts(from, to, "data:") && !starts(from, to, "data:audio/")) {
            fileBytes += to - from;
        } else {
            audioBytes += to - from;
        }
    }

    private boolean is(int from, int to, String ascii) {
        return to - from == ascii.length() && starts(from, to, ascii);
    }

    private boolean starts(int from, int to, String ascii) {
        if (to - from < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (body[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
