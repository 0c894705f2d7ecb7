package dev.farebox.config;

import java.util.List;
import java.util.Optional;

/** The keys of one settings record, in the order in which they are explained. */
record Section(String name, String description, List<Key<?>> keys, Optional<KeyFamily> family) {
    Section {
        keys = List.copyOf(keys);
        for (Key<?> key : keys) {
            if (!key.name().startsWith(name + ".")) {
                throw new IllegalStateException(key.name() + " is not in section " + name);
            }
        }
    }

    Section(String name, String description, List<Key<?>> keys) {
        this(name, description, keys, Optional.empty());
    }
}
