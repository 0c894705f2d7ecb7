package dev.farebox.ledger;

import static dev.farebox.ledger.Desk.CAUSE;
import static dev.farebox.ledger.Desk.NOON;
import static dev.farebox.ledger.Desk.hold;
import static dev.farebox.ledger.Desk.noCaps;
import static dev.farebox.ledger.Desk.tx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.Proves;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Grants, expiry, freezes and corrections: outcomes in precedence, and the legs. */
class PostingDecisionsTest {
    private static final Cause OTHER = new Cause("job:test", "another reason");

    private final Desk desk = Desk.open(50);

    @Test
    void opening_is_answered_by_the_first_case_that_applies() {
        assertThat(desk.apply(new OpenAccount(desk.id, tx(1), 50, CAUSE)))
                .isEqualTo(new AlreadyDone());
        assertThat(desk.apply(new OpenAccount(desk.id, tx(1), 51, CAUSE)))
                .isEqualTo(new IdConflict());
        assertThat(desk.apply(new OpenAccount(desk.id, tx(2), 50, CAUSE)))
                .isEqualTo(new OpenAccountOutcome.AlreadyOpen());
        assertThat(new Desk().apply(new OpenAccount(desk.id, tx(1), 50, CAUSE)))
                .isEqualTo(new OpenAccountOutcome.Opened());
    }

    @Test
    void setting_the_owed_cap_is_answered_by_the_first_case_that_applies() {
        assertThat(new Desk().apply(cap(2, 70, CAUSE))).isEqualTo(new UnknownAccount());
        assertThat(desk.apply(cap(2, 70, CAUSE))).isEqualTo(new OwedCapOutcome.Changed(50));
        assertThat(desk.apply(cap(2, 70, CAUSE))).isEqualTo(new AlreadyDone());
        assertThat(desk.apply(cap(2, 70, OTHER))).isEqualTo(new IdConflict());
    }

    @Test
    void granting_is_answered_by_the_first_case_that_applies() {
        assertThat(new Desk().apply(desk.grantOf(10, 5, Colour.PAID, null)))
                .isEqualTo(new UnknownAccount());
        assertThat(desk.apply(desk.grantOf(10, 5, Colour.PAID, null)))
                .isEqualTo(new GrantOutcome.Granted(tx(10), 0, 5));
        assertThat(desk.apply(desk.grantOf(10, 5, Colour.PAID, null))).isEqualTo(new AlreadyDone());
        assertThat(desk.apply(desk.grantOf(10, 6, Colour.PAID, null))).isEqualTo(new IdConflict());
    }

    @Test
    void a_grant_repays_what_is_owed_first() {
        owe(20);
        assertThat(desk.apply(desk.grantOf(11, 15, Colour.GOODWILL, null)))
                .isEqualTo(new GrantOutcome.Granted(tx(11), 15, 0));
        assertThat(desk.legs(tx(11)))
                .containsExactly("GOODWILL -> WALLET lot 11 15", "WALLET -> OWED lot 11 15");
        assertThat(desk.apply(desk.grantOf(12, 15, Colour.PROMOTIONAL, null)))
                .isEqualTo(new GrantOutcome.Granted(tx(12), 5, 10));
        assertThat(desk.rows.owed).isZero();
    }

    @Test
    void expiring_is_answered_by_the_first_case_that_applies() {
        UUID forEver = desk.grant(10, 5);
        UUID lot = desk.grant(11, 5, Colour.PAID, NOON.plusSeconds(60));
        desk.now = NOON.plusSeconds(60).minusNanos(1000);

        assertThat(new Desk().apply(expiry(20, lot, CAUSE))).isEqualTo(new UnknownAccount());
        assertThat(desk.apply(expiry(20, tx(99), CAUSE)))
                .isEqualTo(new ExpireLotOutcome.UnknownLot());
        assertThat(desk.apply(expiry(20, forEver, CAUSE)))
                .isEqualTo(new ExpireLotOutcome.NotDue(null));
        assertThat(desk.apply(expiry(20, lot, CAUSE)))
                .isEqualTo(new ExpireLotOutcome.NotDue(NOON.plusSeconds(60)));
        desk.now = NOON.plusSeconds(60);
        assertThat(desk.apply(expiry(20, lot, CAUSE))).isEqualTo(new ExpireLotOutcome.Expired(5));
        assertThat(desk.legs(tx(20))).containsExactly("WALLET -> BREAKAGE lot 11 5");
        assertThat(desk.apply(expiry(20, lot, CAUSE))).isEqualTo(new AlreadyDone());
        assertThat(desk.apply(expiry(20, lot, OTHER))).isEqualTo(new IdConflict());
        assertThat(desk.apply(expiry(21, lot, CAUSE)))
                .isEqualTo(new ExpireLotOutcome.NothingLeft());
    }

