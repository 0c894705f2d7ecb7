package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.AskedTier;
import dev.farebox.gateway.exchange.ByteRange;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.Scan.Invalid;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.json.Json;
import dev.farebox.json.JsonText;
import dev.farebox.json.Utf8;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a request to generate, count or embed in one forward scan, without copying or building a
 * tree.
 *
 * <p>Checks the types of the members that we act on and leaves all others to the upstream. A model
 * that the body repeats must be the path's: it is what the request was admitted for.
 */
final class GeminiScan {
    private static final JsonFactory STANDARD = factory(ScanLimits.STANDARD);
    private static final int MAX_MODEL_BYTES = 256;
    private static final int MAX_HINT_BYTES = 512;
    private static final int MAX_CHOICES = 128;
    private static final String RESOURCE = "models/";

    /** Tools that make the provider read what is not in the body. */
    private static final Set<String> READING_TOOLS = Set.of("urlContext", "fileSearch");

    private final RequestHead head;
    private final String model;
    private final byte[] body;
    private final ProtoWalk walk;
    private final JsonParser parser;
    private final InputMeter meter;
    private final List<ByteRange> modelCopies = new ArrayList<>();

    private boolean contentSeen;
    private long maxOutput = Long.MAX_VALUE;
    private int choices = 1;
    private String cachedContent = "";
    private String tier = "";

    private GeminiScan(
            RequestHead head, String model, byte[] body, ScanLimits limits, JsonParser parser) {
        this.head = head;
        this.model = model;
        this.body = body;
        this.walk = new ProtoWalk(parser, limits.maxTopLevelKeys());
        this.parser = parser;
        this.meter = new InputMeter(body);
    }

    static Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        String model = withoutResource(head.model());
        if (!isName(model)) {
            return new Invalid(
                    "The path must name a model of 1 to " + MAX_MODEL_BYTES + " characters.",
                    "model",
                    "invalid_model_name");
        }
        if (!Utf8.isValid(body, 0, body.length)) {
            return unreadable("it is not valid UTF-8");
        }
        JsonFactory factory = limits.equals(ScanLimits.STANDARD) ? STANDARD : factory(limits);
        try (var parser = factory.createParser(ObjectReadContext.empty(), body)) {
            return new GeminiScan(head, model, body, limits, parser).scan();
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

    private static String withoutResource(String name) {
        return name.startsWith(RESOURCE) ? name.substring(RESOURCE.length()) : name;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_MODEL_BYTES
                && name.chars()
                        .noneMatch(
                                c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
    }

    private Scan scan() {
        if (body.length == 0 || body[0] == (byte) 0xEF) {
            return unreadable(
                    body.length == 0 ? "it is empty" : "it begins with a byte order mark");
        }
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return unreadable("it is not an object");
        }
        walk.members("", this::member);
        if (parser.nextToken() != null) {
            return unreadable("something follows the object");
        }
        if (!contentSeen) {
            missing();
        }
        Invalid fault = walk.firstFault();
        return fault != null ? fault : new Scan.Read(request());
    }

    private ClientRequest request() {
        return new ClientRequest(
                head,
                body,
                ClientRequest.JSON,
                model,
                head.stream(),
                true,
                maxOutput == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(maxOutput),
                choices,
                meter.size(),
                Usage.builder().tier(AskedTier.of(tier)).build(),
                cachedContent,
                null,
                List.of(),
                modelCopies);
    }

    /** The parser stands on the member's value and may stay on its first token. */
    private void member(String name) {
        if (head.surface() == Surface.GEMINI_BATCH_EMBED) {
            batchMember(name);
        } else if (head.surface() == Surface.GEMINI_EMBED) {
            embedMember(name);
        } else if (head.surface() == Surface.GEMINI_COUNT_TOKENS
                && name.equals("generateContentRequest")) {
            if (walk.isObject(name)) {
                walk.members(name + ".", this::generateMember);
            }
        } else {
            generateMember(name);
        }
    }

    private void generateMember(String name) {
        switch (name) {
            case "contents" -> contents();
            case "systemInstruction" -> meter.message(parser);
            case "tools" -> walk.each("tools", this::tool);
            case "toolConfig" -> meter.schema(parser);
            case "generationConfig" -> {
                if (parser.currentToken() != JsonToken.VALUE_NULL && walk.isObject(name)) {
                    walk.members(name + ".", this::configMember);
                }
            }
            case "cachedContent" -> cachedContent();
            case "serviceTier" -> {
                boolean fits =
                        parser.currentToken() == JsonToken.VALUE_STRING
                                && parser.getStringLength() <= 64;
                tier = fits ? parser.getString() : "";
            }
            case "model" -> modelCopy("model");
            default -> {}
        }
    }

    private void configMember(String name) {
        switch (name) {
            case "maxOutputTokens" ->
                    maxOutput =
                            walk.integer(
                                    "generationConfig." + name, Long.MAX_VALUE, Long.MAX_VALUE);
            case "candidateCount" ->
                    choices = (int) walk.integer("generationConfig." + name, 1, MAX_CHOICES);
            case "responseSchema", "responseJsonSchema" -> meter.schema(parser);
            default -> {}
        }
    }

    private void embedMember(String name) {
        switch (name) {
            case "content" -> {
                contentSeen = true;
                if (walk.isObject(name)) {
                    meter.message(parser);
                }
            }
            case "model" -> modelCopy("model");
            default -> {}
        }
    }

    private void batchMember(String name) {
        switch (name) {
            case "requests" -> {
                contentSeen = true;
                walk.each(name, at -> walk.members("requests[" + at + "].", this::embedMember));
            }
            case "model" -> modelCopy("model");
            default -> {}
        }
    }

    private void contents() {
        contentSeen = true;
        int before = meter.messages();
        walk.each("contents", _ -> meter.message(parser));
        if (meter.messages() == before) {
            missing();
        }
    }

    private void tool(int at) {
        long start = parser.currentTokenLocation().getByteOffset();
        walk.members("tools[" + at + "].", this::toolMember);
        meter.toolBytes(parser.currentTokenLocation().getByteOffset() + 1 - start);
    }

    private void toolMember(String name) {
        if (name.equals("functionDeclarations")) {
            walk.each(name, _ -> meter.tool());
            return;
        }
        meter.tool();
        if (READING_TOOLS.contains(name)) {
            meter.elsewhere();
        }
    }

    private void cachedContent() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                walk.wrongType("cachedContent", "a string");
            }
            return;
        }
        int open = (int) parser.currentTokenLocation().getByteOffset();
        if (JsonText.closingQuote(body, open, body.length) - open > MAX_HINT_BYTES) {
            walk.fault("Invalid 'cachedContent': it is too long.", "cachedContent");
            return;
        }
        cachedContent = parser.getString();
        if (!cachedContent.isEmpty()) {
            meter.elsewhere();
        }
    }

    private void modelCopy(String name) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                walk.wrongType(name, "a string");
            }
            return;
        }
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        if (close - open > 2 * MAX_MODEL_BYTES
                || !withoutResource(parser.getString()).equals(model)) {
            walk.fault("The model in the body is not the one in the path.", name);
            return;
        }
        modelCopies.add(new ByteRange(open, Math.min(close + 1, body.length)));
    }

    private void missing() {
        String name =
                switch (head.surface()) {
                    case GEMINI_EMBED -> "content";
                    case GEMINI_BATCH_EMBED -> "requests";
                    default -> "contents";
                };
        walk.fault("Missing required field: '" + name + "'.", name);
    }
}
