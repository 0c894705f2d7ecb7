package dev.farebox.gateway;

import dev.farebox.gateway.wire.openai.ModelList;
import dev.farebox.identity.ApiKey;
import dev.farebox.pricing.PriceBook;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;

/**
 * The models that a key reaches: those that it may use, that have a price, and that a channel
 * serves. What is listed here is what chat completions accept.
 */
final class Models {
    private static final String OWNER = "farebox";

    private final GatewayParts parts;

    Models(GatewayParts parts) {
        this.parts = parts;
    }

    void list(HttpServerRequest request, ApiKey key) {
        Optional<PriceBook> book = book();
        List<ModelList.Entry> entries =
                parts.channels().models().stream()
                        .filter(key::mayUse)
                        .flatMap(model -> entry(book, model).stream())
                        .toList();
        send(request.response(), ModelList.list(entries));
    }

    /** False when the key does not reach the model; nothing was sent then. */
    boolean one(HttpServerRequest request, ApiKey key, String model) {
        Optional<ModelList.Entry> entry =
                key.mayUse(model) && !parts.channels().forModel(model).isEmpty()
                        ? entry(book(), model)
                        : Optional.empty();
        entry.ifPresent(found -> send(request.response(), ModelList.one(found)));
        return entry.isPresent();
    }

    private Optional<PriceBook> book() {
        return parts.prices().current(parts.clock().instant());
    }

    private static Optional<ModelList.Entry> entry(Optional<PriceBook> book, String model) {
        return book.filter(prices -> prices.find(model).isPresent())
                .map(prices ->
                        new ModelList.Entry(model, prices.effectiveFrom().getEpochSecond(), OWNER));
    }

    private static void send(HttpServerResponse response, byte[] body) {
        response.putHeader("content-type", "application/json");
        response.end(Buffer.buffer(body));
    }
}
