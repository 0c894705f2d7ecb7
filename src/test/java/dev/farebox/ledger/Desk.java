package dev.farebox.ledger;

import dev.farebox.usage.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One account in memory, to which a test gives commands one by one, with short words for them. */
final class Desk {
    static final Cause CAUSE = new Cause("job:test", "a test");
    static final UUID NODE = new UUID(9, 9);
    static final UUID KEY = new UUID(8, 8);
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    final AccountId id = new AccountId(new UUID(1, 1));
    Instant now = NOON;
    MemoryAccount rows = new MemoryAccount(id);

    static Desk open(long owedCap) {
        var desk = new Desk();
        desk.apply(new OpenAccount(desk.id, tx(1), owedCap, CAUSE));
        return desk;
    }

    /** Decides, checks and writes one command. */
    LedgerOutcome apply(LedgerOp op) {
        var book = new AccountBook(rows.load(List.of(op)));
        LedgerOutcome outcome = book.apply(op, now);
        book.verify();
        rows = rows.with(book.effects());
        return outcome;
    }

    static UUID tx(long number) {
        return new UUID(100, number);
    }

    static HoldId hold(long number) {
        return new HoldId(new UUID(200, number));
    }

    /** Grants a paid lot that never expires; its id is {@code tx(number)}. */
    UUID grant(long number, long amount) {
        return grant(number, amount, Colour.PAID, null);
    }

    UUID grant(long number, long amount, Colour colour, @Nullable Instant expiresAt) {
        apply(grantOf(number, amount, colour, expiresAt));
        return tx(number);
    }

    Grant grantOf(long number, long amount, Colour colour, @Nullable Instant expiresAt) {
        return new Grant(
                id,
                tx(number),
                Asset.CREDIT,
                colour,
                Lot.ORDINARY_PRIORITY,
                NOON,
                expiresAt,
                false,
                amount,
                LotOrigin.FREE,
                CAUSE);
    }

    LedgerOutcome place(long number, long amount) {
        return place(number, amount, caps(SpendCaps.NONE, SpendCaps.NONE, SpendCaps.NONE));
    }

    LedgerOutcome place(long number, long amount, SpendCaps caps) {
        return apply(new PlaceHold(id, hold(number), NODE, amount, NOON.plusSeconds(600), caps));
    }

    LedgerOutcome extend(long number, long desired, long minimum, long checkpoint, SpendCaps caps) {
        return apply(
                new ExtendHold(
                        id,
                        hold(number),
                        desired,
                        minimum,
                        checkpoint,
                        NOON.plusSeconds(600),
                        caps));
    }

    LedgerOutcome capture(long number, long charge) {
        return apply(new CaptureHold(id, hold(number), line(charge)));
    }

    LedgerOutcome correct(long number, long original, long amount) {
        return apply(
                new Correct(
                        id,
                        tx(number),
                        hold(original).value(),
                        amount,
                        Correct.ORDINARY_GRACE,
                        CAUSE));
    }

    static SpendCaps caps(long perDay, long perMonth, long total) {
        return new SpendCaps(KEY, DAY, perDay, perMonth, total);
    }

    static SpendCaps noCaps() {
        return caps(SpendCaps.NONE, SpendCaps.NONE, SpendCaps.NONE);
    }

    static UsageLine line(long charge) {
        return new UsageLine(KEY, "m", "c", "completed", charge, 1, Usage.NONE, 0, "{}");
    }

    /** A lot's amounts: available, held, frozen. */
    List<Long> lot(UUID lot) {
        Lot row = rows.lots.get(lot);
        return row == null ? List.of() : List.of(row.available(), row.held(), row.frozen());
    }

    /** The legs of a transaction: from, to, lot's number, amount. */
    List<String> legs(UUID transaction) {
        return rows.entries.stream()
                .filter(entry -> entry.transaction().equals(transaction))
                .map(Desk::text)
                .toList();
    }

    private static String text(Entry entry) {
        UUID lot = entry.lot();
        return entry.debit()
                + " -> "
                + entry.credit()
                + (lot == null ? "" : " lot " + lot.getLeastSignificantBits())
                + " "
                + entry.amount();
    }
}
