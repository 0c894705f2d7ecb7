package dev.farebox.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lots of one account while a batch is decided, in burn order. */
final class Lots {
    private final Map<UUID, LotState> byId;
    private LotState[] order;
    private int count;

    Lots(List<Lot> loaded) {
        byId = HashMap.newHashMap(loaded.size() + 4);
        order = new LotState[loaded.size() + 4];
        for (Lot lot : loaded) {
            insert(new LotState(lot, false));
        }
    }

    LotState add(Lot lot) {
        var state = new LotState(lot, true);
        insert(state);
        return state;
    }

    @Nullable LotState find(UUID id) {
        return byId.get(id);
    }

    LotState get(UUID id) {
        LotState lot = byId.get(id);
        if (lot == null) {
            throw new IllegalStateException("lot " + id + " is named and not loaded");
        }
        return lot;
    }

    List<LotState> inBurnOrder() {
        return new ArrayList<>(Arrays.asList(order).subList(0, count));
    }

    /** What the account can spend of an asset now. */
    long available(Asset asset, Instant now) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum = Math.addExact(sum, order[i].spendable(asset, now));
        }
        return sum;
    }

    /**
     * Sets {@code amount} more aside for a hold that has {@code before}, or as much as there is;
     * gives the whole of what the hold has then, one part a lot.
     */
    Split setAside(Split before, Asset asset, long amount, Instant now) {
        var lots = new UUID[count];
        var amounts = new long[count];
        int parts = 0;
        int next = 0;
        long rest = amount;
        for (int i = 0; i < count && (rest > 0 || next < before.size()); i++) {
            LotState lot = order[i];
            long part = Math.min(rest, lot.spendable(asset, now));
            lot.setAside(part);
            rest -= part;
            if (next < before.size() && before.lot(next).equals(lot.id())) {
                part = Math.addExact(part, before.amount(next++));
            }
            if (part > 0) {
                lots[parts] = lot.id();
                amounts[parts++] = part;
            }
        }
        if (next < before.size()) {
            throw new IllegalStateException("not in burn order, or not loaded: " + before);
        }
        return new Split(Arrays.copyOf(lots, parts), Arrays.copyOf(amounts, parts));
    }

    private void insert(LotState lot) {
        if (byId.put(lot.id(), lot) != null) {
            throw new IllegalStateException("lot " + lot.id() + " exists already");
        }
        if (count == order.length) {
            order = Arrays.copyOf(order, 2 * count);
        }
        int at = count++;
        while (at > 0 && BurnOrder.INSTANCE.compare(order[at - 1].terms(), lot.terms()) > 0) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = lot;
    }
}
