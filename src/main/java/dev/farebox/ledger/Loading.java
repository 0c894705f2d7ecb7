package dev.farebox.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An account's state while it is read, part by part. */
final class Loading {
    private final AccountId account;
    private long version;
    private long owed;
    private long owedCap;
    private boolean countsSpend;
    private final List<Lot> lots = new ArrayList<>(4);

    /** By id: several commands of one batch may name the same hold, which is then read twice. */
    private final Map<HoldId, Hold> holds = new LinkedHashMap<>(2);

    private final Map<HoldId, Long> resolutions = new HashMap<>(2);
    private final Map<SpendWindow, Spend> spends = new HashMap<>(0);
    private final Map<UUID, String> fingerprints = new HashMap<>(0);
    private final Map<UUID, Recorded> recorded = new HashMap<>(0);

    Loading(AccountId account) {
        this.account = account;
    }

    AccountId account() {
        return account;
    }

    boolean countsSpend() {
        return countsSpend;
    }

    void nowCountsSpend() {
        countsSpend = true;
    }

    Collection<Hold> holds() {
        return holds.values();
    }

    void found(long itsVersion, long itsOwed, long itsOwedCap, boolean itCountsSpend) {
        version = itsVersion;
        owed = itsOwed;
        owedCap = itsOwedCap;
        countsSpend = itCountsSpend;
    }

    boolean isOpen() {
        return version > 0;
    }

    void add(Lot lot) {
        lots.add(lot);
    }

    boolean hasLot(UUID lot) {
        return lots.stream().anyMatch(known -> known.id().equals(lot));
    }

    void add(Hold hold) {
        holds.put(hold.id(), hold);
    }

    boolean hasHold(HoldId hold) {
        return holds.containsKey(hold);
    }

    /** What an open hold has set aside; 0 when there is no such hold. */
    long held(HoldId hold) {
        Hold known = holds.get(hold);
        return known == null ? 0 : known.split().total();
    }

    void resolved(HoldId hold, long charged) {
        resolutions.put(hold, charged);
    }

    /** Whether it is known what the hold is: open, or resolved. */
    boolean knows(HoldId hold) {
        return resolutions.containsKey(hold) || hasHold(hold);
    }

    void add(SpendWindow window, Spend spend) {
        spends.put(window, spend);
    }

    boolean counts(UUID key) {
        return spends.containsKey(SpendWindow.ofTotal(key));
    }

    void recorded(UUID transaction, String fingerprint) {
        fingerprints.put(transaction, fingerprint);
    }

    void add(Recorded original) {
        recorded.put(original.id(), original);
    }

    AccountState state() {
        return isOpen()
                ? new AccountState(
                        account,
                        version,
                        owed,
                        owedCap,
                        lots,
                        List.copyOf(holds.values()),
                        resolutions,
                        spends,
                        fingerprints,
                        recorded)
                : AccountState.absent(account);
    }
}
