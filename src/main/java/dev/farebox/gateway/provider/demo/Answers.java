package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.ChatRequest.Tool;
import dev.farebox.gateway.provider.demo.ChatRequest.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Decides what the demo models say. The same request gets the same answer. */
final class Answers {
    private static final int REASONING_STEP = 64;
    private static final int RESULT_CHARS = 200;
    private static final String ANY_JSON =
            """
            {"type":"object","properties":{"topic":{"type":"string"},"summary":{"type":"string"},\
            "points":{"type":"array","minItems":2,"items":{"type":"string"}},\
            "confidence":{"type":"number","minimum":0,"maximum":1}}}\
            """;
    private static final JsonNode ANY_JSON_SCHEMA = JsonText.MAPPER.readTree(ANY_JSON);
    private static final JsonNode NO_PARAMETERS =
            JsonText.MAPPER.readTree("{\"type\":\"object\",\"properties\":{}}");

    private final ChatRequest request;
    private final Prompt prompt;
    private final Dice dice;
    private final Prose prose;

    /** {@code text} is the last user message without a directive. */
    private Answers(ChatRequest request, String text) {
        this.request = request;
        this.prompt = Prompt.of(text);
        this.dice = new Dice(request.seed());
        this.prose = new Prose(dice, prompt.topic());
    }

    static Answer to(ChatRequest request, String text) {
        return new Answers(request, text)
                .whole()
                .stoppedBefore(request.stops())
                .limited(request.maxTokens());
    }

    private Answer whole() {
        int reasoning =
                request.model().contains("reasoner") ? REASONING_STEP * (1 + dice.below(8)) : 0;
        List<Tool> called = toolsToCall();
        if (!called.isEmpty()) {
            return new Answer(List.of(), calls(called), reasoning, "tool_calls");
        }
        return new Answer(Pieces.of(text()), List.of(), reasoning, "stop");
    }

    private String text() {
        if (request.shape().json()) {
            JsonNode schema = request.shape().schema();
            return sample(schema == null ? ANY_JSON_SCHEMA : schema, names());
        }
        if (request.last().role().equals("tool")) {
            return "The tool answered: "
                    + shortened(request.last().text())
                    + "\n\n"
                    + prose.answer();
        }
        if (request.model().contains("long") || prompt.asksForLength()) {
            return prose.story(prompt.wordCount());
        }
        return prose.answer();
    }

    private List<Tool> toolsToCall() {
        Mode mode = request.toolChoice().mode();
        List<Tool> tools = request.tools();
        if (tools.isEmpty() || mode == Mode.NONE) {
            return List.of();
        }
        if (mode == Mode.NAMED) {
            return tools.stream()
                    .filter(tool -> tool.name().equals(request.toolChoice().name()))
                    .limit(1)
                    .toList();
        }
        List<Tool> named = tools.stream().filter(tool -> prompt.names(tool.name())).toList();
        boolean asked =
                request.last().role().equals("user") && (!named.isEmpty() || prompt.asksForTool());
        if (mode != Mode.REQUIRED && !asked) {
            return List.of();
        }
        return asOftenAsAsked(named.isEmpty() ? List.of(tools.getFirst()) : named);
    }

    private List<Tool> asOftenAsAsked(List<Tool> tools) {
        int wanted = request.parallelTools() ? prompt.calls() : 1;
        if (wanted == 1) {
            return List.of(tools.getFirst());
        }
        var calls = new ArrayList<Tool>();
        for (int i = 0; i < Math.max(wanted, tools.size()); i++) {
            calls.add(tools.get(i % tools.size()));
        }
        return calls;
    }

    private List<Answer.Call> calls(List<Tool> tools) {
        List<String> names = names();
        var calls = new ArrayList<Answer.Call>();
        for (Tool tool : tools) {
            String id = "call_%016x".formatted(dice.bits());
            JsonNode parameters = tool.parameters();
            // Each call gets a name of its own, so that "Oslo and Paris" asks for both.
            List<String> own = List.of(names.get(calls.size() % names.size()));
            String arguments = sample(parameters == null ? NO_PARAMETERS : parameters, own);
            calls.add(new Answer.Call(id, tool.name(), Pieces.of(arguments)));
        }
        return calls;
    }

    private List<String> names() {
        List<String> names = prompt.names();
        return names.isEmpty() ? List.of(prompt.topic()) : names;
    }

    private String sample(JsonNode schema, List<String> names) {
        return new SchemaSample(schema, dice, prose, names).json();
    }

    private static String shortened(String text) {
        if (text.length() <= RESULT_CHARS) {
            return text;
        }
        int end =
                Character.isHighSurrogate(text.charAt(RESULT_CHARS - 1))
                        ? RESULT_CHARS - 1
                        : RESULT_CHARS;
        return text.substring(0, end) + " ...";
    }
}
