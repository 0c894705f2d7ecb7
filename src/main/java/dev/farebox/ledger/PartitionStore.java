package dev.farebox.ledger;

import dev.farebox.db.Tx;
import java.util.UUID;

/** Statements that make partitions. Needs the owner's rights. */
final class PartitionStore {
    private final Tx tx;

    PartitionStore(Tx tx) {
        this.tx = tx;
    }

    /** One maker at a time; readers and writers of the tables go on. */
    void lock() {
        tx.update("LOCK TABLE entry, usage_line IN SHARE UPDATE EXCLUSIVE MODE");
    }

    /**
     * Makes the table apart and attaches it: unlike {@code CREATE TABLE … PARTITION OF} that takes
     * no lock that a writer would wait for.
     */
    void attach(String parent, String suffix, UUID from, UUID to) {
        String table = parent + "_" + suffix;
        if (tx.one("SELECT to_regclass(?)::text AS name", row -> row.optionalText("name"), table)
                .flatMap(name -> name)
                .isPresent()) {
            return;
        }
        tx.update("CREATE TABLE " + table + " (LIKE " + parent + " INCLUDING ALL)");
        tx.update(
                "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                        .formatted(parent, table, from, to));
    }
}
