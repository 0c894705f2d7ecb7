package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.canon.Part;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Carries another provider's signature of its thinking through a client of this dialect, in the
 * {@code thoughtSignature} that such clients send back as it is: base64 of a mark, the provider,
 * and what it gave.
 */
final class Seals {
    private static final String MARK = "farebox:";
    private static final String SIGNED = "s";
    private static final String REDACTED = "r";

    private Seals() {}

    static String signed(String origin, String signature) {
        return seal(origin, SIGNED, signature);
    }

    static String redacted(String origin, String data) {
        return seal(origin, REDACTED, data);
    }

    private static String seal(String origin, String kind, String content) {
        String plain = MARK + origin + ":" + kind + ":" + content;
        return Base64.getEncoder().encodeToString(plain.getBytes(UTF_8));
    }

    /** The thinking that {@code text} and a signature make; a signature not of ours is Gemini's. */
    static Part.Reasoning open(String text, @Nullable String signature) {
        if (signature == null || signature.isEmpty()) {
            return new Part.Reasoning("", text, null, null);
        }
        String[] fields = plain(signature).split(":", 4);
        if (fields.length < 4 || !MARK.startsWith(fields[0] + ":")) {
            return new Part.Reasoning("gemini", text, signature, null);
        }
        return fields[2].equals(REDACTED)
                ? new Part.Reasoning(fields[1], text, null, fields[3])
                : new Part.Reasoning(fields[1], text, fields[3], null);
    }

    private static String plain(String signature) {
        try {
            return new String(Base64.getDecoder().decode(signature), UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
