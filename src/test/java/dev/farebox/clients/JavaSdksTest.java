package dev.farebox.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.ThinkingConfigEnabled;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import dev.farebox.testkit.Proves;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDKs for Java do everything that they are used for. */
@ExtendWith(WithClients.class)
class JavaSdksTest {
    private static final String RESULT = "17 degrees and rain";
    private static final String BOTH =
            """
            !tool Weather {"city":"Oslo"}
            !tool Weather {"city":"Paris"}
            Compare the two.\
            """;
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    @SuppressWarnings("NullAway.Init")
    private static ClientWorld world;

    @SuppressWarnings("NullAway.Init")
    private static Where where;

    /** A tool and a shape, as the SDKs make them from classes. */
    public static class Weather {
        public String city = "";
    }

    @BeforeAll
    static void start(ClientWorld shared) {
        world = shared;
        where = new Where(shared.url(), shared.usual().key());
    }

    @Proves("BUY-5")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai-java chat",
                "openai-java responses",
                "anthropic-java",
                "LangChain4j OpenAI",
                "LangChain4j Anthropic",
                "LangChain4j Gemini"
            })
    void a_stream_arrives_whole(String name) {
        Turn turn = Callers.named(name).turn(world, where, "Tell me about tea");
        assertThat(turn.failed()).as(turn.error()).isFalse();
        assertThat(turn.text()).contains("tea");
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model(ClientWorld.MODEL);
    }

    private static MessageCreateParams.Builder messages() {
        return MessageCreateParams.builder().model(ClientWorld.MODEL).maxTokens(2000);
    }

    @Test
    void openai_chat_tells_usage_and_the_models() {
        var client = JavaTurns.openai(where);
        var answer =
                client.chat()
                        .completions()
                        .create(chat().addUserMessage("Tell me about tea").build());
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
        assertThat(client.models().list().data())
                .anyMatch(model -> model.id().equals(ClientWorld.MODEL));
    }

    @Test
    void openai_chat_calls_tools_side_by_side_in_a_stream() {
        var client = JavaTurns.openai(where);
        var ask = chat().addUserMessage(BOTH).addTool(Weather.class);
        var accumulator = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(ask.build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        ChatCompletionMessage said = accumulator.chatCompletion().choices().getFirst().message();
        List<ChatCompletionMessageFunctionToolCall> calls =
                said.toolCalls().orElseThrow().stream()
                        .flatMap(call -> call.function().stream())
                        .toList();
        assertThat(calls)
                .extracting(call -> call.function().arguments(Weather.class).city)
                .containsExactly("Oslo", "Paris");
        ask.addMessage(said);
        calls.forEach(call ->
                ask.addMessage(
                        ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content(RESULT)
                                .build()));
        var answer = client.chat().completions().create(ask.build());
        assertThat(answer.choices().getFirst().message().content().orElseThrow()).contains(RESULT);
    }

    @Test
    void openai_answers_take_the_shape_of_a_class() {
        var client = JavaTurns.openai(where);
        var chat =
                client.chat()
                        .completions()
                        .create(
                                chat().addUserMessage("A city")
                                        .responseFormat(Weather.class)
                                        .build());
        assertThat(chat.choices().getFirst().message().content().orElseThrow().city).isNotEmpty();
        var response =
                client.responses()
                        .create(
                                ResponseCreateParams.builder()
                                        .model(ClientWorld.MODEL)
                                        .input("A city")
                                        .text(Weather.class)
                                        .build());
        assertThat(
                        response.output().stream()
                                .flatMap(item -> item.message().stream())
                                .flatMap(message -> message.content().stream())
                                .map(content -> content.asOutputText().city))
                .singleElement()
                .satisfies(city -> assertThat(city).isNotEmpty());
    }

    @Test
    void openai_embeddings_come_in_the_form_that_the_sdk_asks_for() {
        var ask =
                EmbeddingCreateParams.builder()
                        .model(ClientWorld.EMBEDDING_MODEL)
                        .input("Hello")
                        .build();
        var answer = JavaTurns.openai(where).embeddings().create(ask);
        assertThat(answer.data().getFirst().embedding()).isNotEmpty();
    }

    @Test
    void anthropic_calls_tools_side_by_side_in_a_stream() {
        var client = JavaTurns.anthropic(where);
        var ask = messages().addUserMessage(BOTH).addTool(weather());
        var accumulator = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(ask.build())) {
            stream.stream().forEach(accumulator::accumulate);
        }
        Message said = accumulator.message();
        List<ToolUseBlock> calls =
                said.content().stream().flatMap(block -> block.toolUse().stream()).toList();
        assertThat(calls)
                .extracting(call -> String.valueOf(call._input()))
                .containsExactly("{city=Oslo}", "{city=Paris}");
        ask.addMessage(said);
        ask.addUserMessageOfContentBlockParams(
                calls.stream()
                        .map(call ->
                                ContentBlockParam.ofToolResult(
                                        ToolResultBlockParam.builder()
                                                .toolUseId(call.id())
                                                .content(RESULT)
                                                .build()))
                        .toList());
        assertThat(text(client.messages().create(ask.build()))).contains(RESULT);
    }

    private static com.anthropic.models.messages.Tool weather() {
        var city = JsonValue.from(Map.of("city", Map.of("type", "string")));
        return com.anthropic.models.messages.Tool.builder()
                .name("Weather")
                .description("The weather in one city")
                .inputSchema(
                        com.anthropic.models.messages.Tool.InputSchema.builder()
                                .putAdditionalProperty("properties", city)
                                .addRequired("city")
                                .build())
                .build();
    }

    @Test
    void anthropic_thinks_and_signs_it() {
        var ask =
                messages()
                        .addUserMessage("Why is the sky blue?")
                        .thinking(ThinkingConfigEnabled.builder().budgetTokens(1024).build());
        Message answer = JavaTurns.anthropic(where).messages().create(ask.build());
        assertThat(answer.content().stream().flatMap(block -> block.thinking().stream()))
                .singleElement()
                .satisfies(thought -> {
                    assertThat(thought.thinking()).isNotEmpty();
                    assertThat(thought.signature()).isNotEmpty();
                });
    }

    @Test
    void anthropic_sees_images_takes_shapes_counts_tokens_and_lists_models() {
        var client = JavaTurns.anthropic(where);
        var image =
                Base64ImageSource.builder()
                        .data(PIXEL)
                        .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                        .build();
        var seen =
                messages()
                        .addUserMessageOfContentBlockParams(
                                List.of(
                                        ContentBlockParam.ofImage(image),
                                        ContentBlockParam.ofText("What is this?")));
        assertThat(text(client.messages().create(seen.build()))).isNotEmpty();
        var shaped = messages().addUserMessage("A city").outputConfig(Weather.class).build();
        assertThat(client.messages().create(shaped).content().getFirst().asText().text().city)
                .isNotEmpty();
        var counted =
                MessageCountTokensParams.builder()
                        .model(ClientWorld.MODEL)
                        .addUserMessage("Hello")
                        .build();
        assertThat(client.messages().countTokens(counted).inputTokens()).isPositive();
        assertThat(client.models().list().data())
                .anyMatch(model -> model.id().equals(ClientWorld.MODEL));
    }

    @Test
    void an_unknown_model_is_not_found() {
        assertThatThrownBy(() ->
                        JavaTurns.anthropic(where)
                                .messages()
                                .create(messages().model("no-such").addUserMessage("Hi").build()))
                .isInstanceOf(com.anthropic.errors.NotFoundException.class)
                .isInstanceOf(AnthropicServiceException.class);
        assertThatThrownBy(() ->
                        JavaTurns.openai(where)
                                .chat()
                                .completions()
                                .create(chat().model("no-such").addUserMessage("Hi").build()))
                .isInstanceOf(com.openai.errors.NotFoundException.class);
    }

    /** An assistant as LangChain4j makes it from an interface. */
    interface Assistant {
        String answer(String question);

        Weather city(String question);
    }

    static final class Tools {
        private final List<String> asked = new ArrayList<>();

        @Tool("The weather in one city")
        String weather(String city) {
            asked.add(city);
            return RESULT;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "gemini"})
    void langchain4j_runs_tools_and_takes_shapes(String provider) {
        ChatModel model = langchain(provider);
        var tools = new Tools();
        var assistant = AiServices.builder(Assistant.class).chatModel(model).tools(tools).build();
        String order = "!tool weather {\"%s\":\"Oslo\"}\n".formatted(parameter());
        assertThat(assistant.answer(order + "What is it like in Oslo?")).contains(RESULT);
        assertThat(tools.asked).containsExactly("Oslo");
        var shaper = AiServices.create(Assistant.class, model);
        assertThat(shaper.city("A city").city).isNotEmpty();
    }

    /** What the compiler called the tool's parameter. */
    private static String parameter() {
        return Stream.of(Tools.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("weather"))
                .findFirst()
                .orElseThrow()
                .getParameters()[0]
                .getName();
    }

    private static ChatModel langchain(String provider) {
        return switch (provider) {
            case "openai" ->
                    OpenAiChatModel.builder()
                            .baseUrl(where.versioned())
                            .apiKey(where.key())
                            .modelName(ClientWorld.MODEL)
                            .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                            .build();
            case "anthropic" ->
                    AnthropicChatModel.builder()
                            .baseUrl(where.versioned())
                            .apiKey(where.key())
                            .modelName(ClientWorld.MODEL)
                            .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                            .build();
            default ->
                    GoogleAiGeminiChatModel.builder()
                            .baseUrl(where.url() + "/v1beta")
                            .apiKey(where.key())
                            .modelName(ClientWorld.MODEL)
                            .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                            .build();
        };
    }

    private static String text(Message message) {
        var text = new StringBuilder();
        message.content().stream()
                .map(ContentBlock::text)
                .flatMap(found -> found.stream())
                .forEach(found -> text.append(found.text()));
        return text.toString();
    }
}
