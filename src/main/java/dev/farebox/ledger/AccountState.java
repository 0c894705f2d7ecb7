package dev.farebox.ledger;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the database says of one account, read under its lock, as far as the commands of a batch
 * need it.
 *
 * <ul>
 *   <li>{@code lots}: all with anything available, held or frozen, in any order; and also the empty
 *       ones that a command names or that the legs of a loaded original name.
 *   <li>{@code holds}: those that commands name; all that are open when there is a {@link Freeze}.
 *   <li>{@code resolutions}: of the hold ids that commands name, those resolved, with what was
 *       charged to the customer ({@link Resolution#charged}).
 *   <li>{@code spends}: the counters of the windows (day, month, total) of every key in a {@link
 *       SpendCaps} of a command and of every loaded hold. A key with a {@code TOTAL} counter is
 *       counted in all three windows from then on, capped or not. When a command brings a cap for a
 *       key without one, the store first makes its counters from history: total, and each day and
 *       month in which the key has a usage line or an open hold. From there a window without a
 *       counter is one in which nothing was spent or held.
 *   <li>{@code fingerprints}: of the transaction ids of the postings, those recorded.
 *   <li>{@code recorded}: the originals that {@link Correct} and {@link Unfreeze} name, if there
 *       are.
 * </ul>
 *
 * @param version the ledger position; 0 when there is no such account
 */
record AccountState(
        AccountId account,
        long version,
        long owed,
        long owedCap,
        List<Lot> lots,
        List<Hold> holds,
        Map<HoldId, Long> resolutions,
        Map<SpendWindow, Spend> spends,
        Map<UUID, String> fingerprints,
        Map<UUID, Recorded> recorded) {
    static AccountState absent(AccountId account) {
        return new AccountState(
                account, 0, 0, 0, List.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }
}
