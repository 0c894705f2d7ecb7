package dev.farebox.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a secret, as four words: small, comparable, and no help in finding the secret. */
record SecretHash(long a, long b, long c, long d) {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final MessageDigest SHA_256 = sha256();

    static SecretHash of(String secret) {
        return ofBytes(digest(secret.getBytes(StandardCharsets.UTF_8)));
    }

    static SecretHash ofBytes(byte[] hash) {
        if (hash.length != 32) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + hash.length);
        }
        return new SecretHash(word(hash, 0), word(hash, 8), word(hash, 16), word(hash, 24));
    }

    byte[] bytes() {
        var bytes = new byte[32];
        LONGS.set(bytes, 0, a);
        LONGS.set(bytes, 8, b);
        LONGS.set(bytes, 16, c);
        LONGS.set(bytes, 24, d);
        return bytes;
    }

    /** It is as random as the secret's hash, so one word of it spreads well. */
    @Override
    public int hashCode() {
        return (int) (a ^ (a >>> 32));
    }

    private static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** A copy of a prepared digest costs less than asking the provider for a new one. */
    private static byte[] digest(byte[] secret) {
        try {
            return ((MessageDigest) SHA_256.clone()).digest(secret);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
