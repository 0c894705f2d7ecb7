package dev.farebox.gateway.provider.demo;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A request as it arrived.
 *
 * @param pathModel the model that the path names (Gemini), else empty
 * @param events whether the query asks for events ({@code alt=sse})
 */
record Call(MultiMap headers, Buffer body, String pathModel, boolean events) {
    String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
