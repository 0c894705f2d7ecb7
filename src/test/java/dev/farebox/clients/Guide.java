package dev.farebox.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code docs/guides/clients.md}, whose code blocks the tests run as they are written. */
final class Guide {
    private static final Path FILE = Path.of("docs/guides/clients.md");
    private static final String URL = "http://127.0.0.1:8484";
    private static final String KEY = "YOUR_KEY";
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)=(\\S+)$");

    private Guide() {}

    /** The first block in this language below this heading, about this Farebox. */
    static String block(String heading, String language, Where where) {
        String text = read();
        int section = text.indexOf("\n## " + heading + "\n");
        if (section < 0) {
            throw new AssertionError("the guide has no heading " + heading);
        }
        int end = text.indexOf("\n## ", section + 1);
        String body = text.substring(section, end < 0 ? text.length() : end);
        int start = body.indexOf("\n```" + language + "\n");
        if (start < 0) {
            throw new AssertionError("the guide has no " + language + " below " + heading);
        }
        int from = body.indexOf('\n', start + 1) + 1;
        return body.substring(from, body.indexOf("\n```", from) + 1)
                .replace(URL, where.url())
                .replace(KEY, where.key());
    }

    /** The variables that the first shell block below this heading exports. */
    static Map<String, String> variables(String heading, Where where) {
        var variables = new LinkedHashMap<String, String>();
        var matcher = EXPORT.matcher(block(heading, "sh", where));
        while (matcher.find()) {
            variables.put(matcher.group(1), matcher.group(2).replace("\"", ""));
        }
        return variables;
    }

    static List<String> headings() {
        return read().lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
