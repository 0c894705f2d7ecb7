package dev.farebox.gateway.provider.demo;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How the tests ask the demo provider the same thing in each dialect. */
enum Dialect {
    CHAT(
            "/v1/chat/completions",
            "/usage",
            "/choices/0/message/content",
            "/choices/0/delta/content"),
    COMPLETIONS("/v1/completions", "/usage", "/choices/0/text", "/choices/0/text"),
    RESPONSES("/v1/responses", "/response/usage", "/output/0/content/0/text", "/delta"),
    MESSAGES("/v1/messages", "/usage", "/content/0/text", "/delta/text"),
    GEMINI(
            "/v1beta/models/demo-chat:",
            "/usageMetadata",
            "/candidates/0/content/parts/0/text",
            "/candidates/0/content/parts/0/text");

    private final String path;
    private final String usageAt;
    private final String wholeTextAt;
    private final String deltaAt;

    Dialect(String path, String usageAt, String wholeTextAt, String deltaAt) {
        this.path = path;
        this.usageAt = usageAt;
        this.wholeTextAt = wholeTextAt;
        this.deltaAt = deltaAt;
    }

    RawHttp open(DemoUpstream demo, String prompt, boolean stream) throws IOException {
        String method = stream ? "streamGenerateContent?alt=sse" : "generateContent";
        return RawHttp.connect(demo.port())
                .request(
                        "POST",
                        this == GEMINI ? path + method : path,
                        headers(),
                        body(prompt, stream));
    }

    RawHttp.Answer whole(DemoUpstream demo, String prompt) throws IOException {
        try (var http = open(demo, prompt, false)) {
            return http.answer();
        }
    }

    Map<String, String> headers() {
        return switch (this) {
            case CHAT, COMPLETIONS, RESPONSES -> RawHttp.json(DemoUpstream.KEY);
            case MESSAGES -> MessagesDialectTest.HEADERS;
            case GEMINI -> GeminiDialectTest.HEADERS;
        };
    }

    private String body(String prompt, boolean stream) {
        String text = JsonText.quoted(prompt);
        String more = stream ? ",\"stream\":true" : "";
        String usage = stream ? ",\"stream_options\":{\"include_usage\":true}" : "";
        return switch (this) {
            case CHAT ->
                    "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s%s}"
                            .formatted(text, more, usage);
            case COMPLETIONS ->
                    "{\"model\":\"demo-chat\",\"prompt\":%s%s%s}".formatted(text, more, usage);
            case RESPONSES -> "{\"model\":\"demo-chat\",\"input\":%s%s}".formatted(text, more);
            case MESSAGES ->
                    "{\"model\":\"demo-chat\",\"max_tokens\":4000,\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
                            .formatted(text, more);
            case GEMINI -> "{\"contents\":[{\"parts\":[{\"text\":%s}]}]}".formatted(text);
        };
    }

    String text(List<Event> events) {
        var text = new StringBuilder();
        for (JsonNode chunk : DemoCall.chunks(events)) {
            text.append(chunk.at(deltaAt).asString(""));
        }
        return text.toString();
    }

    String wholeText(JsonNode answer) {
        return answer.at(wholeTextAt).asString("");
    }

    /** The last usage that is reported; missing when there is none. */
    JsonNode usage(List<Event> events) {
        JsonNode last = DemoCall.JSON.missingNode();
        for (JsonNode chunk : DemoCall.chunks(events)) {
            JsonNode usage = chunk.at(usageAt);
            last = usage.isMissingNode() || usage.isNull() ? last : usage;
        }
        return last;
    }

    JsonNode wholeUsage(JsonNode answer) {
        return answer.at(this == RESPONSES ? "/usage" : usageAt);
    }

    String inputName() {
        return switch (this) {
            case CHAT, COMPLETIONS -> "prompt_tokens";
            case RESPONSES, MESSAGES -> "input_tokens";
            case GEMINI -> "promptTokenCount";
        };
    }

    String outputName() {
        return switch (this) {
            case CHAT, COMPLETIONS -> "completion_tokens";
            case RESPONSES, MESSAGES -> "output_tokens";
            case GEMINI -> "candidatesTokenCount";
        };
    }

    /** Whether this event is the end that the dialect has. */
    boolean ends(Event event) {
        return switch (this) {
            case CHAT, COMPLETIONS -> event.isDone();
            case RESPONSES -> event.name().equals("response.completed");
            case MESSAGES -> event.name().equals("message_stop");
            case GEMINI -> event.data().contains("\"finishReason\"");
        };
    }

    /** Whether this event, or body, is an error. */
    boolean isError(String json) {
        JsonNode tree = DemoCall.JSON.readTree(json);
        return switch (this) {
            case CHAT, COMPLETIONS, GEMINI -> tree.path("error").isObject();
            case RESPONSES ->
                    tree.path("error").isObject()
                            || tree.path("type").asString("").equals("response.failed");
            case MESSAGES -> tree.path("type").asString("").equals("error");
        };
    }
}
