package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.StoredId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an upstream keeps of a response, unless it says that it does not: itself and its items. */
final class Keepsakes {
    private static final int MOST_ITEMS = 256;

    private final Set<String> items = new LinkedHashSet<>();
    private String response = "";
    private boolean stored = true;

    void response(String id) {
        response = id;
    }

    void isStored(boolean said) {
        stored = said;
    }

    void item(String id) {
        if (items.size() < MOST_ITEMS) {
            items.add(id);
        }
    }

    void itemsOf(Keepsakes other) {
        other.items.forEach(this::item);
    }

    /** The response first; without its own id nothing of it can be come back for. */
    List<StoredId> all() {
        var all = new ArrayList<StoredId>();
        if (stored) {
            StoredId.of(StoredId.Kind.RESPONSE, response).ifPresent(all::add);
        }
        if (!all.isEmpty()) {
            items.forEach(id -> StoredId.of(StoredId.Kind.ITEM, id).ifPresent(all::add));
        }
        return all;
    }
}
