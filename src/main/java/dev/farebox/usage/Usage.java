package dev.farebox.usage;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one model consumed in one exchange: units by {@link Dimension}, all at least 0, and how we
 * know.
 *
 * <p>{@code tier} is the service tier that the answer reported (empty: the standard one).
 * Immutable.
 */
public final class Usage {
    /** How the units came to be known. */
    public enum Basis {
        /** The provider reported them. */
        REPORTED,
        /** We counted them, because the provider did not say. */
        ESTIMATED
    }

    public static final Usage NONE = new Builder().build();

    private final long[] units;
    private final String tier;
    private final Basis basis;

    private Usage(long[] units, String tier, Basis basis) {
        this.units = units;
        this.tier = tier;
        this.basis = basis;
    }

    public static Builder builder() {
        return new Builder();
    }

    public long units(Dimension dimension) {
        return units[dimension.ordinal()];
    }

    public String tier() {
        return tier;
    }

    public Basis basis() {
        return basis;
    }

    /** All tokens that were sent, cached ones included. */
    public long inputTokens() {
        long sum = 0;
        for (Dimension dimension : Dimension.values()) {
            if (dimension.isInputToken()) {
                sum = Math.addExact(sum, units(dimension));
            }
        }
        return sum;
    }

    public long outputTokens() {
        long sum = 0;
        for (Dimension dimension : Dimension.values()) {
            if (dimension.isOutputToken()) {
                sum = Math.addExact(sum, units(dimension));
            }
        }
        return sum;
    }

    public boolean isEmpty() {
        for (long count : units) {
            if (count != 0) {
                return false;
            }
        }
        return true;
    }

    /** The dimensions with at least one unit, in the order of their codes. */
    public Map<Dimension, Long> nonZero() {
        var map = new EnumMap<Dimension, Long>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            if (units(dimension) != 0) {
                map.put(dimension, units(dimension));
            }
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Usage that
                && Arrays.equals(units, that.units)
                && tier.equals(that.tier)
                && basis == that.basis;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(units) * 31 + tier.hashCode();
    }

    @Override
    public String toString() {
        return nonZero() + (tier.isEmpty() ? "" : " tier=" + tier) + " " + basis;
    }

    /** Collects units; a negative count is refused. */
    public static final class Builder {
        private final long[] units = new long[Dimension.values().length];
        private String tier = "";
        private Basis basis = Basis.REPORTED;

        public Builder set(Dimension dimension, long count) {
            if (count < 0) {
                throw new IllegalArgumentException(dimension.key() + " is " + count);
            }
            units[dimension.ordinal()] = count;
            return this;
        }

        public Builder tier(String value) {
            tier = value;
            return this;
        }

        public Builder basis(Basis value) {
            basis = value;
            return this;
        }

        public Usage build() {
            return new Usage(units.clone(), tier, basis);
        }
    }
}
