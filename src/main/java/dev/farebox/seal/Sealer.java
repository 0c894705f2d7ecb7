package dev.farebox.seal;

import com.google.crypto.tink.Aead;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Seals and opens secrets with a master key. Safe for use by many threads.
 *
 * <p>{@code place} names where the sealed secret is stored, for example {@code
 * channel/<id>/credential}; a secret that is copied to another place does not open there.
 */
public final class Sealer {
    private final MasterKey key;
    private final Aead aead;

    public Sealer(MasterKey key) {
        this.key = key;
        try {
            aead = key.keys().getPrimitive(MasterKey.TINK, Aead.class);
        } catch (GeneralSecurityException e) {
            throw new ProblemException(
                    ProblemCode.MASTER_KEY_UNUSABLE,
                    "The master key in " + key.origin() + " is not one that seals.",
                    e);
        }
    }

    public Sealed seal(String secret, String place) {
        try {
            byte[] ciphertext = aead.encrypt(bytes(secret), bytes(place));
            return new Sealed(key.primaryId(), ciphertext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing for " + place, e);
        }
    }

    /**
     * The secret.
     *
     * @throws ProblemException {@code master_key_unusable} when another master key sealed it;
     *     {@code seal_broken} when it was changed, or moved from another place
     */
    public String open(Sealed sealed, String place) {
        if (!key.holds(sealed.keyId())) {
            throw new ProblemException(
                    ProblemCode.MASTER_KEY_UNUSABLE,
                    ("The secret at %s was sealed with master key %d, but the master key in %s is"
                                    + " another one (%d). Put back the original master key, or enter"
                                    + " the secret again.")
                            .formatted(place, sealed.keyId(), key.origin(), key.primaryId()));
        }
        try {
            return new String(
                    aead.decrypt(sealed.ciphertext(), bytes(place)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new ProblemException(
                    ProblemCode.SEAL_BROKEN,
                    ("The secret at %s does not open with master key %d: it was changed or moved"
                                    + " in the database. Enter the secret again.")
                            .formatted(place, sealed.keyId()),
                    e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
