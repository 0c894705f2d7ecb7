package dev.farebox.gateway;

import dev.farebox.gateway.wire.anthropic.AnthropicModels;
import dev.farebox.gateway.wire.gemini.GeminiModels;
import dev.farebox.gateway.wire.openai.ModelList;
import dev.farebox.identity.ApiKey;
import dev.farebox.pricing.PriceBook;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        send(request.response(), list(request, entries));
    }

    /** False when the key does not reach the model; nothing was sent then. */
    boolean one(HttpServerRequest request, ApiKey key, String model) {
        Optional<ModelList.Entry> entry =
                key.mayUse(model) && !parts.channels().forModel(model).isEmpty()
                        ? entry(book(), model)
                        : Optional.empty();
        entry.ifPresent(found -> send(request.response(), one(request, found)));
        return entry.isPresent();
    }

    /** The same place has three vendors' lists; who asks says which. */
    private static byte[] list(HttpServerRequest request, List<ModelList.Entry> entries) {
        return switch (Voice.family(request)) {
            case OPENAI -> ModelList.list(entries);
            case ANTHROPIC ->
                    AnthropicModels.list(
                            entries.stream().map(Models::anthropic).toList(), Voice.query(request));
            case GEMINI ->
                    GeminiModels.list(
                            entries.stream().map(Models::gemini).toList(),
                            request.getParam("pageSize"),
                            request.getParam("pageToken"));
        };
    }

    private static byte[] one(HttpServerRequest request, ModelList.Entry entry) {
        return switch (Voice.family(request)) {
            case OPENAI -> ModelList.one(entry);
            case ANTHROPIC -> AnthropicModels.one(anthropic(entry));
            case GEMINI -> GeminiModels.one(gemini(entry));
        };
    }

    private static AnthropicModels.Entry anthropic(ModelList.Entry entry) {
        return new AnthropicModels.Entry(
                entry.id(), entry.id(), Instant.ofEpochSecond(entry.created()));
    }

    private static GeminiModels.Entry gemini(ModelList.Entry entry) {
        return new GeminiModels.Entry(
                entry.id(),
                entry.id(),
                0,
                0,
                Set.of(GeminiModels.Method.GENERATE, GeminiModels.Method.COUNT_TOKENS));
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
