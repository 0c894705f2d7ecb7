package dev.farebox.gateway.provider.demo;

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

    /**
     * {@code payload} holds one JSON text, or {@code [DONE]}, and becomes one event of this name,
     * or without one when it is empty.
     */
    void wrap(StringBuilder payload, String name) {
        if (this == MULTI_LINE) {
            // The first comma stands behind an id or a type, where JSON allows white space.
            int comma = payload.indexOf(",");
            if (comma > 0) {
                payload.insert(comma + 1, "\ndata: ");
            }
        }
        String line = this == CRLF ? "\r\n" : "\n";
        payload.insert(0, "data: ").append(line).append(line);
        if (!name.isEmpty()) {
            payload.insert(0, "event: " + name + line);
        }
        if (this == COMMENTS) {
            payload.insert(0, ": keep-alive\n\n");
        }
    }
}
