package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What another provider needs back, in the place where this dialect keeps OpenAI's own sealed
 * thinking ({@code encrypted_content}), marked so that it is never sent to the wrong one.
 */
sealed interface Seal {
    String MARK = "farebox.1.";

    /** The origin of whatever bears no mark. */
    String OPENAI = "openai";

    /** Signs the readable thinking beside it. */
    record Signed(String origin, String signature) implements Seal {}

    /** Is thinking that cannot be read. */
    record Redacted(String origin, String data) implements Seal {}

    /** Belongs to a call of a tool. */
    record OfCall(String callId, String signature) implements Seal {}

    default String written() {
        return switch (this) {
            case Signed(var origin, var signature) ->
                    origin.equals(OPENAI) ? signature : marked("s", origin, signature);
            case Redacted(var origin, var data) ->
                    origin.equals(OPENAI) ? data : marked("r", origin, data);
            case OfCall(var callId, var signature) -> marked("c", callId, signature);
        };
    }

    private static String marked(String kind, String owner, String content) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(owner.getBytes(UTF_8));
        return MARK + kind + "." + encoded + "." + content;
    }

    /** Null where a mark is followed by what we have not written. */
    static @Nullable Seal read(String written) {
        if (!written.startsWith(MARK)) {
            return new Signed(OPENAI, written);
        }
        String[] parts = written.substring(MARK.length()).split("\\.", 3);
        if (parts.length < 3) {
            return null;
        }
        String owner;
        try {
            owner = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
        } catch (IllegalArgumentException _) {
            return null;
        }
        return switch (parts[0]) {
            case "s" -> new Signed(owner, parts[2]);
            case "r" -> new Redacted(owner, parts[2]);
            case "c" -> new OfCall(owner, parts[2]);
            default -> null;
        };
    }
}
