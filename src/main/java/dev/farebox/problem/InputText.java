package dev.farebox.problem;

/** Checks of text that a person or a program sends in, before it is stored or shown. */
public final class InputText {
    private InputText() {}

    /**
     * {@code value} without surrounding blanks, when it is one visible line of at most {@code most}
     * characters.
     *
     * @throws ProblemException {@code input_invalid}, naming {@code field}: it is blank or too
     *     long, or holds control characters, half of a surrogate pair, or characters that turn the
     *     direction of the text that follows
     */
    public static String line(String field, String value, int most) {
        String line = value.strip();
        if (line.isEmpty()) {
            throw refusal(field, "must not be empty");
        }
        if (line.length() > most) {
            throw refusal(
                    field, "has %d characters; %d are allowed".formatted(line.length(), most));
        }
        line.codePoints()
                .filter(InputText::isUnfit)
                .findFirst()
                .ifPresent(unfit -> {
                    throw refusal(
                            field,
                            "holds the character U+%04X, which is not allowed".formatted(unfit));
                });
        return line;
    }

    public static ProblemException refusal(String field, String sentence) {
        return new ProblemException(ProblemCode.INPUT_INVALID, field + " " + sentence);
    }

    private static boolean isUnfit(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    true;
            default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        };
    }
}
