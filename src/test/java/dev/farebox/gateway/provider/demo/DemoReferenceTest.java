package dev.farebox.gateway.provider.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The reference page lists what the code has. */
class DemoReferenceTest {
    private static final Path PAGE = Path.of("docs/reference/demo-provider.md");

    @Test
    void the_page_lists_exactly_the_faults_of_the_code() throws IOException {
        assertThat(
                        Files.readAllLines(PAGE).stream()
                                .filter(line -> line.matches("\\| `[a-z_]+` \\|.*\\|.*\\|")))
                .containsExactlyElementsOf(
                        Arrays.stream(FaultKind.values()).map(FaultKind::row).toList());
    }

    @Test
    void the_page_names_every_model_and_every_count() throws IOException {
        assertThat(Files.readString(PAGE)).contains(DemoSettings.MODELS);
        assertThat(Files.readString(PAGE))
                .contains(
                        Arrays.stream(DemoFaults.Count.values())
                                .map(c -> "`" + c.key() + "`")
                                .toList());
    }
}
