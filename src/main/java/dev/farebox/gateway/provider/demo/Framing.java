package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;

/** How a JSON payload becomes an event on the wire. */
enum Framing {
    PLAIN,
    CRLF,
    COMMENTS,
    MULTI_LINE;

    static Framing of(DemoFault fault) {
        return switch (fault.kind()) {
            case CRLF -> CRLF;
            case COMMENTS -> COMMENTS;
            case MULTI_LINE -> MULTI_LINE;
            default -> PLAIN;
        };
    }

    /** {@code payload} holds one JSON text, or {@code [DONE]}. */
    void append(Buffer out, StringBuilder payload) {
        switch (this) {
            case PLAIN -> payload.insert(0, "data: ").append("\n\n");
            case CRLF -> payload.insert(0, "data: ").append("\r\n\r\n");
            case COMMENTS -> payload.insert(0, ": keep-alive\n\ndata: ").append("\n\n");
            case MULTI_LINE -> {
                // The first comma stands behind the id, where JSON allows white space.
                int comma = payload.indexOf(",");
                if (comma > 0) {
                    payload.insert(comma + 1, "\ndata: ");
                }
                payload.insert(0, "data: ").append("\n\n");
            }
        }
        out.appendString(payload.toString());
    }
}
