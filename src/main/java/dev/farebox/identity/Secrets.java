package dev.farebox.identity;

import java.util.random.RandomGenerator;

/** Makes secrets: a readable prefix and 160 random bits as 32 Crockford base-32 digits. */
final class Secrets {
    static final String KEY = "fbx_";
    static final String OPERATOR = "fbo_";

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 32;
    private static final int SHOWN = 8;

    private final RandomGenerator random;

    Secrets(RandomGenerator random) {
        this.random = random;
    }

    String next(String prefix) {
        var text = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.toString();
    }

    /**
     * What people see of a secret later: its first 8 characters. The strength rule makes sure that
     * the rest of an imported secret is still far too long to guess.
     */
    static String shown(String secret) {
        return secret.substring(0, Math.min(SHOWN, secret.length()));
    }
}
