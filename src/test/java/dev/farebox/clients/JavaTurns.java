package dev.farebox.clients;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One streamed answer by each client for Java, as its documentation has it. */
final class JavaTurns {
    private static final long LANGCHAIN_SECONDS = 90;

    private JavaTurns() {}

    static OpenAIClient openai(Where where) {
        return OpenAIOkHttpClient.builder().baseUrl(where.versioned()).apiKey(where.key()).build();
    }

    static com.anthropic.client.AnthropicClient anthropic(Where where) {
        return AnthropicOkHttpClient.builder().baseUrl(where.url()).apiKey(where.key()).build();
    }

    static Turn openaiChat(Where where, String prompt) {
        var text = new StringBuilder();
        var ask =
                ChatCompletionCreateParams.builder()
                        .model(ClientWorld.MODEL)
                        .addUserMessage(prompt)
                        .build();
        try (var stream = openai(where).chat().completions().createStreaming(ask)) {
            stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> choice.delta().content().ifPresent(text::append));
            return Turn.answered(text.toString());
        } catch (RuntimeException failure) {
            return Turn.failed(text.toString(), failure);
        }
    }

    static Turn openaiResponses(Where where, String prompt) {
        var text = new StringBuilder();
        var ask = ResponseCreateParams.builder().model(ClientWorld.MODEL).input(prompt).build();
        try (var stream = openai(where).responses().createStreaming(ask)) {
            stream.stream()
                    .forEach(event ->
                            event.outputTextDelta().ifPresent(delta -> text.append(delta.delta())));
            return Turn.answered(text.toString());
        } catch (RuntimeException failure) {
            return Turn.failed(text.toString(), failure);
        }
    }

    static Turn anthropicMessages(Where where, String prompt) {
        var text = new StringBuilder();
        var ask =
                MessageCreateParams.builder()
                        .model(ClientWorld.MODEL)
                        .maxTokens(400)
                        .addUserMessage(prompt)
                        .build();
        try (var stream = anthropic(where).messages().createStreaming(ask)) {
            stream.stream()
                    .flatMap(event -> event.contentBlockDelta().stream())
                    .flatMap(delta -> delta.delta().text().stream())
                    .forEach(delta -> text.append(delta.text()));
            return Turn.answered(text.toString());
        } catch (RuntimeException failure) {
            return Turn.failed(text.toString(), failure);
        }
    }

    static Turn langchainOpenai(Where where, String prompt) {
        return stream(
                OpenAiStreamingChatModel.builder()
                        .baseUrl(where.versioned())
                        .apiKey(where.key())
                        .modelName(ClientWorld.MODEL)
                        .build(),
                prompt);
    }

    static Turn langchainAnthropic(Where where, String prompt) {
        return stream(
                AnthropicStreamingChatModel.builder()
                        .baseUrl(where.versioned())
                        .apiKey(where.key())
                        .modelName(ClientWorld.MODEL)
                        .build(),
                prompt);
    }

    static Turn langchainGemini(Where where, String prompt) {
        return stream(
                GoogleAiGeminiStreamingChatModel.builder()
                        .baseUrl(where.url() + "/v1beta")
                        .apiKey(where.key())
                        .modelName(ClientWorld.MODEL)
                        .build(),
                prompt);
    }

    private static Turn stream(StreamingChatModel model, String prompt) {
        var text = new ConcurrentLinkedQueue<String>();
        var end = new CompletableFuture<Turn>();
        model.chat(
                prompt,
                new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String part) {
                        text.add(part);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        end.complete(Turn.answered(response.aiMessage().text()));
                    }

                    @Override
                    public void onError(Throwable error) {
                        end.complete(Turn.failed(String.join("", text), error));
                    }
                });
        try {
            return end.get(LANGCHAIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            return Turn.failed(String.join("", text), failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Turn.failed(String.join("", text), stop);
        }
    }
}
