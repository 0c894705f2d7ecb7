package dev.farebox.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The master key that seals provider credentials.
 *
 * @param masterKey empty: the file {@code secret/master.key} in the data directory
 */
public record SealSettings(Optional<Secret> masterKey) {
    static final Key<Optional<Secret>> MASTER_KEY =
            new Key<>(
                    "seal.master_key",
                    Kind.secretText(),
                    "",
                    "",
                    "The master key itself, as the text of a master key file. Unset: the file"
                            + " secret/master.key in the data directory, made on first start."
                            + " Nodes that share a database share the key.");
    static final Key<Optional<Path>> MASTER_KEY_FILE =
            new Key<>(
                    "seal.master_key_file",
                    Kind.path().optional(),
                    "",
                    "/run/secrets/farebox-master-key",
                    "A file that holds the master key, instead of seal.master_key.");
    static final Section SECTION =
            new Section(
                    "seal",
                    "The master key that seals provider credentials in the database.",
                    List.of(MASTER_KEY, MASTER_KEY_FILE));

    static SealSettings read(Values values) {
        return new SealSettings(values.secret(MASTER_KEY, MASTER_KEY_FILE));
    }
}
