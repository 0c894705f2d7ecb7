package dev.farebox.ledger;

import static dev.farebox.ledger.LedgerWorld.await;
import static dev.farebox.ledger.LedgerWorld.capture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.LeavesBooksBroken;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The auditor finds whatever somebody with the owner's rights changed behind the ledger's back. */
@WithDatabase
class BooksTest {
    private static LedgerWorld world;
    private static AccountId account;
    private static AccountId other;
    private static PlaceHold charged;
    private static PlaceHold free;
    private static UUID firstLot;
    private static UUID secondLot;
    private static UUID lotOfOther;

    @BeforeAll
    static void keepSomeBooks(TestDatabase test) {
        world = new LedgerWorld(test.database());
        account = world.openAccount(50);
        other = world.openAccount();
        firstLot = world.grant(account, 40);
        secondLot = world.grant(account, 1_000);
        lotOfOther = world.grant(other, 500);
        charged = world.hold(account, 90);
        free = world.hold(account, 10);
        PlaceHold capped =
                world.hold(
                        account,
                        20,
                        new SpendCaps(world.id(), LedgerWorld.DAY, 100, SpendCaps.NONE, 1_000));
        Stream.of(charged, free, capped, world.hold(account, 30), world.hold(other, 5))
                .forEach(world::place);
        await(world.ledger.capture(capture(charged, 70)));
        await(world.ledger.capture(capture(free, 0)));
        await(world.ledger.capture(capture(capped, 12)));
        var freeze =
                new Freeze(
                        account,
                        world.id(),
                        new Freeze.Scope.Lots(List.of(secondLot)),
                        LedgerWorld.CAUSE);
        test.database().tx(tx -> world.ledger.post(tx, freeze));
        var correct =
                new Correct(
                        account,
                        world.id(),
                        charged.hold().value(),
                        5,
                        Correct.ORDINARY_GRACE,
                        LedgerWorld.CAUSE);
        test.database().tx(tx -> world.ledger.post(tx, correct));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void soundBefore(TestDatabase test) {
        assertThat(new Books(test.database()).verify()).isInstanceOf(BooksVerdict.Sound.class);
    }

    @Test
    void sound_books_are_counted_and_progress_is_told(TestDatabase test) {
        var progress = new ArrayList<Integer>();
        BooksVerdict verdict = new Books(test.database()).verify(progress::add);
        assertThat(verdict).isEqualTo(new BooksVerdict.Sound(2, 10, 8));
        assertThat(progress).hasSize(32).endsWith(256);
    }

    /** What somebody did, and the words and the id that the auditor must say. */
    record Tampering(String what, String sql, List<String> words) {
        Tampering(String what, String sql, String... words) {
            this(what, sql, List.of(words));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Tampering> tamperings() {
        String line = charged.hold().toString();
        String ofLine = " WHERE tx_id = '" + line + "'";
        return Stream.of(
                new Tampering(
                        "an edited amount",
                        "UPDATE entry SET amount = amount + 1" + ofLine + " AND leg = 1",
                        line,
                        "70 moved, but its entries give 71"),
                new Tampering(
                        "amounts moved between two legs",
                        "UPDATE entry SET amount = amount + 1 - 2 * leg" + ofLine,
                        line,
                        "not those that were written"),
                new Tampering(
                        "an edited purpose",
                        "UPDATE entry SET credit = 18" + ofLine + " AND leg = 0",
                        "leg 0 of usage line " + line,
                        "BREAKAGE"),
                new Tampering(
                        "a grant's source exchanged",
                        "UPDATE entry SET debit = 19 WHERE tx_id = '" + firstLot + "'",
                        firstLot.toString(),
                        "PROMOTION"),
                new Tampering(
                        "a purpose that there is not",
                        "UPDATE entry SET credit = 99" + ofLine + " AND leg = 0",
                        account.toString(),
                        "no purpose has code 99"),
                new Tampering(
                        "a deleted entry",
                        "DELETE FROM entry" + ofLine + " AND leg = 0",
                        "leg 0 of usage line " + line,
                        "is missing"),
                new Tampering(
                        "a deleted last leg",
                        "DELETE FROM entry" + ofLine + " AND leg = 1",
                        "leg 1 of usage line " + line,
                        "is missing"),
                new Tampering(
                        "an added leg",
                        insertEntry(line, 2),
                        "leg 2 of usage line " + line,
                        "was added"),
                new Tampering(
                        "an added transaction of entries alone",
                        insertEntry(world.id().toString(), 0),
                        "belong to no usage line and no transaction"),
                new Tampering(
                        "a swapped lot of the same account",
                        "UPDATE entry SET lot_id = '" + firstLot + "'" + ofLine + " AND leg = 1",
                        line,
                        "not those that were written"),
                new Tampering(
                        "a lot of somebody else",
                        "UPDATE entry SET lot_id = '" + lotOfOther + "'" + ofLine + " AND leg = 1",
                        "leg 1 of usage line " + line,
                        lotOfOther.toString()),
                new Tampering(
                        "an edited balance",
                        "UPDATE lot SET available = available + 1 WHERE lot_id = '"
                                + lotOfOther
                                + "'",
                        lotOfOther.toString(),
                        "available and held"),
                new Tampering(
                        "available and held exchanged",
                        "UPDATE lot SET available = available - 1, held = held + 1 WHERE lot_id = '"
                                + lotOfOther
                                + "'",
                        lotOfOther.toString(),
                        "set aside"),
                new Tampering(
                        "an edited frozen amount",
                        "UPDATE lot SET frozen = frozen - 1 WHERE lot_id = '" + secondLot + "'",
                        secondLot.toString(),
                        "frozen"),
                new Tampering(
                        "an edited grant",
                        "UPDATE lot SET granted = 41 WHERE lot_id = '" + firstLot + "'",
                        firstLot.toString(),
                        "was granted"),
                new Tampering(
                        "a closed lot",
                        "UPDATE lot SET open = true, granted = 41 - 1 WHERE NOT open",
                        "marked open=true"),
                new Tampering(
                        "a debt",
                        "UPDATE account SET owed = 3 WHERE account_id = '" + account + "'",
                        account.toString(),
                        "owes 3"),
                new Tampering(
                        "a deleted usage line",
                        "DELETE FROM usage_line WHERE hold_id = '" + line + "'",
                        line,
                        "belong to no usage line"),
                new Tampering(
                        "a deleted usage line that charged nothing",
                        "DELETE FROM usage_line WHERE hold_id = '" + free.hold() + "'",
                        account.toString(),
                        "no usage line or transaction takes position"),
                new Tampering(
                        "a deleted last transaction that moved nothing",
                        "UPDATE account SET version = version + 1 WHERE account_id = '"
                                + other
                                + "'",
                        other.toString(),
                        "no usage line or transaction takes position 3"),
                new Tampering(
                        "an edited charge",
                        "UPDATE usage_line SET charge = 71, charged = 71 WHERE hold_id = '"
                                + line
                                + "'",
                        line,
                        "71 moved"),
                new Tampering(
                        "a charge put on the operator",
                        "UPDATE usage_line SET charged = 60, borne = 10 WHERE hold_id = '"
                                + line
                                + "'",
                        line,
                        "60 charged"),
                new Tampering(
                        "a deleted hold",
                        "DELETE FROM hold WHERE account_id = '" + other + "'",
                        lotOfOther.toString(),
                        "set aside"),
                new Tampering(
                        "an edited counter",
                        "UPDATE spend SET spent = spent - 1 WHERE span = 0 AND spent > 0",
                        account.toString(),
                        "spend of account"),
                new Tampering(
                        "a deleted lot",
                        "DELETE FROM lot WHERE lot_id = '" + lotOfOther + "'",
                        lotOfOther.toString()),
                new Tampering(
                        "a deleted account",
                        "DELETE FROM account WHERE account_id = '" + other + "'",
                        other.toString(),
                        "does not exist"),
                new Tampering(
                        "an account in another bucket",
                        "UPDATE account SET bucket = (bucket + 1) % 256 WHERE account_id = '"
                                + other
                                + "'",
                        other.toString()));
    }

    private static String insertEntry(String transaction, int leg) {
        return """
        INSERT INTO entry (bucket, account_id, tx_id, leg, debit, credit, asset, lot_id, amount)
        VALUES (%d, '%s', '%s', %d, 1, 17, 1, '%s', 1)
        """
                .formatted(account.bucket(), account, transaction, leg, secondLot);
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    @LeavesBooksBroken("the change is undone, but the check must not depend on that")
    void names_what_was_tampered_with(Tampering tampering, TestDatabase test) {
        BooksVerdict verdict = verdictAfter(test, tampering.sql());
        assertThat(verdict).isInstanceOf(BooksVerdict.Broken.class);
        assertThat(((BooksVerdict.Broken) verdict).difference()).contains(tampering.words());
    }

    /** Looks with the owner's rights before the change is committed, and rolls it back. */
    private static BooksVerdict verdictAfter(TestDatabase test, String sql) {
        var found = new ArrayList<BooksVerdict>();
        try {
            test.asOwner(tx -> {
                assertThat(tx.update(sql)).as(sql).isPositive();
                found.add(Books.verifyWithin(tx));
                throw new UndoneException();
            });
        } catch (UndoneException _) {
            return found.getFirst();
        }
        throw new IllegalStateException("not undone");
    }

    private static final class UndoneException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
