package dev.farebox.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The rows of one account as a store would keep them: writes effects, and loads no more than {@link
 * AccountState} promises.
 */
final class MemoryAccount {
    final AccountId id;
    final Map<UUID, Lot> lots;
    final Map<HoldId, Hold> holds;
    final Map<HoldId, Resolution> resolutions;
    final Map<SpendWindow, Spend> spends;
    final Map<UUID, TransactionRow> transactions;
    final List<Entry> entries;
    long version;
    long owed;
    long owedCap;

    MemoryAccount(AccountId id) {
        this.id = id;
        this.lots = new HashMap<>();
        this.holds = new HashMap<>();
        this.resolutions = new HashMap<>();
        this.spends = new HashMap<>();
        this.transactions = new HashMap<>();
        this.entries = new ArrayList<>();
    }

    private MemoryAccount(MemoryAccount of) {
        this.id = of.id;
        this.lots = new HashMap<>(of.lots);
        this.holds = new HashMap<>(of.holds);
        this.resolutions = new HashMap<>(of.resolutions);
        this.spends = new HashMap<>(of.spends);
        this.transactions = new HashMap<>(of.transactions);
        this.entries = new ArrayList<>(of.entries);
        this.version = of.version;
        this.owed = of.owed;
        this.owedCap = of.owedCap;
    }

    MemoryAccount with(Effects effects) {
        var copy = new MemoryAccount(this);
        copy.write(effects);
        return copy;
    }

    AccountState load(List<LedgerOp> batch) {
        batch.forEach(this::countTheKey);
        var wanted = new Wanted(this);
        batch.forEach(wanted::add);
        return wanted.state();
    }

    private void write(Effects effects) {
        must(effects.loadedVersion() == version, "loaded at " + effects.loadedVersion());
        version = effects.version();
        owed = effects.owed();
        owedCap = effects.owedCap();
        for (Lot lot : effects.newLots()) {
            must(lots.put(lot.id(), lot) == null, "new and there: " + lot);
        }
        for (Lot lot : effects.changedLots()) {
            must(lots.put(lot.id(), lot) != null, "changed and not there: " + lot);
        }
        for (Hold hold : effects.newHolds()) {
            must(holds.put(hold.id(), hold) == null, "new and there: " + hold);
        }
        for (Hold hold : effects.changedHolds()) {
            must(holds.put(hold.id(), hold) != null, "changed and not there: " + hold);
        }
        for (HoldId hold : effects.endedHolds()) {
            must(holds.remove(hold) != null, "ended and not there: " + hold);
        }
        for (Resolution resolution : effects.resolutions()) {
            must(
                    resolutions.put(resolution.hold().id(), resolution) == null,
                    "resolved twice: " + resolution);
        }
        for (TransactionRow row : effects.transactions()) {
            must(transactions.put(row.id(), row) == null, "recorded twice: " + row);
        }
        entries.addAll(effects.entries());
        spends.putAll(effects.spends());
    }

    /** Makes the counters of a key when its first cap is set. */
    private void countTheKey(LedgerOp op) {
        SpendCaps caps =
                switch (op) {
                    case PlaceHold place -> place.caps();
                    case ExtendHold extend -> extend.caps();
                    case CaptureHold _, ExpireHold _, RecoverHold _, Posting _ -> null;
                };
        if (caps == null
                || caps.isUnlimited()
                || spends.containsKey(SpendWindow.ofTotal(caps.keyId()))) {
            return;
        }
        var windows = new HashSet<>(windows(caps.keyId(), caps.day()));
        for (Hold hold : holds.values()) {
            if (hold.key().equals(caps.keyId())) {
                windows.addAll(windows(hold.key(), hold.day()));
            }
        }
        for (Resolution resolution : resolutions.values()) {
            if (resolution.hold().key().equals(caps.keyId())) {
                windows.addAll(windows(caps.keyId(), resolution.hold().day()));
            }
        }
        windows.forEach(window -> spends.put(window, counted(window)));
    }

    private Spend counted(SpendWindow window) {
        long spent = 0;
        long held = 0;
        for (Resolution resolution : resolutions.values()) {
            Hold hold = resolution.hold();
            spent += windows(hold.key(), hold.day()).contains(window) ? resolution.charged() : 0;
        }
        for (Hold hold : holds.values()) {
            held += windows(hold.key(), hold.day()).contains(window) ? hold.split().total() : 0;
        }
        return new Spend(spent, held);
    }

