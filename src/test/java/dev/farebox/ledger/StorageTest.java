package dev.farebox.ledger;

import static dev.farebox.ledger.LedgerWorld.await;
import static dev.farebox.ledger.LedgerWorld.capture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.db.Database;
import dev.farebox.db.DatabaseSettings;
import dev.farebox.db.SqlFailure;
import dev.farebox.id.Ids;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.LossyProxy;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the database itself holds, and what happens when it does not answer. */
@WithDatabase
class StorageTest {
    @Test
    void the_run_time_role_can_neither_change_nor_delete_what_happened(Database database) {
        for (String table : List.of("entry", "usage_line", "ledger_tx")) {
            for (String sql :
                    List.of(
                            "UPDATE " + table + " SET account_id = account_id",
                            "DELETE FROM " + table,
                            "TRUNCATE " + table)) {
                assertThatThrownBy(() -> database.tx(tx -> tx.update(sql)))
                        .as(sql)
                        .isInstanceOfSatisfying(
                                SqlFailure.class,
                                failure -> assertThat(failure.sqlState()).isEqualTo("42501"));
            }
        }
        for (String sql : List.of("DELETE FROM account", "DELETE FROM lot", "DELETE FROM spend")) {
            assertThatThrownBy(() -> database.tx(tx -> tx.update(sql)))
                    .as(sql)
                    .isInstanceOf(SqlFailure.class);
        }
    }

    @Test
    void no_amount_passes_below_zero_even_for_the_owner(TestDatabase test) {
        try (var world = new LedgerWorld(test.database())) {
            UUID lot = world.grant(world.openAccount(), 10);
            assertThatThrownBy(() ->
                            test.asOwner(tx ->
                                    tx.update(
                                            "UPDATE lot SET available = -1 WHERE" + " lot_id = ?",
                                            lot)))
                    .hasMessageContaining("lot_not_negative");
        }
    }

