package dev.farebox.gateway;

import dev.farebox.testkit.RawEvents.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One client dialect, spoken plainly: a request by its prompt, and what an answer says. */
enum Talk {
    CHAT,
    RESPONSES,
    MESSAGES,
    GENERATE;

    static final JsonMapper MAPPER = JsonMapper.shared();

    /** A picture of one pixel. */
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    /** What a request has beside its words. */
    enum With {
        NOTHING,
        /** An answer of a few tokens at most. */
        SHORT,
        TOOLS,
        IMAGE,
        THINKING,
        SCHEMA
    }

    /** What an answer came to, in the client's own words. */
    record Said(String text, List<Call> calls, String stop, long inputTokens, long outputTokens) {}

    record Call(String id, String name, JsonNode arguments) {}

    String path(String model, boolean stream) {
        return switch (this) {
            case CHAT -> "/v1/chat/completions";
            case RESPONSES -> "/v1/responses";
            case MESSAGES -> "/v1/messages";
            case GENERATE ->
                    "/v1beta/models/"
                            + model
                            + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        };
    }

    Map<String, String> headers(String key) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/json");
        switch (this) {
            case CHAT, RESPONSES -> headers.put("authorization", "Bearer " + key);
            case MESSAGES -> {
                headers.put("x-api-key", key);
                headers.put("anthropic-version", "2023-06-01");
            }
            case GENERATE -> headers.put("x-goog-api-key", key);
        }
        return headers;
    }

    String body(String model, String prompt, boolean stream, With with) {
        ObjectNode body = MAPPER.createObjectNode();
        if (this != GENERATE) {
            body.put("model", model);
            if (stream) {
                body.put("stream", true);
            }
        }
        switch (this) {
            case CHAT -> chat(body, prompt, stream, with);
            case RESPONSES -> responses(body, prompt, with);
            case MESSAGES -> messages(body, prompt, with);
            case GENERATE -> generate(body, prompt, with);
        }
        return body.toString();
    }

    /** The turn after {@code said}: its first call with {@code result} as what it gave. */
    String afterTool(String model, String prompt, Said said, String result, boolean stream) {
        var body = (ObjectNode) MAPPER.readTree(body(model, prompt, stream, With.TOOLS));
        Call call = said.calls().getFirst();
        String arguments = call.arguments().toString();
        switch (this) {
            case CHAT -> {
                var messages = (ArrayNode) body.get("messages");
                ObjectNode turn = messages.addObject().put("role", "assistant");
                ObjectNode made = turn.putArray("tool_calls").addObject();
                made.put("id", call.id()).put("type", "function");
                made.putObject("function").put("name", call.name()).put("arguments", arguments);
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", call.id())
                        .put("content", result);
            }
            case RESPONSES -> {
                var input = (ArrayNode) body.get("input");
                input.addObject()
                        .put("type", "function_call")
                        .put("call_id", call.id())
                        .put("name", call.name())
                        .put("arguments", arguments);
                input.addObject()
                        .put("type", "function_call_output")
                        .put("call_id", call.id())
                        .put("output", result);
            }
            case MESSAGES -> {
                var messages = (ArrayNode) body.get("messages");
                ObjectNode turn = messages.addObject().put("role", "assistant");
                turn.putArray("content")
                        .addObject()
                        .put("type", "tool_use")
                        .put("id", call.id())
                        .put("name", call.name())
                        .set("input", call.arguments());
                ObjectNode answer = messages.addObject().put("role", "user");
                answer.putArray("content")
                        .addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", call.id())
                        .put("content", result);
            }
            case GENERATE -> {
                var contents = (ArrayNode) body.get("contents");
                ObjectNode turn = contents.addObject().put("role", "model");
                turn.putArray("parts")
                        .addObject()
                        .putObject("functionCall")
                        .put("name", call.name())
                        .set("args", call.arguments());
                ObjectNode answer = contents.addObject().put("role", "user");
                answer.putArray("parts")
                        .addObject()
                        .putObject("functionResponse")
                        .put("name", call.name())
                        .putObject("response")
                        .put("result", result);
            }
        }
        return body.toString();
    }

    private static void chat(ObjectNode body, String prompt, boolean stream, With with) {
        var content = body.putArray("messages").addObject().put("role", "user").putArray("content");
        if (with == With.IMAGE) {
            content.addObject()
                    .put("type", "image_url")
                    .putObject("image_url")
                    .put("url", "data:image/png;base64," + PNG);
        }
        content.addObject().put("type", "text").put("text", prompt);
        if (stream) {
            body.putObject("stream_options").put("include_usage", true);
        }
        switch (with) {
            case TOOLS -> {
                var tool = body.putArray("tools").addObject().put("type", "function");
                tool.set("function", weather("parameters"));
            }
            case THINKING -> body.put("reasoning_effort", "low");
            case SCHEMA -> {
                var format = body.putObject("response_format").put("type", "json_schema");
                format.putObject("json_schema").put("name", "city").set("schema", schema());
            }
            case SHORT -> body.put("max_completion_tokens", 16);
            case NOTHING, IMAGE -> {}
        }
    }

    private static void responses(ObjectNode body, String prompt, With with) {
        var content = body.putArray("input").addObject().put("role", "user").putArray("content");
        if (with == With.IMAGE) {
            content.addObject()
                    .put("type", "input_image")
                    .put("image_url", "data:image/png;base64," + PNG);
        }
        content.addObject().put("type", "input_text").put("text", prompt);
        switch (with) {
            case TOOLS -> {
                ObjectNode tool = weather("parameters").put("type", "function");
                body.putArray("tools").add(tool);
            }
            case THINKING ->
                    body.putObject("reasoning").put("effort", "low").put("summary", "auto");
            case SCHEMA -> {
                var format = body.putObject("text").putObject("format");
                format.put("type", "json_schema").put("name", "city").set("schema", schema());
            }
            case SHORT -> body.put("max_output_tokens", 16);
            case NOTHING, IMAGE -> {}
        }
    }

    private static void messages(ObjectNode body, String prompt, With with) {
        body.put("max_tokens", 3000);
        var content = body.putArray("messages").addObject().put("role", "user").putArray("content");
        if (with == With.IMAGE) {
            content.addObject()
                    .put("type", "image")
                    .putObject("source")
                    .put("type", "base64")
                    .put("media_type", "image/png")
                    .put("data", PNG);
        }
        content.addObject().put("type", "text").put("text", prompt);
        switch (with) {
            case TOOLS -> body.putArray("tools").add(weather("input_schema"));
            case THINKING ->
                    body.putObject("thinking").put("type", "enabled").put("budget_tokens", 1024);
            case SCHEMA -> {
                var format = body.putObject("output_config").putObject("format");
                format.put("type", "json_schema").set("schema", schema());
            }
            case SHORT -> body.put("max_tokens", 16);
            case NOTHING, IMAGE -> {}
        }
    }

    private static void generate(ObjectNode body, String prompt, With with) {
        var parts = body.putArray("contents").addObject().put("role", "user").putArray("parts");
        if (with == With.IMAGE) {
            parts.addObject().putObject("inlineData").put("mimeType", "image/png").put("data", PNG);
        }
        parts.addObject().put("text", prompt);
        switch (with) {
            case TOOLS ->
                    body.putArray("tools")
                            .addObject()
                            .putArray("functionDeclarations")
                            .add(weather("parameters"));
            case THINKING -> {
                var thinking = body.putObject("generationConfig").putObject("thinkingConfig");
                thinking.put("thinkingBudget", 1024).put("includeThoughts", true);
            }
            case SCHEMA -> {
                var config = body.putObject("generationConfig");
                config.put("responseMimeType", "application/json");
                config.set("responseJsonSchema", schema());
            }
            case SHORT -> body.putObject("generationConfig").put("maxOutputTokens", 16);
            case NOTHING, IMAGE -> {}
        }
    }

    private static ObjectNode weather(String schemaName) {
        ObjectNode tool = MAPPER.createObjectNode();
        tool.put("name", "get_weather").put("description", "The weather of a city");
        tool.set(schemaName, schema());
        return tool;
    }

    private static ObjectNode schema() {
        ObjectNode schema = MAPPER.createObjectNode();
        schema.put("type", "object");
        schema.putObject("properties").putObject("city").put("type", "string");
        schema.putArray("required").add("city");
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Of a whole answer. */
    Said whole(String body) {
        JsonNode json = MAPPER.readTree(body);
        return switch (this) {
            case CHAT -> Heard.chat(json);
            case RESPONSES -> Heard.responses(json);
            case MESSAGES -> Heard.messages(json);
            case GENERATE -> Heard.generate(List.of(json));
        };
    }

    /** Of a stream that ended cleanly. */
    Said stream(List<Event> events) {
        var data = new ArrayList<JsonNode>();
        for (Event event : events) {
            if (!event.isComment() && !event.isDone()) {
                data.add(MAPPER.readTree(event.data()));
            }
        }
        return switch (this) {
            case CHAT -> Heard.chatStream(data);
            case RESPONSES -> Heard.responsesStream(data);
            case MESSAGES -> Heard.messagesStream(data);
            case GENERATE -> Heard.generate(data);
        };
    }

    /** Whether an SDK would take what came so far for a whole answer. */
    boolean looksComplete(List<Event> events) {
        return events.stream().anyMatch(this::endsIt);
    }

    private boolean endsIt(Event event) {
        if (event.isDone()) {
            return true;
        }
        JsonNode data = MAPPER.readTree(event.data().isEmpty() ? "{}" : event.data());
        return switch (this) {
            case CHAT -> data.at("/choices/0/finish_reason").isString();
            case RESPONSES ->
                    data.path("type").asString("").equals("response.completed")
                            || data.path("type").asString("").equals("response.incomplete");
            case MESSAGES ->
                    data.path("type").asString("").equals("message_stop")
                            || data.at("/delta/stop_reason").isString();
            case GENERATE -> data.at("/candidates/0/finishReason").isString();
        };
    }

    /** Whether this event tells the client that something went wrong. */
    boolean isError(Event event) {
        JsonNode data = MAPPER.readTree(event.data().isEmpty() ? "{}" : event.data());
        return switch (this) {
            case CHAT -> data.at("/error/message").isString();
            case RESPONSES -> data.path("type").asString("").equals("response.failed");
            case MESSAGES -> data.path("type").asString("").equals("error");
            case GENERATE -> data.at("/error/code").isNumber();
        };
    }
}
