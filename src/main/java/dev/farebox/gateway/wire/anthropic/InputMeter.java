package dev.farebox.gateway.wire.anthropic;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.OtherModels;
import dev.farebox.json.JsonText;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Measures what a request sends while it is scanned.
 *
 * <p>Every string is text but the names of roles, types and ids, and the data of a {@code source}
 * whose own words say that it is base64. What a tool was called with is text throughout, whatever
 * it looks like. A file that is only referred to has a size that is assumed.
 */
final class InputMeter {
    static final long REFERENCED_FILE_BYTES = 262_144;

    private static final int SHORT = 64;

    private final byte[] body;
    private final Frame[] frames;
    private int depth;

    /** The depth at which a tool's input was opened; 0 where we are in none. */
    private int inputDepth;

    private int messages;
    private long textBytes;
    private int tools;
    private long toolBytes;
    private int images;
    private long imageBytes;
    private int files;
    private long fileBytes;

    /** What is known of an object that is open. */
    private static final class Frame {
        String name = "";
        String type = "";
        String mediaType = "";
        long data;
        long dataText;
        boolean isSource;
        boolean refers;

        void begin(boolean source) {
            name = "";
            type = "";
            mediaType = "";
            data = 0;
            dataText = 0;
            isSource = source;
            refers = false;
        }
    }

    InputMeter(byte[] body, int maxDepth) {
        this.body = body;
        this.frames = new Frame[maxDepth + 2];
        Arrays.setAll(frames, _ -> new Frame());
    }

    InputSize size() {
        return new InputSize(
                messages, textBytes, tools, toolBytes, images, imageBytes, 0, 0, files, fileBytes);
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
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                value(parser);
            } else {
                parser.skipChildren();
                notAnObject = notAnObject < 0 ? messages : notAnObject;
            }
            messages++;
        }
        return notAnObject;
    }

    /** Walks one value to its end. */
    void value(JsonParser parser) {
        depth = 0;
        inputDepth = 0;
        frames[0].begin(false);
        token(parser);
        while (depth > 0) {
            parser.nextToken();
            token(parser);
        }
    }

    private void token(JsonParser parser) {
        switch (parser.currentToken()) {
            case PROPERTY_NAME -> frames[depth].name = parser.currentName();
            case VALUE_STRING -> string(parser);
            case START_OBJECT -> open(frames[depth].name.equals("source") && inputDepth == 0);
            case START_ARRAY -> {
                String around = frames[depth].name;
                open(false);
                frames[depth].name = around;
            }
            case END_OBJECT, END_ARRAY -> close();
            case null, default -> {}
        }
    }

    private void open(boolean source) {
        boolean input = inputDepth == 0 && depth > 0 && frames[depth].name.equals("input");
        depth++;
        frames[depth].begin(source);
        if (input) {
            inputDepth = depth;
        }
    }

    private void close() {
        Frame frame = frames[depth];
        if (inputDepth == depth) {
            inputDepth = 0;
        }
        depth--;
        if (frame.isSource) {
            source(frame);
        } else if (frame.refers) {
            refer(frame.type);
        }
    }

    private void source(Frame source) {
        switch (source.type) {
            case "base64" -> {
                if (source.mediaType.startsWith("image/")) {
                    images++;
                    imageBytes += source.data;
                } else {
                    files++;
                    fileBytes += source.data;
                }
            }
            case "url", "file" -> frames[depth].refers = true;
            default -> textBytes += source.dataText;
        }
    }

    private void refer(String type) {
        if (type.equals("image")) {
            images++;
        } else {
            files++;
            fileBytes += REFERENCED_FILE_BYTES;
        }
    }

    private void string(JsonParser parser) {
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        Frame frame = frames[depth];
        if (inputDepth == 0 && frame.isSource && frame.name.equals("data")) {
            frame.data = (long) close - open - 1;
            frame.dataText = JsonText.decodedLength(body, open + 1, close);
            return;
        }
        boolean isShort = close - open <= SHORT;
        if (isShort && frame.name.equals("type")) {
            frame.type = parser.getString();
        } else if (isShort && frame.name.equals("media_type")) {
            frame.mediaType = parser.getString();
        } else if (!isShort || inputDepth > 0 || !isLabel(frame.name)) {
            textBytes += JsonText.decodedLength(body, open + 1, close);
        }
    }

    private static boolean isLabel(String name) {
        return switch (name) {
            case "role", "id", "tool_use_id", "ttl", "url", "file_id" -> true;
            default -> false;
        };
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

    /** Counts a whole value as text that comes with the tools. */
    void schema(JsonParser parser) {
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        toolBytes += parser.currentTokenLocation().getByteOffset() + 1 - start;
    }
}
