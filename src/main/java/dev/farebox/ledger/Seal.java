package dev.farebox.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit fold over the legs of one transaction, in order, stored with the transaction: what tells
 * an edited, swapped or added entry from the one that was written. It stops mistakes and clumsy
 * hands, not a forger, who can compute it. The function is fixed for ever.
 */
final class Seal {
    static final long EMPTY = 0;

    private Seal() {}

    /** The seal of the legs so far, given that of those before. */
    static long with(long seal, Entry entry) {
        long folded = mix(seal ^ entry.transaction().getMostSignificantBits());
        folded = mix(folded ^ entry.transaction().getLeastSignificantBits());
        folded = mix(folded ^ entry.account().value().getMostSignificantBits());
        folded = mix(folded ^ entry.account().value().getLeastSignificantBits());
        folded = mix(folded ^ purposes(entry));
        folded = mix(folded ^ entry.amount());
        return lot(folded, entry.lot());
    }

    private static long purposes(Entry entry) {
        return ((long) entry.leg() << 48)
                | ((long) entry.debit().code() << 32)
                | ((long) entry.credit().code() << 16)
                | entry.asset().code();
    }

    private static long lot(long folded, @Nullable UUID lot) {
        return lot == null
                ? mix(folded)
                : mix(mix(folded ^ lot.getMostSignificantBits()) ^ lot.getLeastSignificantBits());
    }

    private static long mix(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
