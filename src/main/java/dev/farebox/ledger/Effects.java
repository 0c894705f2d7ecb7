package dev.farebox.ledger;

import java.util.List;
import java.util.Map;

/**
 * What a batch of commands changes for one account: rows to write, in their final form, each row
 * once. A hold that was placed and resolved in the same batch is in {@code resolutions} only.
 *
 * @param loadedVersion the position that the state was loaded at; 0: the account row is new
 * @param version the position afterwards; one more for each permanent record (a usage line or a
 *     transaction); holds alone do not move it
 * @param owed the account row afterwards
 * @param owedCap the account row afterwards
 * @param endedHolds rows to delete
 */
record Effects(
        AccountId account,
        long loadedVersion,
        long version,
        long owed,
        long owedCap,
        List<Entry> entries,
        List<Lot> newLots,
        List<Lot> changedLots,
        List<Hold> newHolds,
        List<Hold> changedHolds,
        List<HoldId> endedHolds,
        List<Resolution> resolutions,
        List<TransactionRow> transactions,
        Map<SpendWindow, Spend> spends) {
    boolean opensAccount() {
        return loadedVersion == 0 && version > 0;
    }
}
