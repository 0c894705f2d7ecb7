package dev.farebox.seal;

import java.util.Arrays;
import java.util.Objects;

/**
 * A sealed secret, as it is stored.
 *
 * @param keyId which key of the master key set sealed it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sealed(int keyId, byte[] ciphertext) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed
                && keyId == sealed.keyId
                && Arrays.equals(ciphertext, sealed.ciphertext);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keyId, Arrays.hashCode(ciphertext));
    }

    @Override
    public String toString() {
        return "Sealed[keyId=%d, %d bytes]".formatted(keyId, ciphertext.length);
    }
}
