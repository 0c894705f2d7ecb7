package dev.farebox.ledger;

import static dev.farebox.ledger.LedgerWorld.await;
import static dev.farebox.ledger.LedgerWorld.capture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.db.Database;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A command counts once, whatever happens between the caller and the disk. */
@WithDatabase
class ReplayTest {
    @Test
    void a_repeated_command_is_told_what_counted_and_changes_nothing(Database database) {
        try (var world = new LedgerWorld(database)) {
            AccountId account = world.accountWith(100);
            PlaceHold hold = world.hold(account, 40);
            assertThat(world.place(hold)).isEqualTo(new PlaceOutcome.Placed(60));
            assertThat(world.place(hold)).isEqualTo(new PlaceOutcome.AlreadyPlaced(40));
            CaptureHold capture = capture(hold, 25);
            assertThat(await(world.ledger.capture(capture)))
                    .isEqualTo(new CaptureOutcome.Captured(25, 0, 0, 75));
            assertThat(await(world.ledger.capture(capture)))
                    .isEqualTo(new CaptureOutcome.AlreadyResolved(25));
            assertThat(await(world.ledger.capture(capture(hold, 40))))
                    .isEqualTo(new CaptureOutcome.AlreadyResolved(25));
            assertThat(world.place(hold)).isEqualTo(new PlaceOutcome.AlreadyResolved());
            assertThat(world.view(account).available()).isEqualTo(75);
        }
    }

    @Test
    void commands_under_way_when_the_server_ends_the_writers_session_count_once(TestDatabase test)
            throws Exception {
        try (var world = new LedgerWorld(test.database());
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var accounts =
                    IntStream.range(0, 5).mapToObj(_ -> world.accountWith(1_000_000)).toList();
            var charged = new AtomicLong[5];
            for (int i = 0; i < charged.length; i++) {
                charged[i] = new AtomicLong();
            }
            var captures = new AtomicLong();
            long until = System.nanoTime() + 1_500_000_000L;
            Callable<Boolean> caller =
                    () -> {
                        while (System.nanoTime() < until) {
                            int at = world.pick(accounts.size());
                            spend(world, accounts.get(at), charged[at]);
                            captures.incrementAndGet();
                        }
                        return true;
                    };
            var done = new ArrayList<java.util.concurrent.Future<Boolean>>();
            for (int i = 0; i < 32; i++) {
                done.add(callers.submit(caller));
            }
            int ended = 0;
            while (System.nanoTime() < until) {
                Thread.sleep(70);
                ended += endSessions(test);
            }
            for (var answer : done) {
                assertThat(answer.get()).isTrue();
            }
            assertThat(ended).as("sessions ended").isGreaterThan(5);
            for (int i = 0; i < charged.length; i++) {
                AccountView view = world.view(accounts.get(i));
                assertThat(view.available()).isEqualTo(1_000_000 - charged[i].get());
                assertThat(view.held()).isZero();
            }
            assertThat(lines(test)).isEqualTo(captures.get());
        }
    }

    private static void spend(LedgerWorld world, AccountId account, AtomicLong charged) {
        PlaceHold hold = world.hold(account, 20);
        assertThat(world.place(hold)).isInstanceOf(PlaceOutcome.Placed.class);
        var more = new ExtendHold(account, hold.hold(), 5, 5, 1, hold.expiresAt(), hold.caps());
        assertThat(await(world.ledger.extend(more))).isEqualTo(new ExtendOutcome.Extended(5, 25));
        CaptureOutcome end = await(world.ledger.capture(capture(hold, 23)));
        assertThat(end).isInstanceOf(CaptureOutcome.Captured.class);
        charged.addAndGet(((CaptureOutcome.Captured) end).charged());
    }

    private static int endSessions(TestDatabase test) {
        return test.asOwner(tx ->
                tx.query(
                                """
                                SELECT pg_terminate_backend(pid) AS ended
                                FROM pg_stat_activity
                                WHERE datname = current_database()
                                    AND pid <> pg_backend_pid()
                                    AND query ILIKE ANY (ARRAY['%account%', 'COMMIT'])
                                """,
                                row -> row.flag("ended"))
                        .size());
    }

    private static long lines(TestDatabase test) {
        return test.asOwner(tx ->
                        tx.one(
                                "SELECT count(*) AS lines FROM usage_line WHERE charge = 23",
                                row -> row.number("lines")))
                .orElseThrow();
    }

    @Test
    void a_command_that_cannot_be_carried_out_fails_alone(Database database) {
        try (var world = new LedgerWorld(database)) {
            var answers = new ArrayList<CompletableFuture<CaptureOutcome>>();
            AccountId account = world.accountWith(10_000);
            List<PlaceHold> holds =
                    IntStream.range(0, 40).mapToObj(_ -> world.hold(account, 10)).toList();
            holds.stream().map(world.ledger::place).toList().forEach(LedgerWorld::await);
            for (int i = 0; i < holds.size(); i++) {
                String detail = i == 17 ? "no text may say \u0000" : "{}";
                answers.add(world.ledger.capture(with(detail, capture(holds.get(i), 4))));
            }
            for (int i = 0; i < answers.size(); i++) {
                var answer = answers.get(i);
                if (i == 17) {
                    assertThatThrownBy(() -> await(answer))
                            .hasCauseInstanceOf(ProblemException.class);
                } else {
                    assertThat(await(answer)).isInstanceOf(CaptureOutcome.Captured.class);
                }
            }
            assertThat(world.view(account).held()).isEqualTo(10);
            assertThat(await(world.ledger.capture(capture(holds.get(17), 4))))
                    .isInstanceOf(CaptureOutcome.Captured.class);
        }
    }

    private static CaptureHold with(String detail, CaptureHold capture) {
        UsageLine line = capture.line();
        return new CaptureHold(
                capture.account(),
                capture.hold(),
                new UsageLine(
                        line.keyId(),
                        line.model(),
                        line.channel(),
                        line.outcome(),
                        line.charge(),
                        line.priceBook(),
                        line.usage(),
                        line.cost(),
                        detail));
    }
}
