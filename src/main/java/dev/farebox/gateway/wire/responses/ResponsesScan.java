package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.AskedTier;
import dev.farebox.gateway.exchange.ByteRange;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.KeyGuard;
import dev.farebox.gateway.exchange.OtherModels;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.Scan.Invalid;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.json.Json;
import dev.farebox.json.JsonText;
import dev.farebox.json.Utf8;
import dev.farebox.usage.Usage;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a request for a response, for a count of its tokens or for a compaction, in one forward
 * scan, without copying or building a tree.
 *
 * <p>Refuses what an upstream could read differently from us ({@link KeyGuard}) and what we do not
 * serve: work in the background, and prompts that are stored in an upstream's account. Checks the
 * types of the members that we act on and leaves all others to the upstream. Faults are named in
 * the order of the body; one that makes the body unreadable as JSON comes first.
 */
final class ResponsesScan {
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "stream",
                    "input",
                    "instructions",
                    "tools",
                    "text",
                    "max_output_tokens",
                    "previous_response_id",
                    "conversation",
                    "prompt",
                    "background",
                    "store",
                    "service_tier",
                    "prompt_cache_key",
                    "reasoning",
                    "tool_choice",
                    "include",
                    "fallbacks",
                    "models",
                    "fallback_models",
                    "plugins");
    private static final JsonFactory STANDARD = factory(ScanLimits.STANDARD);
    private static final int MAX_MODEL_BYTES = 256;
    private static final int MAX_HINT_BYTES = 512;

    private final RequestHead head;
    private final byte[] body;
    private final ScanLimits limits;
    private final JsonParser parser;
    private final ItemMeter meter;
    private final OtherModels others;
    private final Faults faults;

    private @Nullable String model;
    private @Nullable ByteRange modelRange;
    private boolean stream;
    private boolean hasInput;
    private long maxOutput = Long.MAX_VALUE;
    private String cacheKey = "";
    private String tier = "";
    private @Nullable String previous;
    private @Nullable String conversation;

    private ResponsesScan(RequestHead head, byte[] body, ScanLimits limits, JsonParser parser) {
        this.head = head;
        this.body = body;
        this.limits = limits;
        this.parser = parser;
        this.others = new OtherModels(body);
        this.meter = new ItemMeter(body, others);
        this.faults = new Faults(parser);
    }

    /** Never throws for what a client sent. Keeps {@code body}, which must not change any more. */
    static Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        if (!Utf8.isValid(body, 0, body.length)) {
            return Faults.unreadable("it is not valid UTF-8");
        }
        JsonFactory factory = limits.equals(ScanLimits.STANDARD) ? STANDARD : factory(limits);
        try (var parser = factory.createParser(ObjectReadContext.empty(), body)) {
            return new ResponsesScan(head, body, limits, parser).scan();
        } catch (StreamConstraintsException _) {
            return Faults.unreadable(
                    "it is nested deeper than "
                            + limits.maxDepth()
                            + " levels or has a number or a name that is too long");
        } catch (JacksonException broken) {
            return Faults.unreadable("at byte " + broken.getLocation().getByteOffset());
        }
    }

    private static JsonFactory factory(ScanLimits limits) {
        return Json.factory(limits.maxDepth(), limits.maxNumberLength());
    }

    private Scan scan() {
        if (body.length == 0 || body[0] == (byte) 0xEF) {
            return Faults.unreadable(
                    body.length == 0 ? "it is empty" : "it begins with a byte order mark");
        }
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Faults.unreadable("it is not an object");
        }
        var guard = new KeyGuard(KNOWN, limits.maxTopLevelKeys());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            guard.objection(name).ifPresent(why -> faults.add(why, KeyGuard.shown(name), null));
            parser.nextToken();
            member(name);
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            return Faults.unreadable("something follows the object");
        }
        return outcome();
    }

    private Scan outcome() {
        String state = previous == null ? conversation : previous;
        if (model == null) {
            faults.missing("model");
        }
        if (!hasInput && state == null) {
            faults.missing("input");
        }
        Invalid fault = faults.first();
        if (fault != null || model == null) {
            return fault != null ? fault : Faults.unreadable("it names no model");
        }
        ClientRequest request =
                new ClientRequest(
                        head,
                        body,
                        ClientRequest.JSON,
                        model,
                        stream,
                        true,
                        maxOutput == Long.MAX_VALUE
                                ? OptionalLong.empty()
                                : OptionalLong.of(maxOutput),
                        1,
                        meter.size(),
                        Usage.builder().tier(AskedTier.of(tier)).build(),
                        affinity(),
                        modelRange,
                        List.of());
        if (others.isExcessive()) {
            return new Invalid("The request names too many other models.", "tools", null);
        }
        ClientRequest naming = request.alsoNaming(others.found());
        return new Scan.Read(state == null ? naming : naming.continuing(state));
    }

    /** Codex names its session in a header, other clients name nothing. */
    private String affinity() {
        if (!cacheKey.isEmpty()) {
            return cacheKey;
        }
        String session = head.header("session-id");
        String hint = session.isEmpty() ? head.header("x-client-request-id") : session;
        return hint.length() > MAX_HINT_BYTES ? "" : hint;
    }

    /** The parser stands on the member's value and may stay on its first token. */
    private void member(String name) {
        switch (name) {
            case "model" -> model();
            case "input" -> input();
            case "instructions" -> instructions();
            case "tools" -> tools();
            case "text" -> meter.schema(parser);
            case "stream" -> stream();
            case "max_output_tokens" -> maxOutput = faults.positive(name, Long.MAX_VALUE);
            case "prompt_cache_key" -> cacheKey = hint();
            case "service_tier" -> tier = hint();
            case "previous_response_id" -> previous = named(name);
            case "conversation" -> conversation = conversation();
            case "background" -> background();
            case "prompt" -> prompt();
            case "fallbacks", "models", "fallback_models", "plugins" -> others.list(parser);
            default -> {}
        }
    }

    private void model() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            faults.wrongType("model", "a string");
            return;
        }
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        if (close - open <= 1 || close - open > MAX_MODEL_BYTES) {
            faults.add(
                    "Invalid 'model': a name of 1 to " + MAX_MODEL_BYTES + " bytes.",
                    "model",
                    null);
            return;
        }
        modelRange = new ByteRange(open, Math.min(close + 1, body.length));
        model = parser.getString();
        if (model.chars()
                .anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            faults.add("Invalid 'model': a name of printable characters.", "model", null);
        }
    }

    private void input() {
        switch (parser.currentToken()) {
            case VALUE_STRING -> {
                meter.text(parser);
                hasInput = true;
            }
            case START_ARRAY -> {
                int before = meter.items();
                int wrong = meter.items(parser);
                hasInput = meter.items() > before;
                if (wrong >= 0) {
                    String param = "input[" + wrong + "]";
                    faults.add(
                            "Invalid type for '" + param + "': expected an object.",
                            param,
                            "invalid_type");
                }
            }
            case VALUE_NULL -> {}
            case null, default -> faults.wrongType("input", "a string or an array of items");
        }
    }

    private void instructions() {
        switch (parser.currentToken()) {
            case VALUE_STRING -> meter.text(parser);
            case START_ARRAY -> meter.items(parser);
            case VALUE_NULL -> {}
            case null, default -> faults.wrongType("instructions", "a string");
        }
    }

    private void tools() {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            meter.tools(parser);
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            faults.wrongType("tools", "an array of objects");
        }
    }

    private void stream() {
        stream = faults.bool("stream");
        if (stream && head.surface() != Surface.RESPONSES) {
            faults.add("Unknown parameter: 'stream'.", "stream", "unknown_parameter");
        }
    }

    private void background() {
        if (faults.bool("background")) {
            faults.add(
                    "'background' is not served here: an answer is charged while it is received."
                            + " Leave it out and stream the answer.",
                    "background",
                    "unsupported_parameter");
        }
    }

    private void prompt() {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            faults.add(
                    "'prompt' is not served here: it names a text in the account of a provider."
                            + " Send 'instructions' and 'input'.",
                    "prompt",
                    "unsupported_parameter");
        }
    }

    private @Nullable String conversation() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return named("conversation");
        }
        String id = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isId = parser.currentName().equals("id");
            parser.nextToken();
            if (isId) {
                id = named("conversation.id");
            }
            parser.skipChildren();
        }
        if (id == null) {
            faults.missing("conversation.id");
        }
        return id;
    }

    /** The name of something that an upstream keeps; null for null. */
    private @Nullable String named(String name) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        String value = hint();
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            faults.wrongType(name, "a string");
        } else if (value.isEmpty()) {
            faults.add("Invalid '" + name + "'.", name, null);
        }
        return value;
    }

    /** A short string, or nothing. */
    private String hint() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return "";
        }
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        return close - open > MAX_HINT_BYTES ? "" : parser.getString();
    }
}
