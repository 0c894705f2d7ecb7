package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Looks for cache breakpoints in a request, without parsing it once more. */
final class CacheMarkers {
    private static final byte[] TTL = "\"ttl\"".getBytes(US_ASCII);
    private static final byte[] HOUR = "\"1h\"".getBytes(US_ASCII);

    private CacheMarkers() {}

    /** Whether some {@code "ttl": "1h"} stands in the body outside of a text. */
    static boolean askForOneHour(byte[] body) {
        for (int at = 0; at + TTL.length + HOUR.length < body.length; at++) {
            if (body[at] == '"'
                    && isAt(TTL, body, at)
                    && (at == 0 || body[at - 1] != '\\')
                    && isAt(HOUR, body, pastColon(body, at + TTL.length))) {
                return true;
            }
        }
        return false;
    }

    private static int pastColon(byte[] body, int from) {
        int at = from;
        while (at < body.length && (body[at] == ':' || Character.isWhitespace(body[at]))) {
            at++;
        }
        return at;
    }

    private static boolean isAt(byte[] word, byte[] body, int at) {
        if (at + word.length > body.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (body[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
