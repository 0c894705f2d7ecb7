package dev.farebox.gateway.wire.openai;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code content-disposition} of a form's part. A name is of letters, digits, hyphens,
 * underscores and dots, perhaps with brackets behind it: one that everyone reads alike. File names
 * may be anything, because nobody acts on them.
 */
record Disposition(String name, boolean file) {
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "\\s*;\\s*(name|filename|filename\\*)\\s*=\\s*"
                            + "(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\";]+))",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-]{1,64}(?:\\[\\w*])?");
    private static final String FORM = "form-data";

    static Optional<Disposition> read(String header) {
        if (!header.regionMatches(true, 0, FORM, 0, FORM.length())) {
            return Optional.empty();
        }
        Matcher matcher = PARAMETER.matcher(header).region(FORM.length(), header.length());
        String name = "";
        boolean file = false;
        int end = FORM.length();
        while (end < header.length() && matcher.lookingAt()) {
            String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            if (!matcher.group(1).equalsIgnoreCase("name")) {
                file = true;
            } else if (name.isEmpty() && NAME.matcher(value).matches()) {
                name = value;
            } else {
                return Optional.empty();
            }
            end = matcher.end();
            matcher.region(end, header.length());
        }
        return end == header.length() && !name.isEmpty()
                ? Optional.of(new Disposition(name, file))
                : Optional.empty();
    }
}