    @Test
    void freezing_is_answered_by_the_first_case_that_applies() {
        UUID lot = desk.grant(10, 5);

        assertThat(new Desk().apply(freeze(20, CAUSE, lot))).isEqualTo(new UnknownAccount());
        assertThat(desk.apply(freeze(20, CAUSE, lot, tx(99))))
                .isEqualTo(new FreezeOutcome.UnknownLot(tx(99)));
        assertThat(desk.apply(freeze(20, CAUSE, lot))).isEqualTo(new FreezeOutcome.Frozen(5, 0));
        assertThat(desk.apply(freeze(20, CAUSE, lot))).isEqualTo(new AlreadyDone());
        assertThat(desk.apply(freeze(20, OTHER, lot))).isEqualTo(new IdConflict());
        assertThat(desk.apply(freeze(21, CAUSE, lot)))
                .isEqualTo(new FreezeOutcome.NothingToFreeze());
    }

    @Test
    void a_freeze_splits_open_holds_at_their_checkpoints() {
        UUID first = desk.grant(10, 50, Colour.PROMOTIONAL, null);
        UUID second = desk.grant(11, 50);
        UUID third = desk.grant(12, 50);
        desk.place(1, 120, Desk.caps(1000, 1000, 1000));
        desk.extend(1, 0, 0, 70, noCaps());

        assertThat(desk.apply(freeze(20, CAUSE, first, second)))
                .isEqualTo(new FreezeOutcome.Frozen(30, 30));
        assertThat(desk.lot(first)).isEqualTo(List.of(0L, 50L, 0L));
        assertThat(desk.lot(second)).isEqualTo(List.of(0L, 20L, 30L));
        assertThat(desk.lot(third)).isEqualTo(List.of(30L, 20L, 0L));
        assertThat(desk.rows.spends).containsEntry(SpendWindow.ofTotal(Desk.KEY), new Spend(0, 90));

        assertThat(desk.apply(new Freeze(desk.id, tx(21), new Freeze.Scope.WholeAccount(), CAUSE)))
                .isEqualTo(new FreezeOutcome.Frozen(50, 20));
        assertThat(desk.capture(1, 70)).isEqualTo(new CaptureOutcome.Captured(70, 0, 0, 0));
    }

    @Test
    void a_hold_with_nothing_left_after_a_freeze_stays_open() {
        desk.grant(10, 50);
        desk.place(1, 20);
        desk.apply(new Freeze(desk.id, tx(21), new Freeze.Scope.WholeAccount(), CAUSE));

        assertThat(desk.place(1, 20)).isEqualTo(new PlaceOutcome.AlreadyPlaced(0));
        assertThat(desk.capture(1, 60)).isEqualTo(new CaptureOutcome.Captured(50, 50, 10, 0));
    }

    @Test
    void unfreezing_is_answered_by_the_first_case_that_applies() {
        UUID lot = desk.grant(10, 5);
        desk.apply(freeze(20, CAUSE, lot));
        UUID late = desk.grant(11, 7);
        desk.apply(freeze(21, CAUSE, lot, late));

        assertThat(new Desk().apply(unfreeze(30, 20, CAUSE))).isEqualTo(new UnknownAccount());
        assertThat(desk.apply(unfreeze(30, 99, CAUSE)))
                .isEqualTo(new UnfreezeOutcome.UnknownFreeze());
        assertThat(desk.apply(unfreeze(30, 10, CAUSE)))
                .isEqualTo(new UnfreezeOutcome.UnknownFreeze());
        assertThat(desk.apply(unfreeze(30, 20, CAUSE)))
                .isEqualTo(new UnfreezeOutcome.Unfrozen(5, 0, 5));
        assertThat(desk.legs(tx(30))).containsExactly("FROZEN -> WALLET lot 10 5");
        assertThat(desk.lot(late)).isEqualTo(List.of(0L, 0L, 7L));
        assertThat(desk.apply(unfreeze(30, 20, CAUSE))).isEqualTo(new AlreadyDone());
        assertThat(desk.apply(unfreeze(30, 20, OTHER))).isEqualTo(new IdConflict());
        assertThat(desk.apply(unfreeze(31, 20, CAUSE)))
                .isEqualTo(new UnfreezeOutcome.AlreadyUnfrozen());
    }

