package dev.farebox.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content of a posting as one SHA-256, in hex. Parts are written with their lengths, so that no
 * two contents read alike. Stored for ever: the parts of a kind and their order never change.
 */
final class Fingerprint {
    private final StringBuilder text = new StringBuilder(200);

    static String of(TransactionKind kind, Cause cause, Object... parts) {
        var print = new Fingerprint();
        print.add(kind.code());
        for (Object part : parts) {
            print.add(part);
        }
        print.add(cause.actor());
        print.add(cause.reason());
        print.add(cause.link());
        return print.hex();
    }

    private void add(Object part) {
        String word = part.toString();
        text.append(word.length()).append(':').append(word);
    }

    private String hex() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
