package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;

/** The events of a streamed answer, one a write. */
interface EventStream extends Writes {
    String contentType();

    /** How many events come before the one with the usage, or before the end when there is none. */
    int untilUsage();

    /** What is sent when the answer fails in the middle. */
    Buffer failure();
}
