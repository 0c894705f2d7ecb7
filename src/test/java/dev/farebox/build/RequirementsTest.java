package dev.farebox.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/requirements.md} names, for each rule, exactly the test classes that carry its id.
 */
class RequirementsTest {
    private static final Path DOCUMENT = Path.of("docs/requirements.md");
    private static final Pattern PROVES = Pattern.compile("@Proves\\(([^)]*)\\)");
    private static final Pattern ID = Pattern.compile("\"([A-Z]{3}-\\d+[a-e]?)\"");
    private static final Pattern ROW =
            Pattern.compile("^\\| ([A-Z]{3}-\\d+[a-e]?) \\| [^|]+ \\| ([^|]*) \\|$");

    @Test
    void the_document_lists_the_tests_that_prove_each_rule() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), row.group(2).strip());
            }
        }
        assertThat(documented).isNotEmpty();
        Map<String, SortedSet<String>> proven = proven();
        assertThat(documented.keySet())
                .as("a test names a rule that the document does not have")
                .containsAll(proven.keySet());
        documented.forEach((id, tests) ->
                assertThat(tests)
                        .as(id + " in " + DOCUMENT)
                        .isEqualTo(
                                proven.containsKey(id)
                                        ? String.join(", ", proven.get(id))
                                        : "not yet"));
    }

    private static Map<String, SortedSet<String>> proven() throws IOException {
        Map<String, SortedSet<String>> proven = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(Path.of("src/test/java"))) {
            for (Path file : walk.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                var uses = PROVES.matcher(Files.readString(file));
                while (uses.find()) {
                    var ids = ID.matcher(uses.group(1));
                    while (ids.find()) {
                        String name = file.getFileName().toString().replace(".java", "");
                        proven.computeIfAbsent(ids.group(1), _ -> new TreeSet<>()).add(name);
                    }
                }
            }
        }
        return proven;
    }
}
