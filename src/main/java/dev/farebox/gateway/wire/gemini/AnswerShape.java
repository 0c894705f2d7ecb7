package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.json.JsonTree;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects of which answers of this dialect are made. */
final class AnswerShape {
    private final String model;
    private final String id;

    AnswerShape(String model, String id) {
        this.model = model;
        this.id = id;
    }

    /**
     * One answer object, of a stream or whole; {@code finish} and {@code usage} where they come.
     */
    byte[] object(List<ObjectNode> parts, @Nullable String finish, @Nullable Usage usage) {
        ObjectNode answer = JsonTree.object();
        ObjectNode candidate = answer.putArray("candidates").addObject();
        ObjectNode content = candidate.putObject("content");
        content.putArray("parts").addAll(parts);
        content.put("role", "model");
        if (finish != null) {
            candidate.put("finishReason", finish);
        }
        candidate.put("index", 0);
        if (usage != null) {
            answer.set("usageMetadata", usage(usage));
        }
        answer.put("modelVersion", model);
        answer.put("responseId", id);
        return JsonTree.bytes(answer);
    }

    static ObjectNode text(String text) {
        return JsonTree.object().put("text", text);
    }

    static ObjectNode thought(String text) {
        return JsonTree.object().put("text", text).put("thought", true);
    }

    /** The other dialects' reasons in this one, which has none for calls. */
    static String finish(StopReason reason) {
        return switch (reason) {
            case STOP, STOP_TEXT, TOOL_CALLS, PAUSED -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case REFUSED -> "SAFETY";
        };
    }

    /** The prompt includes what was cached or written to a cache; thoughts stand beside. */
    private static ObjectNode usage(Usage usage) {
        long toolUse = usage.units(Dimension.INPUT_TOOL_RESULT);
        long prompt = usage.inputTokens() - toolUse;
        long thoughts = usage.units(Dimension.REASONING);
        ObjectNode said = JsonTree.object().put("promptTokenCount", prompt);
        said.put("candidatesTokenCount", usage.outputTokens() - thoughts);
        said.put("totalTokenCount", usage.inputTokens() + usage.outputTokens());
        put(said, "cachedContentTokenCount", usage.units(Dimension.CACHED_INPUT));
        put(said, "toolUsePromptTokenCount", toolUse);
        put(said, "thoughtsTokenCount", thoughts);
        details(said, usage, prompt);
        return said;
    }

    private static void details(ObjectNode said, Usage usage, long prompt) {
        long audio = usage.units(Dimension.INPUT_AUDIO);
        long image = usage.units(Dimension.INPUT_IMAGE);
        long video = usage.units(Dimension.INPUT_VIDEO);
        ArrayNode details = said.putArray("promptTokensDetails");
        detail(details, "TEXT", prompt - audio - image - video);
        detail(details, "AUDIO", audio);
        detail(details, "IMAGE", image);
        detail(details, "VIDEO", video);
    }

    private static void detail(ArrayNode details, String modality, long tokens) {
        if (tokens > 0) {
            details.addObject().put("modality", modality).put("tokenCount", tokens);
        }
    }

    private static void put(ObjectNode said, String name, long tokens) {
        if (tokens > 0) {
            said.put(name, tokens);
        }
    }
}
