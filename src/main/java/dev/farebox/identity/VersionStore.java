package dev.farebox.identity;

import dev.farebox.db.Tx;

/** The row {@code identity_version}. */
final class VersionStore {

    /**
     * Takes the row's lock until the transaction ends, and the number for what it changes. Always
     * the first statement of a change: what is read after it is what is changed.
     */
    long next(Tx tx) {
        return tx.one(
                        "UPDATE identity_version SET version = version + 1 RETURNING version",
                        row -> row.number("version"))
                .orElseThrow();
    }

    long current(Tx tx) {
        return tx.one("SELECT version FROM identity_version", row -> row.number("version"))
                .orElseThrow();
    }
}
