package dev.farebox.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The written reference is what the code declares. After a change of a key, run this test with
 * {@code -Dtest.argLine=-Dfarebox.accept=true} and read the difference.
 */
class ConfigurationReferenceTest {
    private static final Path PAGE = Path.of("docs/reference/configuration.md");
    private static final Path EXAMPLE = Path.of("deploy/farebox.example.yaml");

    @Test
    void the_reference_page_is_what_the_code_declares() throws IOException {
        assertThat(PAGE).hasContent(accepted(PAGE, ConfigurationReference.markdown()));
    }

    @Test
    void the_example_file_is_what_the_code_declares() throws IOException {
        assertThat(EXAMPLE).hasContent(accepted(EXAMPLE, ConfigurationReference.exampleYaml()));
    }

    @Test
    void the_example_file_loads_and_holds_the_defaults() {
        var sources = new Sources(Optional.of(EXAMPLE), Map.of(), Map.of());

        assertThat(Configuration.load(sources)).isEqualTo(Configuration.defaults());
    }

    @Test
    void the_example_file_names_every_key() throws IOException {
        String example = Files.readString(EXAMPLE);

        assertThat(KnownNames.keys())
                .hasSizeGreaterThan(50)
                .allSatisfy(key -> assertThat(example).contains(key.lastName() + ": "))
                .allSatisfy(key -> assertThat(key.description()).endsWith("."));
    }

    private static String accepted(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("farebox.accept")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, expected);
        }
        return expected;
    }
}
