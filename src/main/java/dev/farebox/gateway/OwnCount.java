package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.json.Json;
import java.util.Optional;

/** Our own estimate of a request's input tokens, as each dialect's count of tokens looks. */
final class OwnCount {
    private OwnCount() {}

    /** Empty for a request that is no count of tokens. */
    static Optional<byte[]> of(ClientRequest request, TokenFactors factors) {
        long tokens = factors.input(request.input());
        return switch (request.surface()) {
            case COUNT_TOKENS -> Optional.of(one("input_tokens", tokens));
            case GEMINI_COUNT_TOKENS -> Optional.of(one("totalTokens", tokens));
            case RESPONSES_INPUT_TOKENS ->
                    Optional.of(
                            Json.bytes(json -> {
                                json.writeStartObject();
                                json.writeStringProperty("object", "response.input_tokens");
                                json.writeNumberProperty("input_tokens", tokens);
                                json.writeEndObject();
                            }));
            case CHAT,
                    RESPONSES,
                    RESPONSES_COMPACT,
                    COMPLETIONS,
                    EMBEDDINGS,
                    MODERATIONS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS,
                    MESSAGES,
                    GENERATE,
                    GEMINI_EMBED,
                    GEMINI_BATCH_EMBED ->
                    Optional.empty();
        };
    }

    private static byte[] one(String name, long tokens) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty(name, tokens);
            json.writeEndObject();
        });
    }
}
