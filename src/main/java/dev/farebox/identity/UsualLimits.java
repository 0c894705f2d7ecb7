package dev.farebox.identity;

import java.util.Map;

/**
 * The limits that hold where nobody named others.
 *
 * @param key of a key that has none of its own
 * @param groups by the name of the service group; one that is not here has no limits
 */
public record UsualLimits(Limits key, Map<String, GroupLimits> groups) {
    public static final UsualLimits NONE = new UsualLimits(Limits.NONE, Map.of());

    public UsualLimits {
        groups = Map.copyOf(groups);
    }

    GroupLimits of(String group) {
        return groups.getOrDefault(group, GroupLimits.NONE);
    }
}
