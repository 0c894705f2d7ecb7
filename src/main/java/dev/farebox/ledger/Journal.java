package dev.farebox.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a batch writes for ever about one account: entries, transactions, usage lines. */
final class Journal {
    private final AccountState loaded;
    private final List<Entry> entries = new ArrayList<>();
    private final List<TransactionRow> transactions = new ArrayList<>();
    private final List<Resolution> resolutions = new ArrayList<>();
    private UUID current;
    private int leg;

    Journal(AccountState loaded) {
        this.loaded = loaded;
        this.current = loaded.account().value();
    }

    List<Entry> entries() {
        return entries;
    }

    List<TransactionRow> transactions() {
        return transactions;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }

    /** What follows belongs to that transaction. */
    void begin(UUID transaction) {
        current = transaction;
        leg = 0;
    }

    void entry(Purpose debit, Purpose credit, Asset asset, @Nullable UUID lot, long amount) {
        entries.add(new Entry(loaded.account(), current, leg++, debit, credit, asset, lot, amount));
    }

    void resolve(Resolution resolution) {
        resolutions.add(resolution);
    }

    void record(Posting op, @Nullable UUID about, long amount, long version) {
        transactions.add(
                new TransactionRow(
                        op.transaction(),
                        op.kind(),
                        op.fingerprint(),
                        op.cause(),
                        about,
                        amount,
                        version));
    }

    /** What to answer when the posting's id is recorded already; null when it is not. */
    @Nullable Repetition repetition(Posting op) {
        String known = loaded.fingerprints().get(op.transaction());
        for (int i = 0; known == null && i < transactions.size(); i++) {
            TransactionRow row = transactions.get(i);
            known = row.id().equals(op.transaction()) ? row.fingerprint() : null;
        }
        if (known == null) {
            return null;
        }
        return known.equals(op.fingerprint()) ? new AlreadyDone() : new IdConflict();
    }

    /** An earlier transaction with what was undone of it until now; null when there is none. */
    @Nullable Recorded recorded(UUID id) {
        Recorded before = loaded.recorded().get(id);
        TransactionKind kind = before == null ? kindInThisBatch(id) : before.kind();
        if (kind == null) {
            return null;
        }
        long undone = before == null ? 0 : before.undone();
        for (TransactionRow row : transactions) {
            if (id.equals(row.about())) {
                undone = Math.addExact(undone, row.amount());
            }
        }
        return new Recorded(id, kind, before == null ? legsInThisBatch(id) : before.legs(), undone);
    }

    private @Nullable TransactionKind kindInThisBatch(UUID id) {
        for (Resolution resolution : resolutions) {
            if (resolution.hold().id().value().equals(id)) {
                return TransactionKind.CAPTURE;
            }
        }
        for (TransactionRow row : transactions) {
            if (row.id().equals(id)) {
                return row.kind();
            }
        }
        return null;
    }

    private List<Entry> legsInThisBatch(UUID id) {
        var legs = new ArrayList<Entry>();
        for (Entry entry : entries) {
            if (entry.transaction().equals(id)) {
                legs.add(entry);
            }
        }
        return legs;
    }
}
