package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.AudioLength;
import dev.farebox.gateway.exchange.ByteRange;
import dev.farebox.gateway.exchange.KeyGuard;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.json.Utf8;
import java.util.Set;

/**
 * Reads a form: sound to write down, pictures to edit. Values that we act on are plain text without
 * a file name, each given once, {@code stream} spelled {@code true} or {@code false}: whatever an
 * upstream could take otherwise is refused.
 */
final class FormScan {
    private static final String FORM = "multipart/form-data";
    private static final String PLAIN =
            "|(text/plain|application/json)(\\s*;\\s*charset=\"?(utf-8|us-ascii|iso-8859-1)\"?)?";
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "stream",
                    "n",
                    "prompt",
                    "size",
                    "quality",
                    "partial_images",
                    "user",
                    "file",
                    "response_format",
                    "_charset_");

    /** The only names without brackets that may come several times. */
    private static final Set<String> REPEATED = Set.of("image");

    private final byte[] body;
    private final Surface surface;
    private final MediaFacts facts;

    private FormScan(Surface surface, byte[] body) {
        this.surface = surface;
        this.body = body;
        this.facts = new MediaFacts(surface);
    }

    static Scan scan(RequestHead head, byte[] body, String contentType, ScanLimits limits) {
        return switch (Multipart.read(body, contentType, limits.maxTopLevelKeys())) {
            case Multipart.Form.Parts(var parts) -> {
                var scan = new FormScan(head.surface(), body);
                var guard = new KeyGuard(KNOWN, limits.maxTopLevelKeys());
                parts.forEach(part -> scan.part(part, guard));
                yield scan.facts.scan(head, body, contentType);
            }
            case Multipart.Form.Broken(String why) ->
                    new Scan.Invalid(
                            "We could not read the form in the body of your request: " + why + ".",
                            null,
                            "invalid_form");
        };
    }

    private void part(Multipart.Part part, KeyGuard guard) {
        String name = part.name();
        int bracket = name.indexOf('[');
        String base = bracket < 0 ? name : name.substring(0, bracket);
        if (bracket < 0 && !REPEATED.contains(name)) {
            guard.objection(name).ifPresent(why -> facts.fault(why, name, null));
        } else if (KNOWN.contains(MediaFacts.lower(base))) {
            facts.fault("Invalid parameter: '" + name + "'.", name, null);
        }
        switch (base) {
            case "file" -> sound(part);
            case "image", "mask" -> picture(part);
            case "prompt" -> {
                facts.textBytes += length(part);
                facts.hasInput |= surface == Surface.IMAGE_EDITS;
            }
            case "model" -> {
                if (isText(part)) {
                    facts.model(text(part), part.value());
                }
            }
            case "_charset_" -> facts.fault("Send the form in UTF-8.", name, null);
            default -> setting(part);
        }
    }

    private void setting(Multipart.Part part) {
        switch (part.name()) {
            case "stream" -> stream(part);
            case "n" -> facts.choices = integer(part, 1, 128);
            case "partial_images" -> facts.partialImages = integer(part, 0, 10);
            case "size" -> facts.size = text(part);
            case "quality" -> facts.quality = text(part);
            case "user" -> facts.affinity = length(part) > 256 ? "" : text(part);
            default -> {}
        }
    }

    private void sound(Multipart.Part part) {
        ByteRange value = part.value();
        facts.hasInput |= surface != Surface.IMAGE_EDITS && part.file();
        facts.audios++;
        facts.audioBytes += asBase64(length(part));
        facts.seconds += AudioLength.seconds(body, value.from(), value.to());
    }

    private void picture(Multipart.Part part) {
        facts.images++;
        facts.imageBytes += asBase64(length(part));
    }

    private void stream(Multipart.Part part) {
        String word = text(part);
        if (!word.equals("true") && !word.equals("false")) {
            facts.fault("Invalid 'stream': expected true or false.", "stream", "invalid_type");
        }
        // nobody streams translations, and what is asked for is ignored
        facts.stream = word.equals("true") && surface != Surface.TRANSLATIONS;
    }

    private int integer(Multipart.Part part, int least, int most) {
        String digits = text(part);
        int value = digits.matches("\\d{1,4}") ? Integer.parseInt(digits) : -1;
        if (value < least || value > most) {
            facts.fault(
                    "Invalid '"
                            + part.name()
                            + "': expected an integer from "
                            + least
                            + " to "
                            + most
                            + ".",
                    part.name(),
                    null);
            return least;
        }
        return value;
    }

    private String text(Multipart.Part part) {
        boolean fits = isText(part) && length(part) <= MediaFacts.MAX_MODEL_BYTES;
        if (!fits) {
            facts.fault("Invalid '" + part.name() + "': expected a short text.", part.name(), null);
            return "";
        }
        return new String(body, part.value().from(), (int) length(part), UTF_8);
    }

    private boolean isText(Multipart.Part part) {
        boolean text =
                !part.file()
                        && part.type().matches(PLAIN)
                        && Utf8.isValid(body, part.value().from(), part.value().to());
        if (!text) {
            facts.fault("Invalid '" + part.name() + "': expected plain text.", part.name(), null);
        }
        return text;
    }

    private static long length(Multipart.Part part) {
        return (long) part.value().to() - part.value().from();
    }

    private static long asBase64(long bytes) {
        return Math.ceilDiv(bytes, 3L) * 4;
    }

    /** Whether a body of this type is a form. */
    static boolean isForm(String contentType) {
        return contentType.regionMatches(true, 0, FORM, 0, FORM.length());
    }
}