    @Test
    void correcting_is_answered_by_the_first_case_that_applies() {
        desk.grant(10, 50);
        desk.place(1, 20);
        desk.capture(1, 20);
        desk.place(2, 20);
        desk.capture(2, 0);

        assertThat(new Desk().correct(30, 1, 99)).isEqualTo(new UnknownAccount());
        assertThat(desk.correct(30, 9, 99)).isEqualTo(new CorrectOutcome.UnknownTransaction());
        assertThat(
                        desk.apply(
                                new Correct(
                                        desk.id,
                                        tx(30),
                                        tx(10),
                                        99,
                                        Correct.ORDINARY_GRACE,
                                        CAUSE)))
                .isEqualTo(new CorrectOutcome.NotACharge(TransactionKind.GRANT));
        assertThat(desk.correct(30, 2, 99)).isEqualTo(new CorrectOutcome.NothingLeft());
        assertThat(desk.correct(30, 1, 21)).isEqualTo(new CorrectOutcome.MoreThanCharged(20));
        assertThat(desk.correct(30, 1, 15))
                .isEqualTo(new CorrectOutcome.Corrected(15, 0, 0, 0, 45));
        assertThat(desk.correct(30, 1, 15)).isEqualTo(new AlreadyDone());
        assertThat(desk.correct(30, 1, 14)).isEqualTo(new IdConflict());
        assertThat(desk.correct(31, 1, 6)).isEqualTo(new CorrectOutcome.MoreThanCharged(5));
        assertThat(desk.correct(31, 1, Correct.ALL_THAT_IS_LEFT))
                .isEqualTo(new CorrectOutcome.Corrected(5, 0, 0, 0, 50));
        assertThat(desk.correct(32, 1, Correct.ALL_THAT_IS_LEFT))
                .isEqualTo(new CorrectOutcome.NothingLeft());
    }

    @Test
    @Proves("CRD-4")
    void corrections_walk_the_recorded_split_from_its_end() {
        UUID soon = desk.grant(10, 30, Colour.PROMOTIONAL, NOON.plusSeconds(60));
        UUID paid = desk.grant(11, 40);
        desk.place(1, 70);
        desk.capture(1, 70 + 20);
        desk.apply(cap(2, 20, CAUSE));
        assertThat(desk.legs(hold(1).value()))
                .containsExactly(
                        "WALLET -> USAGE lot 10 30",
                        "WALLET -> USAGE lot 11 40",
                        "OWED -> USAGE 20");

        assertThat(desk.correct(30, 1, 35))
                .isEqualTo(new CorrectOutcome.Corrected(15, 20, 0, 0, 15));
        assertThat(desk.legs(tx(30)))
                .containsExactly("USAGE -> OWED 20", "USAGE -> WALLET lot 11 15");
        desk.now = NOON.plusSeconds(60);
        assertThat(desk.correct(31, 1, 35))
                .isEqualTo(new CorrectOutcome.Corrected(35, 0, 0, 0, 50));
        assertThat(desk.legs(tx(31)))
                .containsExactly("USAGE -> WALLET lot 11 25", "USAGE -> WALLET lot 31 10");
        assertThat(desk.lot(paid)).isEqualTo(List.of(40L, 0L, 0L));
        assertThat(desk.rows.lots.get(tx(31)))
                .isEqualTo(
                        new Lot(
                                tx(31),
                                Asset.CREDIT,
                                Colour.PROMOTIONAL,
                                Lot.ORDINARY_PRIORITY,
                                desk.now,
                                desk.now.plus(Correct.ORDINARY_GRACE),
                                false,
                                LotOrigin.childOf(soon),
                                10,
                                10,
                                0,
                                0));
    }

    @Test
    void a_debt_that_was_repaid_meanwhile_returns_as_goodwill_and_a_borne_part_to_the_operator() {
        owe(50 + 6);
        desk.grant(11, 30);

        assertThat(desk.correct(30, 1, 6 + 50))
                .isEqualTo(new CorrectOutcome.Corrected(30, 20, 6, 0, 30));
        assertThat(desk.legs(tx(30)))
                .containsExactly(
                        "USAGE -> GOODWILL 6", "USAGE -> OWED 20", "USAGE -> WALLET lot 30 30");
        assertThat(desk.rows.lots.get(tx(30)))
                .extracting(Lot::colour, Lot::expiresAt)
                .containsExactly(Colour.GOODWILL, null);
    }

    /** Lot 10 is empty, hold 1 resolved, and so much beyond it was charged. */
    private void owe(long beyond) {
        desk.grant(10, 40);
        desk.place(1, 40);
        desk.capture(1, 40 + beyond);
    }

    private SetOwedCap cap(long number, long cap, Cause cause) {
        return new SetOwedCap(desk.id, tx(number), cap, cause);
    }

    private ExpireLot expiry(long number, UUID lot, Cause cause) {
        return new ExpireLot(desk.id, tx(number), lot, cause);
    }

    private Freeze freeze(long number, Cause cause, UUID... lots) {
        return new Freeze(desk.id, tx(number), new Freeze.Scope.Lots(List.of(lots)), cause);
    }

    private Unfreeze unfreeze(long number, long freeze, Cause cause) {
        return new Unfreeze(desk.id, tx(number), tx(freeze), cause);
    }
}
