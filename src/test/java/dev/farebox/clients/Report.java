package dev.farebox.clients;

import dev.farebox.testkit.Require;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code target/clients-report.md}: what each client did and what it showed its user. */
final class Report {
    private static final int LONGEST = 400;
    private static final String HEAD =
            """
            # What real clients did

            Unmodified, against `farebox demo`. Requests and statuses are counted on the wire; usage
            lines and charges are read from the ledger; the last column is what the user saw.

            | client | situation | requests | statuses | seconds | usage lines | nano-credits | the user saw |
            |---|---|---|---|---|---|---|---|
            """;

    private final List<Row> rows = new ArrayList<>();

    record Row(
            String client,
            String situation,
            int requests,
            List<Integer> statuses,
            long millis,
            Written written,
            String shown) {
        String line() {
            return "| %s | %s | %d | %s | %d.%d | %s | %d | %s |"
                    .formatted(
                            client,
                            situation,
                            requests,
                            counted(statuses),
                            millis / 1000,
                            millis % 1000 / 100,
                            outcomes(),
                            written.charged(),
                            oneLine(shown));
        }

        private String outcomes() {
            return written.lines().isEmpty()
                    ? "none"
                    : counted(written.lines().stream().map(Written.Line::outcome).toList());
        }
    }

    /** Writes the whole report anew, so that it is there whenever the run ends. */
    synchronized void add(Row row) {
        rows.add(row);
        String text =
                rows.stream()
                        .sorted(
                                java.util.Comparator.comparing(Row::situation)
                                        .thenComparing(Row::client))
                        .map(Row::line)
                        .collect(Collectors.joining("\n", HEAD, "\n"));
        try {
            Files.writeString(Require.buildDirectory().resolve("clients-report.md"), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String counted(List<?> values) {
        Map<String, Long> counts =
                values.stream()
                        .collect(
                                Collectors.groupingBy(
                                        String::valueOf, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " × " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
    }
}
