package dev.farebox.ledger;

import static dev.farebox.ledger.LedgerWorld.await;
import static dev.farebox.ledger.LedgerWorld.capture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Credit is never spent twice, however many ask at once and from wherever. */
@WithDatabase
class HoldRaceTest {
    @Test
    @Proves("CRD-7")
    void of_64_parallel_holds_on_funds_for_10_exactly_10_are_placed(Database database)
            throws Exception {
        try (var world = new LedgerWorld(database);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            AccountId account = world.accountWith(10 * 7 + 6);
            var asked =
                    IntStream.range(0, 64)
                            .mapToObj(_ -> world.hold(account, 7))
                            .<Callable<PlaceOutcome>>map(hold -> () -> world.place(hold))
                            .toList();
            var placed = new ArrayList<PlaceOutcome>();
            var refused = new ArrayList<PlaceOutcome>();
            for (var answer : callers.invokeAll(asked)) {
                PlaceOutcome outcome = answer.get();
                (outcome instanceof PlaceOutcome.Placed ? placed : refused).add(outcome);
            }
            assertThat(placed).hasSize(10);
            assertThat(refused).hasSize(54).containsOnly(new PlaceOutcome.InsufficientCredit(6));
        }
    }

    @Test
    @Proves("CRD-7")
    void two_nodes_racing_on_nearly_empty_accounts_spend_each_to_its_last_whole_hold(
            TestDatabase test) throws Exception {
        try (Database elsewhere = test.open();
                var here = new LedgerWorld(test.database());
                var there = new LedgerWorld(elsewhere, new LaneLimits(3, 64, 16));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var accounts = IntStream.range(0, 8).mapToObj(_ -> here.accountWith(500)).toList();
            var charged = new AtomicLong[8];
            for (int i = 0; i < charged.length; i++) {
                charged[i] = new AtomicLong();
            }
            var work = new ArrayList<Callable<Boolean>>();
            for (int caller = 0; caller < 48; caller++) {
                LedgerWorld world = caller % 2 == 0 ? here : there;
                var random = new SplittableRandom(caller);
                work.add(() -> spend(world, accounts, charged, random));
            }
            for (var done : callers.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
            for (int i = 0; i < accounts.size(); i++) {
                AccountView view = here.view(accounts.get(i));
                assertThat(view.available()).isEqualTo(500 - charged[i].get()).isBetween(0L, 9L);
                assertThat(view.held()).isZero();
            }
        }
    }

    /** Until each account has refused a hold of 10, charges holds of 10 to 30. */
    private static boolean spend(
            LedgerWorld world,
            java.util.List<AccountId> accounts,
            AtomicLong[] charged,
            SplittableRandom random) {
        var empty = new boolean[accounts.size()];
        for (int left = empty.length; left > 0; ) {
            int at = random.nextInt(empty.length);
            long amount = empty[at] ? 10 : 10 + random.nextInt(21);
            PlaceHold hold = world.hold(accounts.get(at), amount);
            PlaceOutcome outcome = world.place(hold);
            if (outcome instanceof PlaceOutcome.Placed) {
                var end =
                        (CaptureOutcome.Captured)
                                await(world.ledger.capture(capture(hold, amount)));
                charged[at].addAndGet(end.charged());
            } else if (!empty[at] && ((PlaceOutcome.InsufficientCredit) outcome).available() < 10) {
                empty[at] = true;
                left--;
            }
        }
        return true;
    }
}