    @Test
    void partitions_are_made_ahead_and_for_old_ids_on_demand(TestDatabase test) {
        try (var world = new LedgerWorld(test.database())) {
            var old = new Ids(() -> Instant.parse("2019-05-31T23:59:59Z"), world.random);
            AccountId account = world.openAccount();
            Grant grant = world.grant(account, 50, null);
            var imported =
                    new Grant(
                            account,
                            old.next(),
                            Asset.CREDIT,
                            Colour.PAID,
                            1,
                            grant.effectiveAt(),
                            null,
                            false,
                            50,
                            LotOrigin.FREE,
                            LedgerWorld.CAUSE);
            test.database().tx(tx -> world.ledger.post(tx, imported));
            var before = world.hold(account, 20);
            var hold =
                    new PlaceHold(
                            account,
                            new HoldId(old.next()),
                            world.node,
                            20,
                            before.expiresAt(),
                            before.caps());
            assertThat(world.place(hold)).isInstanceOf(PlaceOutcome.Placed.class);
            assertThat(await(world.ledger.capture(capture(hold, 20))))
                    .isEqualTo(new CaptureOutcome.Captured(20, 0, 0, 30));
            assertThat(partitions(test)).contains("entry_2019_05", "usage_line_2019_05");
            var month = YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC));
            for (int ahead = 0; ahead <= Partitions.MONTHS_AHEAD; ahead++) {
                String suffix = month.plusMonths(ahead).toString().replace('-', '_');
                assertThat(partitions(test)).contains("entry_" + suffix, "usage_line_" + suffix);
            }
        }
    }

    @Test
    void a_partition_that_is_gone_is_made_again_and_the_command_carried_out(TestDatabase test) {
        try (var world = new LedgerWorld(test.database())) {
            var old = new Ids(() -> Instant.parse("2018-02-10T00:00:00Z"), world.random);
            AccountId account = world.accountWith(50);
            var before = world.hold(account, 20);
            var hold =
                    new PlaceHold(
                            account,
                            new HoldId(old.next()),
                            world.node,
                            20,
                            before.expiresAt(),
                            before.caps());
            world.place(hold);
            test.asOwner(tx -> tx.update("DROP TABLE usage_line_2018_02"));
            test.asOwner(tx -> tx.update("DROP TABLE entry_2018_02"));
            assertThat(await(world.ledger.capture(capture(hold, 20))))
                    .isInstanceOf(CaptureOutcome.Captured.class);
        }
    }

    private static List<String> partitions(TestDatabase test) {
        return test.asOwner(tx ->
                tx.query(
                        """
                        SELECT inhrelid::regclass::text AS name FROM pg_inherits
                        JOIN pg_class ON pg_class.oid = inhrelid AND relkind = 'r'
                        WHERE inhparent::regclass::text IN ('entry', 'usage_line')
                        """,
                        row -> row.text("name")));
    }

    @Test
    void a_commit_whose_answer_is_lost_is_answered_as_it_was_decided(TestDatabase test)
            throws Exception {
        try (var proxy = new LossyProxy(test.login());
                var database =
                        Database.open(
                                new DatabaseSettings.External(proxy.login(), 2),
                                new SplittableRandom(1));
                var world = new LedgerWorld(database)) {
            AccountId account = world.accountWith(100);
            PlaceHold hold = world.hold(account, 40);
            proxy.loseNextCommit();
            assertThat(world.place(hold)).isEqualTo(new PlaceOutcome.Placed(60));
            var more =
                    new ExtendHold(account, hold.hold(), 10, 10, 5, hold.expiresAt(), hold.caps());
            proxy.loseNextCommit();
            assertThat(await(world.ledger.extend(more)))
                    .isEqualTo(new ExtendOutcome.Extended(10, 50));
            proxy.loseNextCommit();
            assertThat(await(world.ledger.capture(capture(hold, 30))))
                    .isEqualTo(new CaptureOutcome.Captured(30, 0, 0, 70));
            assertThat(world.view(account).available()).isEqualTo(70);
            assertThat(world.view(account).held()).isZero();
        }
    }

    @Test
    void without_a_database_holds_are_refused_in_time_and_captures_wait_for_it(TestDatabase test)
            throws Exception {
        try (var world = new LedgerWorld(test.database())) {
            AccountId account = world.accountWith(100);
            PlaceHold hold = world.hold(account, 40);
            world.place(hold);
            letConnect(test, false);
            var capture = world.ledger.capture(capture(hold, 30));
            long asked = System.nanoTime();
            assertThatThrownBy(() -> world.place(world.hold(account, 10)))
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem ->
                                    assertThat(problem.code())
                                            .isEqualTo(ProblemCode.DATABASE_UNAVAILABLE));
            assertThat(System.nanoTime() - asked).isBetween(1_500_000_000L, 4_000_000_000L);
            assertThat(capture).isNotDone();
            letConnect(test, true);
            assertThat(await(capture)).isEqualTo(new CaptureOutcome.Captured(30, 0, 0, 70));
        }
    }

    private static void letConnect(TestDatabase test, boolean let) throws SQLException {
        String name = test.jdbcUrl().replaceFirst(".*/", "");
        String elsewhere = test.jdbcUrl().replaceFirst("/[^/]*$", "/postgres");
        try (var connection =
                        DriverManager.getConnection(
                                elsewhere, test.login().user(), test.login().password());
                var statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + let);
            if (!let) {
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                                + name
                                + "'");
            }
        }
    }

    @Test
    void a_full_queue_says_so_at_once(TestDatabase test) {
        var limits = new LaneLimits(1, 2, 1);
        try (var world = new LedgerWorld(test.database());
                var ledger = Ledger.open(test.database(), InstantSource.system(), limits)) {
            AccountId account = world.accountWith(1_000);
            test.database()
                    .tx(tx -> {
                        world.ledger.post(tx, world.grant(account, 1, null));
                        var answers =
                                java.util.stream.IntStream.range(0, 20)
                                        .mapToObj(_ -> ledger.place(world.hold(account, 1)))
                                        .toList();
                        assertThat(answers)
                                .filteredOn(answer -> answer.isCompletedExceptionally())
                                .hasSizeGreaterThan(10);
                        return true;
                    });
        }
    }
}
