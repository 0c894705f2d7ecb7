package dev.farebox.config;

import java.util.Locale;

/**
 * One setting.
 *
 * @param name section and key, for example {@code server.port}
 * @param defaultText what holds when nothing is given; empty: unset
 * @param example a value that an operator may want
 * @param description what it does, one or two sentences
 */
record Key<T>(String name, Kind<T> kind, String defaultText, String example, String description) {
    Key {
        kind.parse(defaultText);
        kind.parse(example);
    }

    String environmentName() {
        return "FAREBOX_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    String lastName() {
        return name.substring(name.indexOf('.') + 1);
    }

    T defaultValue() {
        return kind.parse(defaultText);
    }
}
