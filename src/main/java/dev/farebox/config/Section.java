package dev.farebox.config;

import java.util.List;

/** The keys of one settings record, in the order in which they are explained. */
record Section(String name, String description, List<Key<?>> keys) {
    Section {
        keys = List.copyOf(keys);
        for (Key<?> key : keys) {
            if (!key.name().startsWith(name + ".")) {
                throw new IllegalStateException(key.name() + " is not in section " + name);
            }
        }
    }
}
