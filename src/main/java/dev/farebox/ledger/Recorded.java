package dev.farebox.ledger;

import java.util.List;
import java.util.UUID;

/**
 * An earlier transaction that a posting wants to undo.
 *
 * @param id of the transaction; for a capture, the hold's id
 * @param legs its entries by leg; none for a capture that charged nothing
 * @param undone how much of it later transactions have undone (the sum of {@link
 *     TransactionRow#amount} over those {@code about} it); since every undoing goes from the last
 *     leg back, this tells where the next one starts
 */
record Recorded(UUID id, TransactionKind kind, List<Entry> legs, long undone) {
    Recorded {
        legs = List.copyOf(legs);
    }
}
