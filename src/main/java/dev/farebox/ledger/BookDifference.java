package dev.farebox.ledger;

import java.io.Serial;

/** What the auditor found wrong, thrown from where it was found to where it is reported. */
final class BookDifference extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    BookDifference(String difference) {
        super(difference, null, false, false);
    }

    String difference() {
        return String.valueOf(getMessage());
    }
}
