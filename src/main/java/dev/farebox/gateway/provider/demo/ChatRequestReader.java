package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Message;
import dev.farebox.gateway.provider.demo.Ask.Shape;
import dev.farebox.gateway.provider.demo.Ask.Tool;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads a request body in one pass; only tools, tool choice and response format become trees.
 * Checks what the real endpoint checks and names the parameter at fault.
 */
final class ChatRequestReader {
    private static final int MAX_STOPS = 4;

    private final byte[] body;
    private final JsonParser in;

    private @Nullable String model;
    private @Nullable List<Message> messages;
    private boolean stream;
    private boolean streamOptions;
    private boolean includeUsage;
    private boolean parallelTools = true;
    private int maxTokens = Integer.MAX_VALUE;
    private int extraTokens;
    private List<String> stops = List.of();
    private List<Tool> tools = List.of();
    private Shape shape = Shape.TEXT;
    private ToolChoice toolChoice = ToolChoice.AUTO;

    private ChatRequestReader(byte[] body, JsonParser in) {
        this.body = body;
        this.in = in;
    }

    /** The last message of a user may carry the directive of a fault. */
    static Reading read(byte[] body) {
        try (JsonParser in = JsonText.MAPPER.createParser(body)) {
            Ask ask = new ChatRequestReader(body, in).request();
            String param = "messages[" + (ask.messages().size() - 1) + "].content";
            return new Conversation(ask, Vendor.OPENAI, param, ChatScript::new);
        } catch (Malformed malformed) {
            return malformed.refusal;
        } catch (JacksonException notJson) {
            return Refusal.notJson();
        }
    }

    private Ask request() {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new Malformed(Refusal.notJson());
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (in.currentToken() != JsonToken.VALUE_NULL) {
                field(name);
            }
        }
        if (in.nextToken() != null) {
            throw new Malformed(Refusal.notJson());
        }
        if (model == null) {
            throw new Malformed(Refusal.missing("model"));
        }
        if (messages == null) {
            throw new Malformed(Refusal.missing("messages"));
        }
        if (streamOptions && !stream) {
            throw new Malformed(
                    Refusal.wrongValue("stream_options", "only allowed when 'stream' is enabled."));
        }
        return new Ask(
                model,
                stream,
                includeUsage,
                false,
                maxTokens,
                stops,
                shape,
                tools,
                toolChoice,
                parallelTools,
                messages,
                extraTokens);
    }

    private void field(String name) {
        switch (name) {
            case "model" -> model = text(name);
            case "messages" -> messages = messages();
            case "stream" -> stream = flag(name);
            case "stream_options" -> streamOptions();
            case "max_tokens", "max_completion_tokens" -> maxTokens = positive(name);
            case "n" -> onlyOne(name);
            case "stop" -> stops = stops();
            case "parallel_tool_calls" -> parallelTools = flag(name);
            case "tools" -> tools = sized(() -> FormReader.tools(tree(name)));
            case "tool_choice" -> toolChoice = FormReader.toolChoice(tree(name));
            case "response_format" -> shape = sized(() -> FormReader.shape(tree(name)));
            default -> in.skipChildren();
        }
    }

    private List<Message> messages() {
        expect("messages", JsonToken.START_ARRAY, "an array of objects");
        var list = new ArrayList<Message>();
        var open = new LinkedHashSet<String>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String param = "messages[" + list.size() + "]";
            expect(param, JsonToken.START_OBJECT, "an object");
            var reader = new MessageReader(in, body, param);
            Message message = reader.message();
            list.add(message);
            boolean result = message.role().equals("tool");
            if (result && !open.remove(reader.answered())) {
                throw new Malformed(Refusal.noSuchCall(param + ".role"));
            }
            if (!result) {
                allAnswered(open);
                open.addAll(reader.called());
            }
        }
        allAnswered(open);
        if (list.isEmpty()) {
            throw new Malformed(
                    Refusal.invalid(
                            "Invalid 'messages': empty array. Expected an array with minimum"
                                    + " length 1, but got an empty array instead.",
                            "messages",
                            "empty_array"));
        }
        return List.copyOf(list);
    }

    private void streamOptions() {
        expect("stream_options", JsonToken.START_OBJECT, "an object");
        streamOptions = true;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (name.equals("include_usage") && in.currentToken() != JsonToken.VALUE_NULL) {
                includeUsage = flag("stream_options.include_usage");
            } else {
                in.skipChildren();
            }
        }
    }

    /** The real one wants all results before anything else is said. */
    private static void allAnswered(Set<String> open) {
        if (!open.isEmpty()) {
            throw new Malformed(Refusal.unansweredCalls(open));
        }
    }

    private List<String> stops() {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(in.getString());
        }
        expect("stop", JsonToken.START_ARRAY, "a string or an array of strings");
        var list = new ArrayList<String>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            list.add(text("stop[" + list.size() + "]"));
        }
        if (list.size() > MAX_STOPS) {
            throw new Malformed(Refusal.wrongValue("stop", "at most " + MAX_STOPS + " sequences."));
        }
        return List.copyOf(list);
    }

    private void onlyOne(String name) {
        if (positive(name) != 1) {
            throw new Malformed(
                    Refusal.invalid(
                            "Unsupported value: 'n' must be 1 for this model.",
                            name,
                            "unsupported_value"));
        }
    }

    private int positive(String param) {
        expect(param, JsonToken.VALUE_NUMBER_INT, "an integer");
        long value = in.getLongValue();
        if (value < 1) {
            throw new Malformed(
                    Refusal.invalid(
                            "Invalid '%s': integer below minimum value. Expected a value >= 1, but got %d instead."
                                    .formatted(param, value),
                            param,
                            "integer_below_min_value"));
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private boolean flag(String param) {
        return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw Malformed.wrongType(param, "a boolean", in.currentToken());
        };
    }

    private String text(String param) {
        expect(param, JsonToken.VALUE_STRING, "a string");
        return in.getString();
    }

    private JsonNode tree(String param) {
        if (!in.currentToken().isStructStart() && in.currentToken() != JsonToken.VALUE_STRING) {
            throw Malformed.wrongType(param, "an object", in.currentToken());
        }
        return in.readValueAsTree();
    }

    /** Adds the tokens of what {@code read} consumes: a quarter of its bytes. */
    private <T> T sized(Supplier<T> read) {
        long start = in.currentTokenLocation().getByteOffset();
        T value = read.get();
        long bytes = in.currentLocation().getByteOffset() - start;
        extraTokens = Math.addExact(extraTokens, Math.toIntExact((bytes + 3) / 4));
        return value;
    }

    private void expect(String param, JsonToken token, String expected) {
        if (in.currentToken() != token) {
            throw Malformed.wrongType(param, expected, in.currentToken());
        }
    }
}
