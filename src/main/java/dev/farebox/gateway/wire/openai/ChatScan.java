package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.AskedTier;
import dev.farebox.gateway.exchange.ByteRange;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.KeyGuard;
import dev.farebox.gateway.exchange.OtherModels;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.Scan.Invalid;
import dev.farebox.gateway.exchange.Scan.Read;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Splice;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.json.Json;
import dev.farebox.json.JsonText;
import dev.farebox.json.Utf8;
import dev.farebox.usage.Usage;
import java.util.List;
import java.util.Locale;
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
 * Reads a chat completion request in one forward scan, without copying or building a tree.
 *
 * <p>Refuses what an upstream could read differently from us ({@link KeyGuard}), checks the types
 * of the members that we act on and leaves all others to the upstream. Faults are named in the
 * order of the body; one that makes the body unreadable as JSON comes first.
 */
public final class ChatScan {
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "stream",
                    "stream_options",
                    "max_tokens",
                    "max_completion_tokens",
                    "n",
                    "tools",
                    "functions",
                    "response_format",
                    "messages",
                    "service_tier",
                    "prompt_cache_key",
                    "user",
                    "fallbacks",
                    "models",
                    "fallback_models",
                    "plugins");

    private static final Set<String> KNOWN_STREAM_OPTIONS = Set.of("include_usage");
    private static final JsonFactory STANDARD = factory(ScanLimits.STANDARD);
    private static final byte[] ON = "true".getBytes(US_ASCII);
    private static final int MAX_MODEL_BYTES = 256;
    private static final int MAX_HINT_BYTES = 512;
    private static final int MAX_CHOICES = 128;

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
    private boolean clientWantsUsage;
    private @Nullable Splice usageSplice;
    private long maxOutput = Long.MAX_VALUE;
    private int choices = 1;
    private String tier = "";
    private String cacheKey = "";
    private String user = "";

    private ChatScan(RequestHead head, byte[] body, ScanLimits limits, JsonParser parser) {
        this.head = head;
        this.body = body;
        this.limits = limits;
        this.parser = parser;
        this.meter = new InputMeter(body);
        this.others = new OtherModels(body);
    }

    /** The same for a request without anything beside its body. */
    public static Scan scan(byte[] body, ScanLimits limits) {
        return scan(RequestHead.of(Surface.CHAT), body, limits);
    }

    /** Never throws for what a client sent. Keeps {@code body}, which must not change any more. */
    public static Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        if (!Utf8.isValid(body, 0, body.length)) {
            return unreadable("it is not valid UTF-8");
        }
        JsonFactory factory = limits.equals(ScanLimits.STANDARD) ? STANDARD : factory(limits);
        try (var parser = factory.createParser(ObjectReadContext.empty(), body)) {
            return new ChatScan(head, body, limits, parser).scan();
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
                "We could not parse the JSON body of your request: " + why + ".",
                null,
                "invalid_json");
    }

    private Scan scan() {
        if (body.length == 0 || body[0] == (byte) 0xEF) {
            return unreadable(
                    body.length == 0 ? "it is empty" : "it begins with a byte order mark");
        }
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return unreadable("it is not an object");
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
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
        return outcome(start);
    }

    private Scan outcome(int start) {
        if (model == null) {
            missing("model");
        }
        if (meter.messages() == 0) {
            missing("messages");
        }
        if (fault != null || model == null) {
            return fault != null ? fault : unreadable("it names no model");
        }
        if (stream && usageSplice == null && !clientWantsUsage) {
            usageSplice =
                    splice(start + 1, start + 1, "\"stream_options\":{\"include_usage\":true},");
        }
        if (others.isExcessive()) {
            return new Invalid("The request names too many other models.", "models", null);
        }
        ClientRequest request =
                new ClientRequest(
                        head,
                        body,
                        ClientRequest.JSON,
                        model,
                        stream,
                        stream && clientWantsUsage,
                        maxOutput == Long.MAX_VALUE
                                ? OptionalLong.empty()
                                : OptionalLong.of(maxOutput),
                        choices,
                        meter.size(),
                        Usage.builder().tier(AskedTier.of(tier)).build(),
                        cacheKey.isEmpty() ? user : cacheKey,
                        modelRange,
                        stream && usageSplice != null ? List.of(usageSplice) : List.of());
        return new Read(request.alsoNaming(others.found()));
    }

    /** The parser stands on the member's value and may stay on its first token. */
    private void member(String name) {
        switch (name) {
            case "model" -> model();
            case "messages" -> messages();
            case "stream" -> stream = bool(name);
            case "stream_options" -> streamOptions();
            case "max_tokens", "max_completion_tokens" ->
                    maxOutput = Math.min(maxOutput, integer(name, Long.MAX_VALUE, Long.MAX_VALUE));
            case "n" -> choices = (int) integer(name, 1, MAX_CHOICES);
            case "tools" -> tools();
            case "functions", "response_format" -> meter.schema(parser);
            case "service_tier" -> tier = hint();
            case "prompt_cache_key" -> cacheKey = hint();
            case "user" -> user = hint();
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
            fault("Invalid 'model': a name of 1 to " + MAX_MODEL_BYTES + " bytes.", "model", null);
            return;
        }
        modelRange = new ByteRange(open, Math.min(close + 1, body.length));
        model = parser.getString();
        if (model.chars()
                .anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            fault("Invalid 'model': a name of printable characters.", "model", null);
        }
    }

    private void messages() {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType("messages", "an array of objects");
            return;
        }
        int wrong = meter.messages(parser);
        if (wrong >= 0) {
            String param = "messages[" + wrong + "]";
            fault("Invalid type for '" + param + "': expected an object.", param, "invalid_type");
        } else if (meter.messages() == 0) {
            fault(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but"
                            + " got an empty array instead.",
                    "messages",
                    "empty_array");
        }
    }

    private void tools() {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            meter.tools(parser, others);
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            wrongType("tools", "an array of objects");
        }
    }

    private void streamOptions() {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            usageSplice = splice(from, from + 4, "{\"include_usage\":true}");
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrongType("stream_options", "an object");
            return;
        }
        var guard = new KeyGuard(KNOWN_STREAM_OPTIONS, limits.maxTopLevelKeys());
        boolean empty = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            empty = false;
            String name = parser.currentName();
            String param = "stream_options." + KeyGuard.shown(name);
            guard.objection(name).ifPresent(why -> fault(why, param, null));
            parser.nextToken();
            if (name.equals("include_usage")) {
                includeUsage();
            }
            parser.skipChildren();
        }
        if (usageSplice == null && !clientWantsUsage) {
            String member = "\"include_usage\":true" + (empty ? "" : ",");
            usageSplice = splice(from + 1, from + 1, member);
        }
    }

    private void includeUsage() {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        switch (parser.currentToken()) {
            case VALUE_TRUE -> clientWantsUsage = true;
            case VALUE_FALSE -> usageSplice = new Splice(new ByteRange(from, from + 5), ON);
            case VALUE_NULL -> usageSplice = new Splice(new ByteRange(from, from + 4), ON);
            case null, default -> wrongType("stream_options.include_usage", "a boolean");
        }
    }

    private static Splice splice(int from, int to, String text) {
        return new Splice(new ByteRange(from, to), text.getBytes(US_ASCII));
    }

    private boolean bool(String name) {
        JsonToken token = parser.currentToken();
        if (!token.isBoolean() && token != JsonToken.VALUE_NULL) {
            wrongType(name, "a boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** An integer from 1 to {@code highest}; {@code absent} where it is null or at fault. */
    private long integer(String name, long absent, long highest) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return absent;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            wrongType(name, "an integer");
            return absent;
        }
        long value = parser.getStringLength() > 18 ? 0 : parser.getLongValue();
        if (value < 1 || value > highest) {
            boolean low = parser.getString().startsWith("-") || parser.getString().equals("0");
            fault(
                    "Invalid '"
                            + name
                            + "': integer "
                            + (low ? "below minimum" : "above maximum")
                            + " value.",
                    name,
                    low ? "integer_below_min_value" : "integer_above_max_value");
            return absent;
        }
        return value;
    }

    /** A short string, or nothing: the upstream judges what is wrong with it. */
    private String hint() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return "";
        }
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        return close - open > MAX_HINT_BYTES ? "" : parser.getString();
    }

    private void missing(String name) {
        fault("Missing required parameter: '" + name + "'.", name, "missing_required_parameter");
    }

    private void wrongType(String name, String expected) {
        String got =
                switch (parser.currentToken()) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "a string";
                    case VALUE_NUMBER_INT -> "an integer";
                    case VALUE_NUMBER_FLOAT -> "a decimal";
                    case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                    case null, default -> "null";
                };
        fault(
                String.format(
                        Locale.ROOT,
                        "Invalid type for '%s': expected %s, but got %s instead.",
                        name,
                        expected,
                        got),
                name,
                "invalid_type");
    }

    private void fault(String message, @Nullable String param, @Nullable String code) {
        if (fault == null) {
            fault = new Invalid(message, param, code);
        }
    }
}
