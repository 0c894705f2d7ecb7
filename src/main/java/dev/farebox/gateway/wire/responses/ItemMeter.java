package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.OtherModels;
import dev.farebox.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Measures what a request sends while it is scanned: text by its bytes, media apart from text. */
final class ItemMeter {
    private final byte[] body;
    private final OtherModels others;
    private int items;
    private long textBytes;
    private int tools;
    private long toolBytes;
    private int images;
    private long imageBytes;
    private int audios;
    private long audioBytes;
    private int files;
    private long fileBytes;

    ItemMeter(byte[] body, OtherModels others) {
        this.others = others;
        this.body = body;
    }

    InputSize size() {
        return new InputSize(
                items,
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

    int items() {
        return items;
    }

    /** A string that is one item by itself: the whole input, or the instructions. */
    void text(JsonParser parser) {
        items++;
        textBytes += length(parser);
    }

    /**
     * Walks the array of items that the parser has just opened, to its end. The index of the first
     * one that is not an object, or -1.
     */
    int items(JsonParser parser) {
        int notAnObject = -1;
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT && notAnObject < 0) {
                notAnObject = index;
            }
            item(parser);
            index++;
        }
        items += index;
        return notAnObject;
    }

    /** Walks an array of tools to its end. */
    void tools(JsonParser parser) {
        long start = parser.currentTokenLocation().getByteOffset();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            tools++;
            others.object(parser);
        }
        toolBytes += parser.currentTokenLocation().getByteOffset() + 1 - start;
    }

    /** Counts a whole value as text that comes with the tools: a schema. */
    void schema(JsonParser parser) {
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        toolBytes += parser.currentTokenLocation().getByteOffset() + 1 - start;
    }

    private void item(JsonParser parser) {
        int depth = 0;
        String name = null;
        do {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.PROPERTY_NAME) {
                name = parser.currentName();
            } else if (token == JsonToken.VALUE_STRING) {
                string(parser, name);
            } else if (token == JsonToken.START_ARRAY && depth == 1 && "tools".equals(name)) {
                // of an item that adds tools
                tools(parser);
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
            case "role", "detail", "format", "call_id", "id", "status", "phase", "namespace" -> {}
            case "type" -> kind(open + 1, close);
            case "image_url", "file_data", "data", "result" -> media(open + 1, close);
            case "file_url", "file_id" -> {}
            case null, default -> textBytes += JsonText.decodedLength(body, open + 1, close);
        }
    }

    private long length(JsonParser parser) {
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        return JsonText.decodedLength(body, open + 1, close);
    }

    /** The type of a content part. */
    private void kind(int from, int to) {
        if (is(from, to, "input_image") || is(from, to, "computer_screenshot")) {
            images++;
        } else if (is(from, to, "input_audio")) {
            audios++;
        } else if (is(from, to, "input_file")) {
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
        } else if (starts(from, to, "data:audio/")) {
            audioBytes += to - from;
        } else {
            fileBytes += to - from;
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
