package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;

/** How the events of a dialect stand on the wire when no fault says otherwise. */
enum Wrapping {
    /** Server-sent events with LF. */
    EVENTS,
    /** Server-sent events with CRLF, as Gemini sends them. */
    EVENTS_CRLF,
    /** One JSON array, an event an element, as Gemini sends without {@code alt=sse}. */
    ARRAY;

    String contentType() {
        return this == ARRAY
                ? "application/json; charset=UTF-8"
                : this == EVENTS ? "text/event-stream; charset=utf-8" : "text/event-stream";
    }

    /** Appends one event; {@code first} of the stream. */
    void append(Buffer out, Event event, Framing framing, boolean first) {
        if (this == ARRAY) {
            out.appendString(first ? "[" : ",\r\n").appendString(event.payload());
            return;
        }
        var block = new StringBuilder(event.payload());
        framing.wrap(block, event.name());
        String text = block.toString();
        boolean plain = this == EVENTS || framing == Framing.CRLF;
        out.appendString(plain ? text : text.replace("\n", "\r\n"));
    }

    /** Appends what ends the body. */
    void close(Buffer out) {
        if (this == ARRAY) {
            out.appendString("]");
        }
    }
}
