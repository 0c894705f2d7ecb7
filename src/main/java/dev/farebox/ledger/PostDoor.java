package dev.farebox.ledger;

import dev.farebox.db.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Carries out a posting inside the caller's transaction, under the same locks in the same order as
 * the lanes: the account row, and what it protects.
 */
final class PostDoor {
    private final Partitions partitions;
    private final InstantSource clock;

    PostDoor(Partitions partitions, InstantSource clock) {
        this.partitions = partitions;
        this.clock = clock;
    }

    LedgerOutcome post(Tx tx, Posting op) {
        partitions.ensure(op.transaction());
        var postings = new PostingStore(tx, op.account());
        if (op instanceof OpenAccount) {
            postings.makeRow();
        }
        var states = new StateStore(tx.connection());
        Map<AccountId, Loading> accounts = states.lock(List.of(op));
        Loading loading = accounts.values().iterator().next();
        postings.load(op, loading);
        new SpendStore(tx.connection()).load(List.of(op), accounts);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var book = new AccountBook(loading.state());
        LedgerOutcome outcome = book.apply(op, now);
        book.verify();
        new EffectsStore(tx.connection()).write(List.of(book.effects()));
        return outcome;
    }

    void openSpendCounters(Tx tx, AccountId account, UUID key, LocalDate today) {
        new SpendStore(tx.connection()).open(account, key, today);
    }
}
