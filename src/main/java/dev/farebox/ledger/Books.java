package dev.farebox.ledger;

import dev.farebox.db.Database;
import dev.farebox.db.Tx;
import java.util.function.IntConsumer;

/**
 * The auditor: recomputes every projection (lots, what is owed, spend counters, ledger positions)
 * from the entries, usage lines, transactions and open holds, checks that these belong together,
 * and names the first difference. It believes none of the code that writes.
 *
 * <p>Reads in the order of the keys, a few thousand rows at a time, keeping one account in memory;
 * each step sees one snapshot of its buckets and takes no locks. Charges are not priced again: that
 * is the price audit's part.
 */
public final class Books {
    /** The buckets of one snapshot: few enough that a large installation's does not grow old. */
    private static final int BUCKETS_AT_ONCE = 8;

    private final Database database;

    public Books(Database database) {
        this.database = database;
    }

    /**
     * Checks all books; {@code bucketsDone} is told of progress, up to {@link AccountId#BUCKETS}.
     */
    public BooksVerdict verify(IntConsumer bucketsDone) {
        return verify(BUCKETS_AT_ONCE, bucketsDone);
    }

    /** Checks all books in one snapshot: for small ones. */
    public BooksVerdict verify() {
        return verify(AccountId.BUCKETS, _ -> {});
    }

    private BooksVerdict verify(int atOnce, IntConsumer bucketsDone) {
        var count = new Count();
        try {
            for (int from = 0; from < AccountId.BUCKETS; from += atOnce) {
                int first = from;
                int last = Math.min(first + atOnce, AccountId.BUCKETS) - 1;
                count.add(database.tx(tx -> verify(tx, first, last)));
                bucketsDone.accept(last + 1);
            }
        } catch (BookDifference found) {
            return new BooksVerdict.Broken(found.difference());
        }
        return new BooksVerdict.Sound(count.accounts, count.transactions, count.entries);
    }

    /** Checks all books as that transaction sees them. */
    static BooksVerdict verifyWithin(Tx tx) {
        try {
            Count count = read(tx, 0, AccountId.BUCKETS - 1);
            return new BooksVerdict.Sound(count.accounts, count.transactions, count.entries);
        } catch (BookDifference found) {
            return new BooksVerdict.Broken(found.difference());
        }
    }

    private static Count verify(Tx tx, int firstBucket, int lastBucket) {
        AuditStore.takeSnapshot(tx);
        return read(tx, firstBucket, lastBucket);
    }

    private static Count read(Tx tx, int firstBucket, int lastBucket) {
        var count = new Count();
        try (var rows = new AuditStore(tx, firstBucket, lastBucket)) {
            for (AccountKey key = rows.nextAccount(); key != null; key = rows.nextAccount()) {
                var audit = new AccountAudit(key, rows);
                audit.verify();
                count.accounts++;
                count.transactions += audit.transactions();
                count.entries += audit.entries();
            }
        }
        return count;
    }

    /** What was looked at. */
    private static final class Count {
        private long accounts;
        private long transactions;
        private long entries;

        void add(Count more) {
            accounts += more.accounts;
            transactions += more.transactions;
            entries += more.entries;
        }
    }
}
