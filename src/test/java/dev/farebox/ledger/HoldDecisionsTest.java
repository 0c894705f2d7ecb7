package dev.farebox.ledger;

import static dev.farebox.ledger.Desk.caps;
import static dev.farebox.ledger.Desk.hold;
import static dev.farebox.ledger.Desk.line;
import static dev.farebox.ledger.Desk.noCaps;
import static dev.farebox.ledger.Desk.tx;
import static dev.farebox.ledger.SpendCaps.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.ledger.PlaceOutcome.SpendCapReached.Window;
import dev.farebox.testkit.Proves;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Placing, extending and ending holds: outcomes in precedence, and who pays. */
class HoldDecisionsTest {
    private final Desk desk = Desk.open(50);

    @Test
    void placing_is_answered_by_the_first_case_that_applies() {
        // hold 1 is resolved and left 20 owed, hold 2 is open, and nothing is available
        desk.grant(10, 100);
        desk.place(1, 60);
        desk.place(2, 40);
        desk.capture(1, 80);

        assertThat(new Desk().place(1, 999, caps(0, 0, 0)))
                .isEqualTo(new PlaceOutcome.UnknownAccount());
        assertThat(desk.place(1, 999, caps(0, 0, 0))).isEqualTo(new PlaceOutcome.AlreadyResolved());
        assertThat(desk.place(2, 999, caps(0, 0, 0))).isEqualTo(new PlaceOutcome.AlreadyPlaced(40));
        assertThat(desk.place(3, 999, caps(0, 0, 0))).isEqualTo(new PlaceOutcome.CreditOwed(20));
        desk.grant(11, 50);
        // 80 spent and 40 held by the same key
        assertThat(desk.place(3, 31, caps(150, 150, 150)))
                .isEqualTo(new PlaceOutcome.SpendCapReached(Window.DAY, 150, 120));
        assertThat(desk.place(3, 31, caps(151, 150, 150)))
                .isEqualTo(new PlaceOutcome.SpendCapReached(Window.MONTH, 150, 120));
        assertThat(desk.place(3, 31, caps(NONE, 151, 150)))
                .isEqualTo(new PlaceOutcome.SpendCapReached(Window.TOTAL, 150, 120));
        assertThat(desk.place(3, 31, caps(151, 151, 151)))
                .isEqualTo(new PlaceOutcome.InsufficientCredit(30));
        assertThat(desk.place(3, 30, caps(150, 150, 150))).isEqualTo(new PlaceOutcome.Placed(0));
    }

    @Test
    void extending_is_answered_by_the_first_case_that_applies() {
        desk.grant(10, 100);
        desk.place(1, 60);

        assertThat(desk.extend(2, 99, 99, 7, caps(0, 0, 0)))
                .isEqualTo(new ExtendOutcome.UnknownHold());
        assertThat(desk.extend(1, 99, 41, 7, caps(100, NONE, NONE)))
                .isEqualTo(new ExtendOutcome.SpendCapReached(Window.DAY, 100, 60));
        assertThat(row(1).checkpoint()).isEqualTo(7);
        assertThat(desk.extend(1, 99, 41, 9, noCaps()))
                .isEqualTo(new ExtendOutcome.InsufficientCredit(40));
        assertThat(row(1).checkpoint()).isEqualTo(9);
        assertThat(desk.extend(1, 99, 20, 3, caps(90, NONE, NONE)))
                .isEqualTo(new ExtendOutcome.Extended(30, 90));
        assertThat(desk.extend(1, 99, 10, 0, noCaps()))
                .isEqualTo(new ExtendOutcome.Extended(10, 100));
        assertThat(row(1).checkpoint()).isEqualTo(9);
        assertThat(desk.extend(1, 0, 0, 50, caps(0, 0, 0)))
                .isEqualTo(new ExtendOutcome.Extended(0, 100));
        assertThat(row(1).checkpoint()).isEqualTo(50);
    }

    @Test
    void capturing_is_answered_by_the_first_case_that_applies() {
        desk.grant(10, 100);
        desk.place(1, 60);
        desk.place(2, 10);
        desk.capture(1, 45);

        assertThat(desk.capture(1, 99)).isEqualTo(new CaptureOutcome.AlreadyResolved(45));
        assertThat(desk.capture(3, 99)).isEqualTo(new CaptureOutcome.UnknownHold());
        assertThat(desk.capture(2, 0)).isEqualTo(new CaptureOutcome.Captured(0, 0, 0, 55));
        assertThat(desk.rows.resolutions).containsKey(hold(2));
        assertThat(desk.rows.holds).isEmpty();
    }

