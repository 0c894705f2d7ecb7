package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Tool;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice.Mode;
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

    private final Ask request;
    private final Prompt prompt;
    private final Dice dice;
    private final Prose prose;
    private final Wishes wishes;

    /** {@code text} is the last user message without a directive. */
    private Answers(Ask request, String text) {
        this.request = request;
        this.wishes = Wishes.of(text);
        this.prompt = Prompt.of(wishes.text());
        this.dice = new Dice(request.seed());
        this.prose = new Prose(dice, prompt.topic());
    }

    static Answer to(Ask request, String text) {
        return new Answers(request, text)
                .whole()
                .stoppedBefore(request.stops())
                .limited(request.maxTokens());
    }

    private Answer whole() {
        boolean thinks = request.thinking() || request.model().contains("reasoner");
        int reasoning = thinks ? REASONING_STEP * (1 + dice.below(8)) : 0;
        List<String> thoughts = thinks ? thoughts() : List.of();
        List<Answer.Call> calls =
                wishes.calls().isEmpty() ? calls(toolsToCall()) : wished(wishes.calls());
        return calls.isEmpty()
                ? Answer.text(thoughts, Pieces.of(text()), reasoning)
                : new Answer(thoughts, List.of(), calls, reasoning, Answer.Finish.TOOL_CALLS, "");
    }

    /** Fewer than the reasoning tokens: what is shown of thinking is less than what it cost. */
    private List<String> thoughts() {
        var own = new Prose(new Dice(~request.seed()), prompt.topic());
        var pieces = Pieces.of("Let me think about " + prompt.topic() + ". " + own.sentence());
        return pieces.subList(0, Math.min(pieces.size(), REASONING_STEP));
    }

    /** Exactly the calls that the prompt orders, when tools may be called at all. */
    private List<Answer.Call> wished(List<Wishes.Call> wanted) {
        boolean may =
                request.last().role().equals("user")
                        && !request.tools().isEmpty()
                        && request.toolChoice().mode() != Mode.NONE;
        return !may
                ? List.of()
                : wanted.stream()
                        .map(call ->
                                new Answer.Call(
                                        callId(),
                                        call.name(),
                                        Pieces.of(
                                                call.arguments().isEmpty()
                                                        ? "{}"
                                                        : call.arguments())))
                        .toList();
    }

    private String callId() {
        return "call_%016x".formatted(dice.bits());
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
            String id = callId();
            JsonNode parameters = tool.parameters();
            // Each call gets a name of its own, so that "Oslo and Paris" asks for both.
            List<String> own = List.of(names.get(calls.size() % names.size()));
            String arguments =
                    tool.custom()
                            ? "Look at " + own.getFirst() + "."
                            : sample(parameters == null ? NO_PARAMETERS : parameters, own);
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
