package dev.farebox.ledger;

import static dev.farebox.ledger.LedgerWorld.await;
import static dev.farebox.ledger.LedgerWorld.capture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.db.Database;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.WithDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both doors and the reads, on a real database. */
@WithDatabase
class LedgerTest {
    private static LedgerWorld world;

    @BeforeAll
    static void open(Database database) {
        world = new LedgerWorld(database);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void a_hold_is_placed_extended_and_captured() {
        AccountId account = world.accountWith(1_000);
        PlaceHold hold = world.hold(account, 300);
        assertThat(world.place(hold)).isEqualTo(new PlaceOutcome.Placed(700));
        var more =
                new ExtendHold(
                        account,
                        hold.hold(),
                        200,
                        100,
                        250,
                        hold.expiresAt().plusSeconds(60),
                        hold.caps());
        assertThat(await(world.ledger.extend(more)))
                .isEqualTo(new ExtendOutcome.Extended(200, 500));
        assertThat(world.view(account).held()).isEqualTo(500);
        assertThat(await(world.ledger.capture(capture(hold, 450))))
                .isEqualTo(new CaptureOutcome.Captured(450, 0, 0, 550));
        AccountView view = world.view(account);
        assertThat(view.available()).isEqualTo(550);
        assertThat(view.held()).isZero();
        assertThat(view.version()).isEqualTo(3);
    }

    @Test
    void a_charge_above_the_funds_is_owed_to_the_cap_and_then_borne() {
        AccountId account = world.openAccount(100);
        world.grant(account, 300);
        PlaceHold hold = world.hold(account, 200);
        world.place(hold);
        assertThat(await(world.ledger.capture(capture(hold, 450))))
                .isEqualTo(new CaptureOutcome.Captured(400, 100, 50, 0));
        assertThat(world.place(world.hold(account, 1))).isEqualTo(new PlaceOutcome.CreditOwed(100));
        world.grant(account, 150);
        assertThat(world.view(account)).extracting(AccountView::owed).isEqualTo(0L);
        assertThat(world.view(account).available()).isEqualTo(50);
    }

    @Test
    void nothing_is_known_of_an_account_that_was_never_opened() {
        var nobody = new AccountId(world.id());
        assertThat(world.place(world.hold(nobody, 1))).isEqualTo(new PlaceOutcome.UnknownAccount());
        assertThat(world.ledger.account(nobody)).isEmpty();
        Grant grant = world.grant(nobody, 5, null);
        assertThat(world.database.<GrantOutcome>tx(tx -> world.ledger.post(tx, grant)))
                .isEqualTo(new UnknownAccount());
    }

    @Test
    void a_posting_is_part_of_its_callers_transaction() {
        AccountId account = world.accountWith(10);
        Grant grant = world.grant(account, 5, null);
        assertThatThrownBy(() ->
                        world.database.tx(tx -> {
                            world.ledger.post(tx, grant);
                            throw new IllegalStateException("the caller changed");
                        }))
                .hasMessage("the caller changed");
        assertThat(world.view(account).available()).isEqualTo(10);
    }

    @Test
    void a_freeze_takes_what_holds_have_not_used_and_an_unfreezing_gives_it_back() {
        AccountId account = world.accountWith(100);
        PlaceHold hold = world.hold(account, 60);
        world.place(hold);
        await(
                world.ledger.extend(
                        new ExtendHold(
                                account, hold.hold(), 0, 0, 25, hold.expiresAt(), hold.caps())));
        var freeze =
                new Freeze(account, world.id(), new Freeze.Scope.WholeAccount(), LedgerWorld.CAUSE);
        FreezeOutcome frozen = world.database.tx(tx -> world.ledger.post(tx, freeze));
        assertThat(frozen).isEqualTo(new FreezeOutcome.Frozen(75, 35));
        assertThat(await(world.ledger.capture(capture(hold, 25))))
                .isEqualTo(new CaptureOutcome.Captured(25, 0, 0, 0));
        var unfreeze = new Unfreeze(account, world.id(), freeze.transaction(), LedgerWorld.CAUSE);
        UnfreezeOutcome back = world.database.tx(tx -> world.ledger.post(tx, unfreeze));
        assertThat(back).isEqualTo(new UnfreezeOutcome.Unfrozen(75, 0, 75));
    }

    @Test
    void a_correction_returns_to_a_lot_that_was_spent_to_the_end() {
        AccountId account = world.accountWith(100);
        PlaceHold hold = world.hold(account, 100);
        world.place(hold);
        await(world.ledger.capture(capture(hold, 100)));
        assertThat(world.ledger.lots(account, true)).isEmpty();
        var correct =
                new Correct(
                        account,
                        world.id(),
                        hold.hold().value(),
                        30,
                        Correct.ORDINARY_GRACE,
                        LedgerWorld.CAUSE);
        CorrectOutcome first = world.database.tx(tx -> world.ledger.post(tx, correct));
        assertThat(first).isEqualTo(new CorrectOutcome.Corrected(30, 0, 0, 0, 30));
        CorrectOutcome again = world.database.tx(tx -> world.ledger.post(tx, correct));
        assertThat(again).isEqualTo(new AlreadyDone());
        assertThat(world.ledger.lots(account, true)).hasSize(1);
    }

    @Test
    @Proves("CRD-5")
    void a_receipt_names_the_lots_and_is_found_by_its_id_alone() {
        AccountId account = world.openAccount();
        UUID first = world.grant(account, 40);
        UUID second = world.grant(account, 100);
        PlaceHold hold = world.hold(account, 90);
        world.place(hold);
        await(world.ledger.capture(capture(hold, 70)));
        UsageRecord receipt = world.ledger.usageLine(hold.hold()).orElseThrow();
        assertThat(receipt).isEqualTo(world.ledger.usageLine(account, hold.hold()).orElseThrow());
        assertThat(receipt.line()).isEqualTo(LedgerWorld.line(hold, 70));
        assertThat(receipt.charged()).isEqualTo(70);
        assertThat(receipt.day()).isEqualTo(LedgerWorld.DAY);
        assertThat(receipt.entries()).extracting(Entry::lot).containsExactly(first, second);
        assertThat(receipt.entries()).extracting(Entry::amount).containsExactly(40L, 30L);
        assertThat(world.ledger.usageLine(new HoldId(world.id()))).isEmpty();
    }

    @Test
    void a_statement_comes_in_pages_from_the_newest_back() {
        AccountId account = world.openAccount();
        for (int amount = 1; amount <= 5; amount++) {
            world.grant(account, amount);
        }
        var amounts = new ArrayList<Long>();
        StatementLine.Position before = null;
        List<StatementLine> page = world.ledger.statement(account, before, 2);
        while (!page.isEmpty()) {
            page.forEach(line -> amounts.add(line.entry().amount()));
            before = page.getLast().position();
            page = world.ledger.statement(account, before, 2);
        }
        assertThat(amounts).containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void usage_is_listed_from_the_newest_back() {
        AccountId account = world.accountWith(100);
        var holds = new ArrayList<HoldId>();
        for (int i = 0; i < 3; i++) {
            PlaceHold hold = world.hold(account, 10);
            world.place(hold);
            await(world.ledger.capture(capture(hold, i)));
            holds.addFirst(hold.hold());
        }
        assertThat(world.ledger.usage(account, null, 10))
                .extracting(UsageRecord::hold)
                .containsExactlyElementsOf(holds);
        assertThat(world.ledger.usage(account, holds.get(1), 10))
                .extracting(UsageRecord::hold)
                .containsExactly(holds.get(2));
    }

    /** The key spent 30 and holds 20 before it has a cap. */
    private static PlaceHold spendsBeforeItIsCapped(AccountId account, UUID key) {
        PlaceHold ended = world.hold(account, 40, LedgerWorld.uncapped(key));
        PlaceHold open = world.hold(account, 20, LedgerWorld.uncapped(key));
        world.place(ended);
        world.place(open);
        await(world.ledger.capture(capture(ended, 30)));
        return open;
    }

    private static SpendCaps perDay(UUID key, long cap) {
        return new SpendCaps(key, LedgerWorld.DAY, cap, SpendCaps.NONE, SpendCaps.NONE);
    }

    @Test
    void a_keys_first_cap_counts_what_it_spent_and_holds_already() {
        AccountId account = world.accountWith(1_000);
        UUID key = world.id();
        PlaceHold open = spendsBeforeItIsCapped(account, key);
        SpendCaps caps = perDay(key, 100);
        assertThat(world.place(world.hold(account, 51, caps)))
                .isEqualTo(
                        new PlaceOutcome.SpendCapReached(
                                PlaceOutcome.SpendCapReached.Window.DAY, 100, 50));
        await(world.ledger.capture(capture(open, 5)));
        assertThat(world.place(world.hold(account, 65, caps)))
                .isInstanceOf(PlaceOutcome.Placed.class);
        assertThat(world.place(world.hold(account, 1, caps)))
                .isInstanceOf(PlaceOutcome.SpendCapReached.class);
    }

    @Test
    void counters_opened_with_the_cap_are_those_that_the_first_hold_would_make() {
        AccountId account = world.accountWith(1_000);
        UUID key = world.id();
        spendsBeforeItIsCapped(account, key);
        for (int twice = 0; twice < 2; twice++) {
            world.database.tx(tx -> {
                world.ledger.openSpendCounters(tx, account, key, LedgerWorld.DAY);
                return true;
            });
        }
        assertThat(world.place(world.hold(account, 51, perDay(key, 100))))
                .isInstanceOf(PlaceOutcome.SpendCapReached.class);
        assertThat(world.place(world.hold(account, 50, perDay(key, 100))))
                .isInstanceOf(PlaceOutcome.Placed.class);
    }

    @Test
    void an_id_of_no_plausible_time_is_refused() {
        AccountId account = world.accountWith(10);
        PlaceHold sound = world.hold(account, 5);
        for (UUID id : List.of(new UUID(1, 1), UUID.fromString(FAR_FUTURE))) {
            var hold =
                    new PlaceHold(
                            account,
                            new HoldId(id),
                            world.node,
                            5,
                            Instant.now().plus(Duration.ofMinutes(1)),
                            sound.caps());
            assertThatThrownBy(() -> world.place(hold))
                    .hasCauseInstanceOf(ProblemException.class)
                    .hasMessageContaining("plausible");
        }
    }

    private static final String FAR_FUTURE = "ffffffff-0000-7000-8000-000000000000";
}
