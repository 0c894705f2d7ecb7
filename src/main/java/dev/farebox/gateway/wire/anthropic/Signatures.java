package dev.farebox.gateway.wire.anthropic;

/**
 * The form in which signatures of other providers stand in an Anthropic client's history: {@code
 * farebox.ORIGIN.SIGNATURE}, and {@code farebox-call.SIGNATURE} for one that belongs to the tool
 * call behind it. Clients send thinking back as they got it, so that each signature finds its
 * provider again, and only that one. Anthropic's own stand as they are.
 */
final class Signatures {
    static final String ANTHROPIC = "anthropic";

    private static final String MARK = "farebox.";
    private static final String CALL = "farebox-call.";

    /** {@code origin} is empty where {@code ofCall}. */
    record Read(String origin, String signature, boolean ofCall) {}

    private Signatures() {}

    static String of(String origin, String signature) {
        return origin.equals(ANTHROPIC) || origin.isEmpty()
                ? signature
                : MARK + origin + "." + signature;
    }

    static String ofCall(String signature) {
        return CALL + signature;
    }

    static Read read(String text) {
        if (text.startsWith(CALL)) {
            return new Read("", text.substring(CALL.length()), true);
        }
        int dot = text.startsWith(MARK) ? text.indexOf('.', MARK.length()) : -1;
        if (dot < 0) {
            return new Read(text.isEmpty() ? "" : ANTHROPIC, text, false);
        }
        return new Read(text.substring(MARK.length(), dot), text.substring(dot + 1), false);
    }
}
