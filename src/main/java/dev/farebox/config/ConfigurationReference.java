package dev.farebox.config;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the reference page and the example file from the declared keys. */
public final class ConfigurationReference {
    private static final int COLUMNS = 96;

    private ConfigurationReference() {}

    /** {@code docs/reference/configuration.md}. */
    public static String markdown() {
        var page = new StringBuilder(INTRODUCTION);
        for (Section section : KnownNames.SECTIONS) {
            page.append("\n## `%s`\n\n%s\n\n".formatted(section.name(), section.description()));
            page.append("| key | default | example | meaning |\n|---|---|---|---|\n");
            section.keys().forEach(key -> page.append(row(key)));
            section.family().ifPresent(family -> page.append(table(family)));
        }
        return page.toString();
    }

    private static String table(KeyFamily family) {
        var table = new StringBuilder();
        table.append(
                "\n%s In a file or on the command line only.\n\n".formatted(family.description()));
        table.append("| key | default | example | meaning |\n|---|---|---|---|\n");
        family.keys().forEach(key -> table.append(row(key)));
        return table.toString();
    }

    private static String row(Key<?> key) {
        return "| `%s` | %s | %s | %s Takes %s. |\n"
                .formatted(
                        key.lastName(),
                        code(key.defaultText()),
                        code(key.example()),
                        key.description(),
                        key.kind().expected());
    }

    /** {@code deploy/farebox.example.yaml}: every key with its default. */
    public static String exampleYaml() {
        return KnownNames.SECTIONS.stream()
                .map(ConfigurationReference::section)
                .collect(Collectors.joining("\n", HEADER, ""));
    }

    private static String section(Section section) {
        var yaml = new StringBuilder();
        comment(yaml, "", section.description());
        yaml.append(section.name()).append(":\n");
        for (Key<?> key : section.keys()) {
            comment(yaml, "  ", key.description() + " (" + key.environmentName() + ")");
            boolean unset = key.defaultText().isEmpty();
            String text = unset ? key.example() : key.defaultText();
            yaml.append(unset ? "  # " : "  ").append(key.lastName()).append(": ");
            yaml.append(key.kind().quoted() ? "\"" + text + "\"" : text).append('\n');
        }
        section.family().ifPresent(family -> commentedOut(yaml, family));
        return yaml.toString();
    }

    private static void commentedOut(StringBuilder yaml, KeyFamily family) {
        comment(yaml, "  ", family.description());
        String holder = family.under().substring(family.under().indexOf('.') + 1);
        yaml.append(
                "  # %s:\n  #   %s:\n".formatted(holder, KeyFamily.NAME.toLowerCase(Locale.ROOT)));
        for (Key<?> key : family.keys()) {
            String last = key.name().substring(key.name().lastIndexOf('.') + 1);
            comment(yaml, "  #     ", key.description());
            yaml.append("  #     %s: %s\n".formatted(last, key.example()));
        }
    }

    private static void comment(StringBuilder yaml, String indent, String text) {
        int column = 0;
        for (String word : text.split(" ")) {
            if (column == 0 || column + 1 + word.length() > COLUMNS) {
                yaml.append(column == 0 ? "" : "\n").append(indent).append("# ").append(word);
                column = indent.length() + 2 + word.length();
            } else {
                yaml.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        yaml.append('\n');
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static final String INTRODUCTION =
            """
            # Configuration

            What an operator decides before the service starts. Sources, the later winning:

            1. the defaults below;
            2. one YAML file (`deploy/farebox.example.yaml` shows every key with its default);
            3. the environment: `FAREBOX_<SECTION>_<KEY>`, for example `FAREBOX_SERVER_PORT`;
            4. the command line.

            An unknown key or a value that does not fit is refused at start, with its file and line,
            the key, and what was expected; all mistakes are reported at once. A variable
            `FAREBOX_…` that starts with a section's name must name a key. On Kubernetes set
            `enableServiceLinks: false`, or give the Service another name, so that its announced
            variables are not taken for settings.

            Durations are written `250ms`, `30s`, `5m`, `2h`, `7d`; sizes `512B`, `64KiB`, `32MiB`,
            `2GiB`; amounts of credit as quoted decimals. A secret can be given by a file, with the
            key that ends in `_file`.

            This page is written from the code and compared with it by `ConfigurationReferenceTest`.
            """;

    private static final String HEADER =
            """
            # Farebox configuration: every key with its default. Keep the lines that you change.
            # The reference is docs/reference/configuration.md.

            """;
}
