package dev.farebox.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * {@code docs/reference/command-line.md} is what the commands say of themselves. Run with {@code
 * -Dtest.argLine=-Dfarebox.accept=true} to write it anew.
 */
class CommandReferenceTest {
    private static final Path DOCUMENT = Path.of("docs/reference/command-line.md");

    @Test
    void the_reference_is_what_the_commands_say() throws IOException {
        String expected = reference();
        if (Boolean.getBoolean("farebox.accept")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
    }

    private static String reference() {
        var text = new StringBuilder();
        text.append("# Command line\n\n");
        text.append("`./farebox COMMAND --help` prints the same. Written by a test.\n");
        append(text, Cli.commands());
        return text.toString();
    }

    private static void append(StringBuilder text, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        String usage =
                command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                        .lines()
                        .map(String::stripTrailing)
                        .reduce("", (all, line) -> all + line + "\n");
        text.append("\n## ").append(name).append("\n\n```text\n").append(usage).append("```\n");
        new TreeMap<>(command.getSubcommands()).values().forEach(sub -> append(text, sub));
    }
}
