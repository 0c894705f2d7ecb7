package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.ByteRange;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.KeyGuard;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Splice;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.json.Json;
import dev.farebox.json.JsonText;
import dev.farebox.json.Utf8;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON request of one of the small surfaces in one forward scan. Refuses what {@link
 * KeyGuard} refuses, checks the members that we act on, leaves all others to the upstream.
 */
final class MediaScan {
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "stream",
                    "stream_options",
                    "stream_format",
                    "max_tokens",
                    "n",
                    "best_of",
                    "prompt",
                    "suffix",
                    "input",
                    "instructions",
                    "image",
                    "images",
                    "size",
                    "quality",
                    "partial_images");
    private static final Set<String> KNOWN_OPTIONS = Set.of("include_usage");
    private static final JsonFactory STANDARD =
            Json.factory(ScanLimits.STANDARD.maxDepth(), ScanLimits.STANDARD.maxNumberLength());
    private static final byte[] ON = "true".getBytes(US_ASCII);
    private static final int MOST_CHOICES = 128;
    private static final int MOST_PROMPTS = 2048;

    private final Surface surface;
    private final byte[] body;
    private final ScanLimits limits;
    private final JsonParser parser;
    private final MediaFacts facts;

    private MediaScan(Surface surface, byte[] body, ScanLimits limits, JsonParser parser) {
        this.surface = surface;
        this.body = body;
        this.limits = limits;
        this.parser = parser;
        this.facts = new MediaFacts(surface);
    }

    static Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        if (body.length == 0 || !Utf8.isValid(body, 0, body.length)) {
            return unreadable(body.length == 0 ? "it is empty" : "it is not valid UTF-8");
        }
        JsonFactory factory =
                limits.equals(ScanLimits.STANDARD)
                        ? STANDARD
                        : Json.factory(limits.maxDepth(), limits.maxNumberLength());
        try (var parser = factory.createParser(ObjectReadContext.empty(), body)) {
            return new MediaScan(head.surface(), body, limits, parser).scan(head);
        } catch (StreamConstraintsException _) {
            return unreadable(
                    "it is nested deeper than "
                            + limits.maxDepth()
                            + " levels or has a number or a name that is too long");
        } catch (JacksonException broken) {
            return unreadable("at byte " + broken.getLocation().getByteOffset());
        }
    }

    private static Scan unreadable(String why) {
        return new Scan.Invalid(
                "We could not parse the JSON body of your request: " + why + ".",
                null,
                "invalid_json");
    }

    private Scan scan(RequestHead head) {
        if (body[0] == (byte) 0xEF || parser.nextToken() != JsonToken.START_OBJECT) {
            return unreadable("it is not an object");
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        var guard = new KeyGuard(KNOWN, limits.maxTopLevelKeys());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            guard.objection(name).ifPresent(why -> facts.fault(why, KeyGuard.shown(name), null));
            if (parser.nextToken() != JsonToken.VALUE_NULL
                    || (name.equals("stream_options") && surface == Surface.COMPLETIONS)) {
                member(name);
            }
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            return unreadable("something follows the object");
        }
        if (surface == Surface.COMPLETIONS && facts.stream && !facts.wantsUsage) {
            if (facts.splice == null) {
                facts.splice =
                        splice(
                                start + 1,
                                start + 1,
                                "\"stream_options\":{\"include_usage\":true},");
            }
        } else {
            facts.splice = null;
        }
        return facts.scan(head, body, ClientRequest.JSON);
    }

    private void member(String name) {
        switch (name) {
            case "model" -> model();
            case "stream" -> stream();
            case "stream_format" -> {
                if (surface == Surface.SPEECH) {
                    facts.stream = text(name).equals("sse");
                }
            }
            case "stream_options" -> {
                if (surface == Surface.COMPLETIONS) {
                    streamOptions();
                }
            }
            case "max_tokens" -> facts.maxOutput = integer(name, 0, Long.MAX_VALUE);
            case "n" -> facts.choices = (int) integer(name, 1, MOST_CHOICES);
            case "best_of" -> facts.bestOf = (int) integer(name, 1, MOST_CHOICES);
            case "partial_images" -> facts.partialImages = (int) integer(name, 0, 10);
            case "prompt", "input", "suffix", "instructions" -> texts(name);
            case "image", "images" -> pictures();
            case "size" -> facts.size = text(name);
            case "quality" -> facts.quality = text(name);
            case "user" -> facts.affinity = hint();
            default -> {}
        }
    }

    private void model() {
        int open = (int) parser.currentTokenLocation().getByteOffset();
        String name = text("model");
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            int close = JsonText.closingQuote(body, open, body.length);
            facts.model(name, new ByteRange(open, Math.min(close + 1, body.length)));
        }
    }

    private void stream() {
        if (!parser.currentToken().isBoolean()) {
            facts.fault("Invalid type for 'stream': expected a boolean.", "stream", "invalid_type");
        }
        boolean streams =
                surface == Surface.COMPLETIONS
                        || surface == Surface.IMAGE_GENERATIONS
                        || surface == Surface.IMAGE_EDITS;
        if (streams) {
            facts.stream = parser.currentToken() == JsonToken.VALUE_TRUE;
        }
    }

    private void streamOptions() {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            facts.splice = splice(from, from + 4, "{\"include_usage\":true}");
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            facts.fault(
                    "Invalid type for 'stream_options': expected an object.",
                    "stream_options",
                    "invalid_type");
            return;
        }
        var guard = new KeyGuard(KNOWN_OPTIONS, limits.maxTopLevelKeys());
        boolean empty = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            empty = false;
            String name = parser.currentName();
            guard.objection(name)
                    .ifPresent(why ->
                            facts.fault(why, "stream_options." + KeyGuard.shown(name), null));
            JsonToken value = parser.nextToken();
            if (name.equals("include_usage")) {
                includeUsage(value);
            }
            parser.skipChildren();
        }
        if (facts.splice == null && !facts.wantsUsage) {
            facts.splice =
                    splice(from + 1, from + 1, "\"include_usage\":true" + (empty ? "" : ","));
        }
    }

    private void includeUsage(JsonToken value) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        switch (value) {
            case VALUE_TRUE -> facts.wantsUsage = true;
            case VALUE_FALSE -> facts.splice = new Splice(new ByteRange(from, from + 5), ON);
            case VALUE_NULL -> facts.splice = new Splice(new ByteRange(from, from + 4), ON);
            default ->
                    facts.fault(
                            "Invalid type for 'stream_options.include_usage': expected a boolean.",
                            "stream_options.include_usage",
                            "invalid_type");
        }
    }

    private static Splice splice(int from, int to, String text) {
        return new Splice(new ByteRange(from, to), text.getBytes(US_ASCII));
    }

    /**
     * A text, several texts, tokens, or several rows of tokens. A token is at most 4 bytes here.
     */
    private void texts(String name) {
        boolean essential = name.equals(facts.essential());
        int depth = 0;
        int entries = 0;
        boolean tokens = false;
        do {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_STRING) {
                string(essential);
                entries += depth == 1 ? 1 : 0;
            } else if (token.isNumeric()) {
                facts.textBytes += 4;
                tokens |= depth == 1;
            } else if (token.isStructStart()) {
                entries += depth == 1 ? 1 : 0;
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        } while (depth > 0 && parser.nextToken() != null);
        if (essential) {
            facts.hasInput = true;
            prompts(name, tokens ? 1 : Math.max(1, entries));
        }
    }

    private void prompts(String name, int entries) {
        if (surface == Surface.COMPLETIONS && entries > MOST_PROMPTS) {
            facts.fault(
                    "Invalid '" + name + "': at most " + MOST_PROMPTS + " prompts.", name, null);
        } else if (surface == Surface.COMPLETIONS) {
            facts.prompts = entries;
        }
    }

    private void string(boolean essential) {
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        if (starts(open + 1, "data:image/")) {
            facts.images++;
            facts.imageBytes += close - open - 1;
            return;
        }
        facts.textBytes += JsonText.decodedLength(body, open + 1, close);
        if (essential && surface == Surface.SPEECH) {
            String text = parser.getString();
            facts.characters += text.codePointCount(0, text.length());
        }
    }

    /** Pictures to edit: addresses, file ids or the bytes themselves. */
    private void pictures() {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_STRING) {
                int open = (int) parser.currentTokenLocation().getByteOffset();
                facts.images++;
                facts.imageBytes += JsonText.closingQuote(body, open, body.length) - open - 1;
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    private boolean starts(int from, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (from + i >= body.length || body[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text(String name) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            facts.fault(
                    "Invalid type for '" + name + "': expected a string.", name, "invalid_type");
            return "";
        }
        return parser.getString();
    }

    private String hint() {
        boolean fits =
                parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() <= 512;
        return fits ? parser.getString() : "";
    }

    private long integer(String name, long least, long most) {
        boolean whole =
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getStringLength() <= 18;
        long value = whole ? parser.getLongValue() : -1;
        if (value < least || value > most) {
            facts.fault(
                    "Invalid '" + name + "': expected an integer from " + least + bound(most),
                    name,
                    whole ? null : "invalid_type");
            return least;
        }
        return value;
    }

    private static String bound(long most) {
        return most == Long.MAX_VALUE ? "." : " to " + most + ".";
    }
}
