package dev.farebox.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyFileTest {
    @TempDir Path data;

    @Test
    void the_first_start_makes_a_key_that_its_owner_alone_can_read() throws IOException {
        var file = new MasterKeyFile(data);

        MasterKey made = file.load(true);

        assertThat(file.path()).isEqualTo(data.resolve("secret/master.key"));
        assertThat(permissions(file.path())).isEqualTo("rw-------");
        assertThat(permissions(data.resolve("secret"))).isEqualTo("rwx------");
        try (var files = Files.list(data.resolve("secret"))) {
            assertThat(files).as("no temporary file is left").hasSize(1);
        }
        assertThat(file.load(true).text()).isEqualTo(made.text());
        assertThat(file.load(false).primaryId()).isEqualTo(made.primaryId());
    }

    @Test
    void a_missing_key_is_not_replaced_once_something_can_be_sealed() {
        var file = new MasterKeyFile(data);

        assertUnusable(file, "master.key is missing; without it no stored provider credential");
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void a_damaged_key_is_refused_and_left_alone() throws IOException {
        var file = new MasterKeyFile(data);
        file.load(true);
        String half = Files.readString(file.path()).substring(0, 100);
        Files.writeString(file.path(), half);

        assertUnusable(file, "master.key is not a key set that Farebox wrote");
        assertThat(file.path()).hasContent(half);
    }

    @Test
    void a_folder_in_its_place_is_refused() throws IOException {
        var file = new MasterKeyFile(data);
        Files.createDirectories(file.path());

        assertUnusable(file, "cannot be read");
    }

    private static void assertUnusable(MasterKeyFile file, String sentence) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> file.load(false))
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.MASTER_KEY_UNUSABLE));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
