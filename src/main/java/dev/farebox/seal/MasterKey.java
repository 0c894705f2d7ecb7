package dev.farebox.seal;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.security.GeneralSecurityException;

/**
 * The key set that seals: one primary key, and older ones that still open. Its text form is Tink's
 * JSON, in the clear: where it lies is what protects it. Never prints itself.
 */
public final class MasterKey {
    /** What Tink may do: explicit, so that no global registry decides it. */
    static final Configuration TINK = AeadConfig2026.get();

    private final KeysetHandle keys;
    private final String origin;

    private MasterKey(KeysetHandle keys, String origin) {
        this.keys = keys;
        this.origin = origin;
    }

    /** A new key set of one AES-256-GCM key. */
    public static MasterKey create() {
        try {
            return new MasterKey(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TINK),
                    "a new key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @param origin where the text came from, for messages: a file, or a variable's name
     * @throws ProblemException {@code master_key_unusable}
     */
    public static MasterKey parse(String text, String origin) {
        try {
            return new MasterKey(
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            text.strip(), TINK, InsecureSecretKeyAccess.get()),
                    origin);
        } catch (GeneralSecurityException | RuntimeException _) {
            // The cause is left out: it may quote the text.
            throw new ProblemException(
                    ProblemCode.MASTER_KEY_UNUSABLE,
                    "The master key in %s is not a key set that Farebox wrote; put back the"
                                    .formatted(origin)
                            + " original, complete and unchanged.");
        }
    }

    /** A key set with a new primary key, which still opens what the older keys sealed. */
    public MasterKey rotated() {
        try {
            KeysetHandle fresh =
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TINK);
            KeysetHandle more =
                    KeysetHandle.newBuilder(keys)
                            .addEntry(
                                    KeysetHandle.importKey(fresh.getPrimary().getKey())
                                            .makePrimary())
                            .build();
            return new MasterKey(more, origin);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The secret itself, to be written where only its owner can read. */
    public String text() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    keys, TINK, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public int primaryId() {
        return keys.getPrimary().getId();
    }

    boolean holds(int keyId) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.getAt(i).getId() == keyId) {
                return true;
            }
        }
        return false;
    }

    KeysetHandle keys() {
        return keys;
    }

    String origin() {
        return origin;
    }

    @Override
    public String toString() {
        return "MasterKey[primary %d, from %s]".formatted(primaryId(), origin);
    }
}
