package dev.farebox.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Through both doors and a real database, random commands end as the naive model says. */
@WithDatabase
class DatabaseWalkTest {
    private static final int STEPS = 5_000;
    private static final Instant START = Instant.parse("2026-11-20T22:15:00Z");

    @Test
    void five_thousand_random_commands_leave_the_rows_that_the_naive_model_says(TestDatabase test) {
        long seed = Long.getLong("farebox.seed", System.nanoTime());
        System.out.println("DatabaseWalkTest: -Dfarebox.seed=" + seed);
        var random = new SplittableRandom(seed);
        var model = new NaiveLedger();
        var ops = new LedgerOps(random.split(), model, START);
        var accounts = new HashSet<AccountId>();
        try (var ledger = Ledger.open(test.database(), ops::now, LaneLimits.ORDINARY)) {
            int step = 0;
            while (step < STEPS) {
                step += batch(test.database(), ledger, ops, model, random, accounts, seed);
            }
            for (AccountId account : accounts) {
                compare(test, ledger, model.account(account), "seed " + seed + ", " + account);
            }
        }
    }

    /** One to eight commands at the same time; those for the queue go in together. */
    private static int batch(
            Database database,
            Ledger ledger,
            LedgerOps ops,
            NaiveLedger model,
            SplittableRandom random,
            Set<AccountId> accounts,
            long seed) {
        int size = 1 + random.nextInt(8);
        var asked = new ArrayList<LedgerOp>();
        var expected = new ArrayList<LedgerOutcome>();
        for (int i = 0; i < size; i++) {
            LedgerOp op = i == 0 ? ops.next() : ops.nextAtTheSameTime();
            asked.add(op);
            expected.add(model.apply(op, ops.now()));
            accounts.add(op.account());
        }
        var answers = new ArrayList<CompletableFuture<? extends LedgerOutcome>>();
        for (LedgerOp op : asked) {
            if (op instanceof Posting) {
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
            }
            answers.add(submit(database, ledger, op));
        }
        for (int i = 0; i < size; i++) {
            assertThat(LedgerWorld.<LedgerOutcome>await(answers.get(i).thenApply(it -> it)))
                    .as("seed %d, %s at %s", seed, asked.get(i), ops.now())
                    .isEqualTo(expected.get(i));
        }
        return size;
    }

    private static CompletableFuture<? extends LedgerOutcome> submit(
            Database database, Ledger ledger, LedgerOp op) {
        return switch (op) {
            case PlaceHold place -> ledger.place(place);
            case ExtendHold extend -> ledger.extend(extend);
            case CaptureHold capture -> ledger.capture(capture);
            case ExpireHold expire -> ledger.expire(expire);
            case RecoverHold recover -> ledger.recover(recover);
            case OpenAccount it -> post(database.<LedgerOutcome>tx(tx -> ledger.post(tx, it)));
            case SetOwedCap it -> post(database.<LedgerOutcome>tx(tx -> ledger.post(tx, it)));
            case Grant it -> post(database.<LedgerOutcome>tx(tx -> ledger.post(tx, it)));
            case ExpireLot it -> post(database.<LedgerOutcome>tx(tx -> ledger.post(tx, it)));
            case Freeze it -> post(database.<LedgerOutcome>tx(tx -> ledger.post(tx, it)));
            case Unfreeze it -> post(database.<LedgerOutcome>tx(tx -> ledger.post(tx, it)));
            case Correct it -> post(database.<LedgerOutcome>tx(tx -> ledger.post(tx, it)));
        };
    }

    private static CompletableFuture<LedgerOutcome> post(LedgerOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private static void compare(
            TestDatabase test, Ledger ledger, NaiveAccount model, String where) {
        var view = ledger.account(model.id);
        assertThat(view.isPresent()).as(where).isEqualTo(model.isOpen());
        if (view.isEmpty()) {
            return;
        }
        assertThat(view.get().version()).as(where).isEqualTo(model.version());
        assertThat(view.get().owed()).as(where).isEqualTo(model.owed());
        assertThat(view.get().owedCap()).as(where).isEqualTo(model.owedCap());
        assertThat(ledger.lots(model.id, false))
                .as(where)
                .containsExactlyInAnyOrderElementsOf(model.lots());
        assertThat(entries(test, model.id)).as(where).isEqualTo(inOrder(model.entries()));
        model.holds.forEach((id, hold) -> {
            var line = ledger.usageLine(model.id, id);
            assertThat(line.isPresent()).as("%s, %s", where, id).isEqualTo(hold.ended);
            line.ifPresent(record ->
                    assertThat(List.of(record.charged(), record.owed(), record.borne()))
                            .as("%s, %s", where, id)
                            .isEqualTo(List.of(hold.charged, hold.owed, hold.borne)));
        });
    }

    private static List<Entry> entries(TestDatabase test, AccountId account) {
        return inOrder(
                test.database().tx(tx -> new ReadStore(tx).statement(account, null, 1_000)).stream()
                        .map(StatementLine::entry)
                        .toList());
    }

    private static List<Entry> inOrder(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(Entry::transaction).thenComparingInt(Entry::leg))
                .toList();
    }
}
