package dev.farebox.app;

import dev.farebox.id.IdText;
import dev.farebox.money.Credits;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/** Reads what people type, or refuses it with a sentence. */
final class Read {
    private Read() {}

    static UUID id(IdText kind, String text) {
        return kind.read(text)
                .orElseThrow(() ->
                        refused(
                                "%s is not the id of a %s; it looks like %s"
                                        .formatted(
                                                text,
                                                kind.name().toLowerCase(java.util.Locale.ROOT),
                                                kind.show(new UUID(0, 0)))));
    }

    static Credits credits(String text) {
        try {
            return Credits.parse(text);
        } catch (ArithmeticException | NumberFormatException _) {
            throw refused(
                    text
                            + " is not an amount: give a decimal with at most nine places, such as 12.5");
        }
    }

    /** Zero or more. */
    static int whole(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw refused(text + " is not a whole number from 0 to " + Integer.MAX_VALUE);
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw refused(text + " is not a time: give one such as 2027-01-31T00:00:00Z");
        }
    }

    static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.INPUT_INVALID, why);
    }
}
