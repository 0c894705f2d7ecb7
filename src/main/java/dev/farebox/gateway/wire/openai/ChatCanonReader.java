package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.KeyGuard;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads a chat completion request for translation.
 *
 * <p><b>Dropped</b>, because the answer means the same without it: {@code user}, {@code metadata},
 * {@code safety_identifier}, {@code prompt_cache_key}, {@code prompt_cache_retention}, {@code
 * prompt_cache_options}, {@code verbosity}, {@code store} when false, {@code service_tier} when
 * {@code auto} or {@code default}, {@code usage} (OpenRouter's wish to be told the cost), {@code
 * cache_control} and {@code name} of messages, signatures within {@code reasoning_details}.
 *
 * <p><b>Refused by name</b>: every other member that is not null and not known here, among them
 * {@code n} above 1, {@code logprobs}, {@code top_logprobs}, {@code logit_bias}, {@code
 * prediction}, {@code audio} and audio among {@code modalities}, {@code web_search_options}, {@code
 * functions}, {@code store} when true, tiers that cost otherwise, custom tools with a grammar,
 * files by id.
 */
public final class ChatCanonReader {
    private static final Set<String> DROPPED =
            Set.of(
                    "user",
                    "metadata",
                    "safety_identifier",
                    "prompt_cache_key",
                    "prompt_cache_retention",
                    "prompt_cache_options",
                    "verbosity",
                    "usage");

    /** Read from the scan, or here by name. */
    private static final Set<String> READ =
            Set.of(
                    "model",
                    "messages",
                    "stream",
                    "stream_options",
                    "max_tokens",
                    "max_completion_tokens",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "temperature",
                    "top_p",
                    "top_k",
                    "seed",
                    "presence_penalty",
                    "frequency_penalty",
                    "stop",
                    "response_format",
                    "reasoning_effort",
                    "reasoning",
                    "include_reasoning",
                    "thinking");

    private final JsonNode body;
    private final Objections objections = new Objections();

    private ChatCanonReader(JsonNode body) {
        this.body = body;
    }

    /** Never throws for what a client sent. */
    public static CanonRead read(ClientRequest request) {
        return JsonTree.read(request.body())
                .map(tree -> new ChatCanonReader(tree).read(request, tree))
                .orElseGet(() ->
                        new CanonRead.Refused(
                                new Untranslatable("messages", "The body is not JSON.")));
    }

    private CanonRead read(ClientRequest request, JsonNode tree) {
        tree.properties().forEach(member -> known(member.getKey(), member.getValue()));
        List<Turn> turns = new ChatTurns(objections).read(body.path("messages"));
        List<Tool> tools = ChatTools.tools(body.path("tools"), objections);
        ToolChoice choice = ChatTools.choice(body.path("tool_choice"), objections);
        ChatThinking thinking = ChatThinking.of(body, objections);
        var canon =
                new CanonRequest(
                        turns,
                        tools,
                        choice,
                        objections.bool(
                                body.path("parallel_tool_calls"), "parallel_tool_calls", true),
                        request.maxOutput(),
                        sampling(),
                        stop(),
                        format(),
                        thinking.thinking(),
                        thinking.shown(),
                        request.stream());
        Untranslatable refused = objections.first();
        return refused == null ? new CanonRead.Request(canon) : new CanonRead.Refused(refused);
    }

    private void known(String name, JsonNode value) {
        if (value.isNull() || READ.contains(name) || DROPPED.contains(name)) {
            return;
        }
        boolean harmless =
                switch (name) {
                    case "n" -> value.isIntegralNumber() && value.asLong(0) == 1;
                    case "store", "logprobs" -> value.isBoolean() && !value.booleanValue();
                    case "top_logprobs" -> value.isIntegralNumber() && value.asLong(1) == 0;
                    case "logit_bias" -> value.isObject() && value.isEmpty();
                    case "service_tier" ->
                            value.isString()
                                    && Set.of("auto", "default").contains(value.stringValue());
                    case "modalities" -> onlyText(value);
                    default -> false;
                };
        if (!harmless) {
            objections.unsupported(KeyGuard.shown(name));
        }
    }

    private static boolean onlyText(JsonNode modalities) {
        for (JsonNode modality : modalities) {
            if (!modality.isString() || !modality.stringValue().equals("text")) {
                return false;
            }
        }
        return modalities.isArray();
    }

    private Sampling sampling() {
        return new Sampling(
                objections.number(body.path("temperature"), "temperature", 0, 2),
                objections.number(body.path("top_p"), "top_p", 0, 1),
                objections.integer(body.path("top_k"), "top_k"),
                objections.integer(body.path("seed"), "seed"),
                objections.number(body.path("presence_penalty"), "presence_penalty", -2, 2),
                objections.number(body.path("frequency_penalty"), "frequency_penalty", -2, 2));
    }

    private List<String> stop() {
        JsonNode stop = body.path("stop");
        if (Objections.isAbsent(stop)) {
            return List.of();
        }
        if (stop.isString()) {
            return List.of(stop.stringValue());
        }
        if (!stop.isArray()) {
            objections.wrong("stop", "a string or an array of strings");
        }
        var texts = new ArrayList<String>();
        for (JsonNode text : stop) {
            texts.add(objections.required(text, "stop"));
        }
        return texts;
    }

    private Format format() {
        JsonNode format = body.path("response_format");
        if (Objections.isAbsent(format)) {
            return new Format.Text();
        }
        return switch (objections.required(format.path("type"), "response_format.type")) {
            case "text" -> new Format.Text();
            case "json_object" -> new Format.AnyJson();
            case "json_schema" -> schema(format.path("json_schema"));
            default -> {
                objections.unsupported("response_format.type");
                yield new Format.Text();
            }
        };
    }

    private Format schema(JsonNode form) {
        String param = "response_format.json_schema";
        if (!form.path("schema").isObject()) {
            objections.wrong(param + ".schema", "an object");
        }
        return new Format.Schema(
                objections.text(form.path("name"), param + ".name"),
                form.path("schema"),
                objections.bool(form.path("strict"), param + ".strict", false));
    }
}