    private static Set<SpendWindow> windows(UUID key, LocalDate day) {
        return Set.of(
                SpendWindow.ofDay(key, day),
                SpendWindow.ofMonth(key, day),
                SpendWindow.ofTotal(key));
    }

    private void must(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** What a batch needs of the rows. */
    private static final class Wanted {
        private final MemoryAccount rows;
        private final Map<UUID, Lot> lots = new HashMap<>();
        private final Map<HoldId, Hold> holds = new HashMap<>();
        private final Map<HoldId, Long> resolutions = new HashMap<>();
        private final Map<SpendWindow, Spend> spends = new HashMap<>();
        private final Map<UUID, String> fingerprints = new HashMap<>();
        private final Map<UUID, Recorded> recorded = new HashMap<>();

        Wanted(MemoryAccount rows) {
            this.rows = rows;
            for (Lot lot : rows.lots.values()) {
                if (lot.available() + lot.held() + lot.frozen() > 0) {
                    lots.put(lot.id(), lot);
                }
            }
        }

        void add(LedgerOp op) {
            switch (op) {
                case PlaceHold place -> {
                    hold(place.hold());
                    spend(place.caps().keyId(), place.caps().day());
                }
                case ExtendHold extend -> {
                    hold(extend.hold());
                    spend(extend.caps().keyId(), extend.caps().day());
                }
                case CaptureHold capture -> hold(capture.hold());
                case ExpireHold expire -> hold(expire.hold());
                case RecoverHold recover -> hold(recover.hold());
                case Posting posting -> posting(posting);
            }
        }

        private void posting(Posting posting) {
            TransactionRow row = rows.transactions.get(posting.transaction());
            if (row != null) {
                fingerprints.put(row.id(), row.fingerprint());
            }
            switch (posting) {
                case Freeze freeze -> {
                    rows.holds.keySet().forEach(this::hold);
                    if (freeze.scope() instanceof Freeze.Scope.Lots(var ids)) {
                        ids.forEach(this::lot);
                    }
                }
                case ExpireLot expire -> lot(expire.lot());
                case Unfreeze unfreeze -> original(unfreeze.freeze());
                case Correct correct -> original(correct.original());
                case OpenAccount _, SetOwedCap _, Grant _ -> {}
            }
        }

        private void lot(UUID id) {
            Lot lot = rows.lots.get(id);
            if (lot != null) {
                lots.put(id, lot);
            }
        }

        private void hold(HoldId id) {
            Hold hold = rows.holds.get(id);
            if (hold != null) {
                holds.put(id, hold);
                spend(hold.key(), hold.day());
            }
            Resolution resolution = rows.resolutions.get(id);
            if (resolution != null) {
                resolutions.put(id, resolution.charged());
            }
        }

        private void spend(UUID key, LocalDate day) {
            for (SpendWindow window : windows(key, day)) {
                Spend spend = rows.spends.get(window);
                if (spend != null) {
                    spends.put(window, spend);
                }
            }
        }

        private void original(UUID id) {
            TransactionRow row = rows.transactions.get(id);
            TransactionKind kind =
                    row != null
                            ? row.kind()
                            : rows.resolutions.containsKey(new HoldId(id))
                                    ? TransactionKind.CAPTURE
                                    : null;
            if (kind == null) {
                return;
            }
            var legs = new ArrayList<Entry>();
            for (Entry entry : rows.entries) {
                if (entry.transaction().equals(id)) {
                    legs.add(entry);
                    if (entry.lot() != null) {
                        lot(entry.lot());
                    }
                }
            }
            long undone = 0;
            for (TransactionRow later : rows.transactions.values()) {
                undone += id.equals(later.about()) ? later.amount() : 0;
            }
            recorded.put(id, new Recorded(id, kind, legs, undone));
        }

        AccountState state() {
            return new AccountState(
                    rows.id,
                    rows.version,
                    rows.owed,
                    rows.owedCap,
                    List.copyOf(lots.values()),
                    List.copyOf(holds.values()),
                    Map.copyOf(resolutions),
                    Map.copyOf(spends),
                    Map.copyOf(fingerprints),
                    Map.copyOf(recorded));
        }
    }
}
