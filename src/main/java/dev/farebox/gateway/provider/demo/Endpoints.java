package dev.farebox.gateway.provider.demo;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All that can be asked of the provider by POST. */
final class Endpoints {
    private final Map<String, Endpoint> byPath;

    Endpoints(AnswerMemory answers) {
        byPath =
                Map.ofEntries(
                        openAi(
                                "chat/completions",
                                call -> ChatRequestReader.read(call.body().getBytes())),
                        openAi("responses", call -> ResponsesReader.read(call, answers)),
                        openAi(
                                "responses/input_tokens",
                                call -> ResponsesReader.count(call, answers)),
                        openAi("responses/compact", call -> ResponsesReader.compact(call, answers)),
                        openAi("completions", Completions::read),
                        openAi("embeddings", Embeddings::openAi),
                        openAi("moderations", Moderations::read),
                        openAi("images/generations", Images::generate),
                        openAi("images/edits", Images::edit),
                        openAi("audio/speech", Speech::read),
                        openAi("audio/transcriptions", Transcripts::transcribe),
                        openAi("audio/translations", Transcripts::translate),
                        Map.entry("/v1/messages", of(Vendor.ANTHROPIC, MessagesReader::read)),
                        Map.entry(
                                "/v1/messages/count_tokens",
                                of(Vendor.ANTHROPIC, MessagesReader::count)));
    }

    /** Null when there is none. */
    @Nullable Endpoint at(String path) {
        return byPath.get(path);
    }

    /** What Gemini calls a custom method of a model. Null when there is none. */
    static @Nullable Endpoint ofModel(String method) {
        return switch (method) {
            case "generateContent" -> of(Vendor.GEMINI, call -> GeminiReader.read(call, false));
            case "streamGenerateContent" ->
                    of(Vendor.GEMINI, call -> GeminiReader.read(call, true));
            case "countTokens" -> of(Vendor.GEMINI, GeminiReader::count);
            case "embedContent" -> of(Vendor.GEMINI, Embeddings::gemini);
            case "batchEmbedContents" -> of(Vendor.GEMINI, Embeddings::geminiBatch);
            default -> null;
        };
    }

    private static Map.Entry<String, Endpoint> openAi(String path, Function<Call, Reading> reader) {
        return Map.entry("/v1/" + path, of(Vendor.OPENAI, reader));
    }

    private static Endpoint of(Vendor vendor, Function<Call, Reading> reader) {
        return new Endpoint(vendor, reader);
    }
}
