package dev.farebox.gateway.wire.anthropic;

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
 * Reads a Messages request, or one to count its tokens, in one forward scan, without copying or
 * building a tree.
 *
 * <p>Refuses what an upstream could read differently from us ({@link KeyGuard}), checks the types
 * of the members that we act on and leaves all others to the upstream. Faults are named in the
 * order of the body; one that makes the body unreadable as JSON comes first.
 */
final class MessagesScan {
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "stream",
                    "max_tokens",
                    "messages",
                    "system",
                    "tools",
                    "metadata",
                    "thinking",
                    "output_config",
                    "service_tier",
                    "speed",
                    "inference_geo",
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
    private final InputMeter meter;
    private final OtherModels others;

    private @Nullable Invalid fault;
    private @Nullable String model;
    private ByteRange modelRange = new ByteRange(0, 0);
    private boolean stream;
    private boolean hasMessages;
    private long maxOutput = -1;
    private String user = "";
    private String speed = "";
    private String geo = "";

    private MessagesScan(RequestHead head, byte[] body, ScanLimits limits, JsonParser parser) {
        this.head = head;
        this.body = body;
        this.limits = limits;
        this.parser = parser;
        this.meter = new InputMeter(body, limits.maxDepth());
        this.others = new OtherModels(body);
    }

    static Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        if (!Utf8.isValid(body, 0, body.length)) {
            return unreadable("it is not valid UTF-8");
        }
        JsonFactory factory = limits.equals(ScanLimits.STANDARD) ? STANDARD : factory(limits);
        try (var parser = factory.createParser(ObjectReadContext.empty(), body)) {
            return new MessagesScan(head, body, limits, parser).scan();
        } catch (StreamConstraintsException _) {
            return unreadable(
                    "it is nested deeper than "
                            + limits.maxDepth()
                            + " levels or has a number or a name that is too long");
        } catch (JacksonException broken) {
            return unreadable("at byte " + broken.getLocation().getByteOffset());
        }
    }

    private static JsonFactory factory(ScanLimits limits) {
        return Json.factory(limits.maxDepth(), limits.maxNumberLength());
    }

    private static Invalid unreadable(String why) {
        return new Invalid(
                "The request body could not be parsed as JSON: " + why + ".", null, "invalid_json");
    }

    private Scan scan() {
        if (body.length == 0 || body[0] == (byte) 0xEF) {
            return unreadable(
                    body.length == 0 ? "it is empty" : "it begins with a byte order mark");
        }
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return unreadable("it is not an object");
        }
        var guard = new KeyGuard(KNOWN, limits.maxTopLevelKeys());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            guard.objection(name).ifPresent(why -> fault(why, KeyGuard.shown(name), null));
            parser.nextToken();
            member(name);
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            return unreadable("something follows the object");
        }
        return outcome();
    }

    private Scan outcome() {
        boolean counts = head.surface() == Surface.COUNT_TOKENS;
        if (model == null) {
            required("model");
        }
        if (maxOutput < 0 && !counts) {
            required("max_tokens");
        }
        if (!hasMessages) {
            required("messages");
        }
        if (fault != null || model == null) {
            return fault != null ? fault : unreadable("it names no model");
        }
        if (others.isExcessive()) {
            return new Invalid("The request names too many other models.", "fallbacks", null);
        }
        ClientRequest request =
                new ClientRequest(
                        head,
                        body,
                        ClientRequest.JSON,
                        model,
                        stream && !counts,
                        true,
                        maxOutput < 0 ? OptionalLong.empty() : OptionalLong.of(maxOutput),
                        1,
                        meter.size(),
                        Usage.builder().tier(AskedTier.of(speed, geo)).build(),
                        user.isEmpty() ? session() : user,
                        modelRange,
                        List.of());
        return new Scan.Read(request.alsoNaming(others.found()));
    }

    private String session() {
        String session = head.header("x-claude-code-session-id");
        return session.length() > MAX_HINT_BYTES ? "" : session;
    }

    /** The parser stands on the member's value and may stay on its first token. */
    private void member(String name) {
        switch (name) {
            case "model" -> model();
            case "messages" -> messages();
            case "system" -> system();
            case "stream" -> stream = bool(name);
            case "max_tokens" -> maxTokens();
            case "tools" -> tools();
            case "output_config", "mcp_servers" -> meter.schema(parser);
            case "metadata" -> metadata();
            case "speed" -> speed = word();
            case "inference_geo" -> geo = word();
            case "fallbacks", "models", "fallback_models", "plugins" -> others.list(parser);
            default -> {}
        }
    }

    private void model() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrongType("model", "a string");
            return;
        }
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        if (close - open <= 1 || close - open > MAX_MODEL_BYTES) {
            fault("model: must be a name of 1 to " + MAX_MODEL_BYTES + " bytes", "model", null);
            return;
        }
        modelRange = new ByteRange(open, Math.min(close + 1, body.length));
        model = parser.getString();
        if (model.chars()
                .anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            fault("model: must be a name of printable characters", "model", null);
        }
    }

    private void messages() {
        hasMessages = true;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType("messages", "a list");
            return;
        }
        int wrong = meter.messages(parser);
        if (wrong >= 0) {
            String param = "messages." + wrong;
            fault(param + ": Input should be an object", param, null);
        } else if (meter.messages() == 0) {
            fault("messages: at least one message is required", "messages", null);
        }
    }

    private void system() {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING || token == JsonToken.START_ARRAY) {
            meter.value(parser);
        } else if (token != JsonToken.VALUE_NULL) {
            wrongType("system", "a string or a list");
        }
    }

    private void tools() {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            meter.tools(parser, others);
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            wrongType("tools", "a list");
        }
    }

    private boolean bool(String name) {
        JsonToken token = parser.currentToken();
        if (!token.isBoolean() && token != JsonToken.VALUE_NULL) {
            wrongType(name, "a boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private void maxTokens() {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            wrongType("max_tokens", "an integer");
            return;
        }
        boolean isLong = parser.getStringLength() > 18;
        boolean negative = parser.getString().startsWith("-");
        maxOutput = isLong ? Long.MAX_VALUE : Math.max(0, parser.getLongValue());
        if (negative || isLong) {
            fault(
                    "max_tokens: Input should be "
                            + (negative ? "greater than or equal to 1" : "a smaller integer"),
                    "max_tokens",
                    null);
        }
    }

    private String word() {
        boolean fits =
                parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() <= 64;
        return fits ? parser.getString() : "";
    }

    private void metadata() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals("user_id")) {
                int open = (int) parser.currentTokenLocation().getByteOffset();
                int close = JsonText.closingQuote(body, open, body.length);
                user = close - open > MAX_HINT_BYTES ? "" : parser.getString();
            }
            parser.skipChildren();
        }
    }

    private void required(String name) {
        fault(name + ": Field required", name, null);
    }

    private void wrongType(String name, String expected) {
        fault(name + ": Input should be " + expected, name, null);
    }

    private void fault(String message, @Nullable String param, @Nullable String code) {
        if (fault == null) {
            fault = new Invalid(message, param, code);
        }
    }
}
