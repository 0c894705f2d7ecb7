package dev.farebox.ledger;

import static dev.farebox.ledger.LedgerWorld.await;
import static dev.farebox.ledger.LedgerWorld.capture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.db.Node;
import dev.farebox.db.Nodes;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node leaves behind is ended once, from its checkpoints, and not too early. */
@WithDatabase(WithDatabase.Scope.METHOD)
class HoldRecoveryTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** A world whose time stands still until it is told to pass. */
    private static final class Stage implements AutoCloseable {
        private Instant now = Instant.parse("2026-11-21T05:00:00Z");
        private final Database database;
        private final LedgerWorld world;
        private final Nodes nodes;
        private final HoldRecovery recovery;
        private final Sweeper sweeper;
        private final Node node;

        Stage(Database database) {
            this.database = database;
            world = new LedgerWorld(database, () -> now, new SplittableRandom(1));
            nodes = new Nodes(database, () -> now);
            recovery =
                    new HoldRecovery(
                            database,
                            world.ledger,
                            nodes,
                            () -> now,
                            GRACE,
                            OpenHold::settledAtCheckpoint);
            sweeper =
                    new Sweeper(
                            database,
                            world.ledger,
                            nodes,
                            () -> now,
                            world.ids,
                            GRACE,
                            OpenHold::settledAtCheckpoint);
            node = nodes.register(world.node, "a");
        }

        void pass(Duration time) {
            now = now.plus(time);
        }

        PlaceHold hold(AccountId account, long amount, long checkpoint) {
            var hold =
                    new PlaceHold(
                            account,
                            new HoldId(world.id()),
                            world.node,
                            amount,
                            now.plus(Duration.ofMinutes(5)),
                            LedgerWorld.uncapped(world.id()));
            assertThat(world.place(hold)).isInstanceOf(PlaceOutcome.Placed.class);
            if (checkpoint > 0) {
                await(
                        world.ledger.extend(
                                new ExtendHold(
                                        account,
                                        hold.hold(),
                                        0,
                                        0,
                                        checkpoint,
                                        hold.expiresAt(),
                                        hold.caps())));
            }
            return hold;
        }

        @Override
        public void close() {
            world.close();
        }
    }

    @Test
    void a_silent_nodes_holds_are_charged_to_their_checkpoints_after_the_grace(Database database) {
        try (var stage = new Stage(database)) {
            AccountId account = stage.world.accountWith(1_000);
            PlaceHold used = stage.hold(account, 100, 30);
            PlaceHold unused = stage.hold(account, 50, 0);
            stage.pass(GRACE.minusSeconds(1));
            assertThat(stage.recovery.run()).isZero();
            stage.pass(Duration.ofSeconds(1));
            assertThat(stage.recovery.run()).isEqualTo(2);
            assertThat(stage.recovery.run()).isZero();
            assertThat(stage.world.view(account).available()).isEqualTo(970);
            UsageRecord line = stage.world.ledger.usageLine(used.hold()).orElseThrow();
            assertThat(line.line().outcome()).isEqualTo(OpenHold.RECOVERED);
            assertThat(line.charged()).isEqualTo(30);
            assertThat(stage.world.ledger.usageLine(unused.hold()).orElseThrow().charged())
                    .isZero();
            assertThat(await(stage.world.ledger.capture(capture(used, 80))))
                    .isEqualTo(new CaptureOutcome.AlreadyResolved(30));
        }
    }

    @Test
    void a_new_run_of_a_node_leaves_its_own_holds_alone(Database database) {
        try (var stage = new Stage(database)) {
            AccountId account = stage.world.accountWith(1_000);
            stage.hold(account, 100, 40);
            stage.pass(Duration.ofSeconds(5));
            Node restarted = stage.nodes.register(stage.world.node, "a");
            PlaceHold mine = stage.hold(account, 10, 0);
            assertThat(stage.recovery.run()).as("within the grace to replay").isZero();
            stage.pass(GRACE);
            stage.nodes.heartbeat(restarted);
            assertThat(stage.recovery.run()).isEqualTo(1);
            assertThat(stage.world.view(account).held()).isEqualTo(10);
            assertThat(await(stage.world.ledger.capture(capture(mine, 7))))
                    .isInstanceOf(CaptureOutcome.Captured.class);
        }
    }

    @Test
    void a_node_that_has_replayed_recovers_its_earlier_runs_at_once(Database database) {
        try (var stage = new Stage(database)) {
            AccountId account = stage.world.accountWith(1_000);
            stage.hold(account, 100, 40);
            stage.pass(Duration.ofSeconds(1));
            Node restarted = stage.nodes.register(stage.world.node, "a");
            assertThat(stage.recovery.runAfterReplay(restarted)).isEqualTo(1);
            assertThat(stage.world.view(account).available()).isEqualTo(960);
        }
    }

    @Test
    void many_holds_are_recovered_once_when_several_nodes_do_it_at_once(TestDatabase test)
            throws Exception {
        try (var stage = new Stage(test.database());
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            AccountId account = stage.world.accountWith(10_000);
            int holds = LeftoverStore.PAGE + 100;
            IntStream.range(0, holds)
                    .mapToObj(_ -> stage.world.ledger.place(stage.world.hold(account, 10)))
                    .toList()
                    .forEach(LedgerWorld::await);
            stage.pass(GRACE);
            Callable<Integer> run = stage.recovery::run;
            int ended = 0;
            for (var answer : callers.invokeAll(java.util.List.of(run, run, run))) {
                ended += answer.get();
            }
            assertThat(ended).isEqualTo(holds);
            assertThat(stage.world.view(account).available()).isEqualTo(10_000);
        }
    }

    @Test
    void the_sweeper_ends_expired_holds_of_live_nodes_only(Database database) {
        try (var stage = new Stage(database)) {
            AccountId account = stage.world.accountWith(1_000);
            stage.hold(account, 100, 30);
            stage.pass(Duration.ofMinutes(5).plus(GRACE));
            assertThat(stage.sweeper.run().holds()).as("of a silent node").isZero();
            stage.nodes.heartbeat(stage.node);
            assertThat(stage.sweeper.run()).isEqualTo(new Sweeper.Swept(1, 0));
            assertThat(stage.sweeper.run()).isEqualTo(new Sweeper.Swept(0, 0));
            assertThat(stage.world.view(account).available()).isEqualTo(970);
        }
    }

    @Test
    void the_sweeper_takes_what_is_left_in_expired_lots(Database database) {
        try (var stage = new Stage(database)) {
            AccountId account = stage.world.openAccount();
            Grant grant = stage.world.grant(account, 100, stage.now.plus(Duration.ofMinutes(1)));
            stage.database.tx(tx -> stage.world.ledger.post(tx, grant));
            PlaceHold hold = stage.hold(account, 40, 0);
            stage.pass(Duration.ofMinutes(1));
            assertThat(stage.sweeper.run()).isEqualTo(new Sweeper.Swept(0, 1));
            await(stage.world.ledger.capture(capture(hold, 15)));
            assertThat(stage.sweeper.run()).isEqualTo(new Sweeper.Swept(0, 1));
            assertThat(stage.world.ledger.lots(account, true)).isEmpty();
            assertThat(stage.world.ledger.statement(account, null, 10))
                    .extracting(line -> line.entry().credit() + " " + line.entry().amount())
                    .containsExactlyInAnyOrder(
                            "WALLET 100", "BREAKAGE 60", "USAGE 15", "BREAKAGE 25");
        }
    }
}
