package dev.farebox.gateway.provider.demo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The fake signature of a thought: the same for the same thought, and recognised when it comes
 * back, so that a signature which somebody invented is refused.
 */
final class Signature {
    private static final String MARK = "demo-signature-";

    private Signature() {}

    static String of(String thought) {
        String text = MARK + "%016x".formatted(hash(thought)) + "-of-a-thought";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether this is the signature of this very thought. */
    static boolean signs(String signature, String thought) {
        return signature.equals(of(thought));
    }

    /** Whether this is a signature of ours, of whatever thought. */
    static boolean isOurs(String signature) {
        return signature.startsWith(
                Base64.getEncoder().encodeToString(MARK.getBytes(StandardCharsets.US_ASCII)));
    }

    private static long hash(String thought) {
        long hash = thought.length();
        for (int i = 0; i < thought.length(); i++) {
            hash = Dice.mix(hash * 31 + thought.charAt(i));
        }
        return hash;
    }
}
