package dev.farebox.gateway.provider.responses;

import dev.farebox.json.JsonText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One item of an answer's output, as one forward read measures it: the bytes that the model wrote,
 * and what the item is. Reused.
 */
final class OutputItem {
    /** What counts as a call of a tool, by what is counted. */
    enum Call {
        NONE,
        /** Carried out by the client. */
        CLIENT,
        WEB_SEARCH,
        FILE_SEARCH,
        CODE,
        PICTURE
    }

    private final byte[] bytes;
    private final int base;
    private final int end;

    long written;
    boolean refused;
    String id = "";
    private String type = "";
    private String status = "";
    private String action = "";

    private OutputItem(byte[] bytes, int base, int end) {
        this.bytes = bytes;
        this.base = base;
        this.end = end;
    }

    /** Reads the object that the parser has just opened, to its end. */
    static OutputItem read(JsonParser parser, byte[] bytes, int base, int end) {
        var item = new OutputItem(bytes, base, end);
        item.object(parser);
        return item;
    }

    Call call() {
        return switch (type) {
            case "function_call", "custom_tool_call" -> Call.CLIENT;
            case "web_search_call" -> isSearch() ? Call.WEB_SEARCH : Call.NONE;
            case "file_search_call" -> isDone() ? Call.FILE_SEARCH : Call.NONE;
            case "code_interpreter_call" -> isDone() ? Call.CODE : Call.NONE;
            case "image_generation_call" -> isDone() ? Call.PICTURE : Call.NONE;
            default -> Call.NONE;
        };
    }

    /** Whether a tool of the provider's worked on it: its results are read as input again. */
    boolean isHosted() {
        return type.endsWith("_call") && call() != Call.CLIENT;
    }

    /** Opening a page that was found is not a search. */
    private boolean isSearch() {
        return isDone() && (action.isEmpty() || action.equals("search"));
    }

    private boolean isDone() {
        return !status.equals("failed");
    }

    private void object(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "id" -> id = name(parser);
                case "type" -> type = word(parser);
                case "status" -> status = word(parser);
                case "action" -> action(parser);
                case "content", "summary" -> parts(parser);
                case "arguments", "input", "code", "name" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        written += length(parser);
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private void action(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isType = parser.currentName().equals("type");
            parser.nextToken();
            if (isType) {
                action = word(parser);
            }
            parser.skipChildren();
        }
    }

    private void parts(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                part(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void part(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                switch (name) {
                    case "text", "transcript" -> written += length(parser);
                    case "refusal" -> {
                        long length = length(parser);
                        written += length;
                        refused |= length > 0;
                    }
                    default -> {}
                }
            }
            parser.skipChildren();
        }
    }

    private long length(JsonParser parser) {
        return length(parser, bytes, base, end);
    }

    /** Of the string at which the parser stands, as UTF-8 after unescaping. */
    static int length(JsonParser parser, byte[] bytes, int base, int end) {
        int open = base + (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(bytes, open, end);
        return JsonText.decodedLength(bytes, open + 1, close);
    }

    /** One that is too long for what is kept is none. */
    static String name(JsonParser parser) {
        boolean isName =
                parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() <= 200;
        return isName ? parser.getString() : "";
    }

    private static String word(JsonParser parser) {
        boolean isWord =
                parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() <= 64;
        return isWord ? parser.getString() : "";
    }
}