    @Test
    void ending_is_answered_by_the_first_case_that_applies() {
        desk.grant(10, 100);
        desk.place(1, 60);
        desk.place(2, 10);
        desk.place(3, 10);
        desk.capture(1, 45);
        desk.extend(2, 0, 0, 5, noCaps());
        desk.extend(3, 0, 0, 5, noCaps());
        var elsewhere = new UUID(7, 7);

        assertThat(expire(1, 6)).isEqualTo(new EndHoldOutcome.AlreadyResolved(45));
        assertThat(recover(1, elsewhere, 6)).isEqualTo(new EndHoldOutcome.AlreadyResolved(45));
        assertThat(expire(4, 6)).isEqualTo(new EndHoldOutcome.UnknownHold());
        assertThat(recover(4, elsewhere, 6)).isEqualTo(new EndHoldOutcome.UnknownHold());
        desk.now = Desk.NOON.plusSeconds(600).minusNanos(1000);
        assertThat(expire(2, 6)).isEqualTo(new EndHoldOutcome.NotDue(Desk.NOON.plusSeconds(600)));
        assertThat(recover(3, elsewhere, 6)).isEqualTo(new EndHoldOutcome.OtherNode(Desk.NODE));
        desk.now = Desk.NOON.plusSeconds(600);
        assertThat(expire(2, 6)).isEqualTo(new EndHoldOutcome.ChargeAboveCheckpoint(5));
        assertThat(recover(3, Desk.NODE, 6)).isEqualTo(new EndHoldOutcome.ChargeAboveCheckpoint(5));
        assertThat(expire(2, 5)).isEqualTo(new EndHoldOutcome.Ended(5, 0, 0, 40));
        assertThat(recover(3, Desk.NODE, 0)).isEqualTo(new EndHoldOutcome.Ended(0, 0, 0, 50));
    }

    @Test
    @Proves("CRD-5")
    void lots_pay_in_burn_order_and_the_rest_returns_to_them() {
        UUID paid = desk.grant(10, 100);
        UUID soon = desk.grant(11, 30, Colour.PAID, Desk.NOON.plusSeconds(60));
        UUID promotional = desk.grant(12, 20, Colour.PROMOTIONAL, null);
        desk.place(1, 70);
        assertThat(row(1).split())
                .isEqualTo(
                        new Split(new UUID[] {soon, promotional, paid}, new long[] {30, 20, 20}));

        assertThat(desk.capture(1, 45)).isEqualTo(new CaptureOutcome.Captured(45, 0, 0, 105));
        assertThat(desk.legs(hold(1).value()))
                .containsExactly("WALLET -> USAGE lot 11 30", "WALLET -> USAGE lot 12 15");
        assertThat(desk.lot(soon)).isEqualTo(List.of(0L, 0L, 0L));
        assertThat(desk.lot(promotional)).isEqualTo(List.of(5L, 0L, 0L));
        assertThat(desk.lot(paid)).isEqualTo(List.of(100L, 0L, 0L));
    }

    @Test
    void a_charge_beyond_the_hold_takes_what_is_available_then_owes_then_the_operator_bears_it() {
        desk.grant(10, 100);
        desk.grant(11, 10, Colour.PROMOTIONAL, null);
        desk.place(1, 60);
        desk.place(2, 20);

        assertThat(desk.capture(1, 60 + 30 + 50 + 7))
                .isEqualTo(new CaptureOutcome.Captured(140, 50, 7, 0));
        assertThat(desk.legs(hold(1).value()))
                .containsExactly(
                        "WALLET -> USAGE lot 11 10",
                        "WALLET -> USAGE lot 10 80",
                        "OWED -> USAGE 50",
                        "GOODWILL -> USAGE 7");
        assertThat(desk.rows.owed).isEqualTo(50);
        // what another hold gives back settles the debt first
        assertThat(desk.capture(2, 5)).isEqualTo(new CaptureOutcome.Captured(5, 0, 0, 0));
        assertThat(desk.legs(hold(2).value()))
                .containsExactly("WALLET -> USAGE lot 10 5", "WALLET -> OWED lot 10 15");
        assertThat(desk.rows.owed).isEqualTo(35);
    }

    @Test
    void a_lot_that_expired_pays_what_was_set_aside_of_it_and_nothing_else() {
        UUID soon = desk.grant(10, 100, Colour.PAID, Desk.NOON.plusSeconds(60));
        desk.place(1, 60);
        desk.now = Desk.NOON.plusSeconds(60);

        assertThat(desk.place(2, 1)).isEqualTo(new PlaceOutcome.InsufficientCredit(0));
        assertThat(desk.capture(1, 40)).isEqualTo(new CaptureOutcome.Captured(40, 0, 0, 0));
        assertThat(desk.lot(soon)).isEqualTo(List.of(60L, 0L, 0L));
        assertThat(desk.apply(new ExpireLot(desk.id, tx(20), soon, Desk.CAUSE)))
                .isEqualTo(new ExpireLotOutcome.Expired(60));
    }

    @Test
    void a_request_counts_in_the_day_and_month_of_its_admission_without_what_the_operator_bears() {
        desk.grant(10, 100);
        desk.place(1, 60, caps(1000, NONE, NONE));
        desk.now = Desk.NOON.plusSeconds(400_000);
        desk.capture(1, 60 + 40 + 50 + 7);

        for (var window :
                List.of(
                        SpendWindow.ofDay(Desk.KEY, Desk.DAY),
                        SpendWindow.ofMonth(Desk.KEY, Desk.DAY),
                        SpendWindow.ofTotal(Desk.KEY))) {
            assertThat(desk.rows.spends).containsEntry(window, new Spend(150, 0));
        }
        assertThat(desk.rows.spends).hasSize(3);
    }

    private Hold row(long number) {
        return Objects.requireNonNull(desk.rows.holds.get(hold(number)));
    }

    private LedgerOutcome expire(long number, long charge) {
        return desk.apply(new ExpireHold(desk.id, hold(number), line(charge)));
    }

    private LedgerOutcome recover(long number, UUID node, long charge) {
        return desk.apply(new RecoverHold(desk.id, hold(number), node, line(charge)));
    }
}
