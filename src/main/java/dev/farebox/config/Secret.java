package dev.farebox.config;

import java.util.Arrays;

/** A configured value that is never printed. Its value is read with {@link #reveal} alone. */
public final class Secret {
    static final String MASK = "(secret)";

    private final char[] value;

    public Secret(String value) {
        this.value = value.toCharArray();
    }

    public String reveal() {
        return new String(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && Arrays.equals(value, secret.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return MASK;
    }
}
