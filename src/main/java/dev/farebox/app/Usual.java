package dev.farebox.app;

import dev.farebox.config.GroupSettings;
import dev.farebox.config.LimitSettings;
import dev.farebox.identity.GroupLimits;
import dev.farebox.identity.Limits;
import dev.farebox.identity.UsualLimits;
import java.util.HashMap;

/** The configured limits in the words of {@code identity}. */
final class Usual {
    private Usual() {}

    static UsualLimits limits(LimitSettings settings) {
        var groups = new HashMap<String, GroupLimits>();
        settings.groups().forEach((name, group) -> groups.put(name, limits(group)));
        return new UsualLimits(
                new Limits(
                        settings.requestsPerMinute(),
                        settings.tokensPerMinute(),
                        settings.parallelRequests()),
                groups);
    }

    private static GroupLimits limits(GroupSettings group) {
        return new GroupLimits(
                new Limits(
                        group.customerRequestsPerMinute(),
                        group.customerTokensPerMinute(),
                        group.customerParallelRequests()),
                new Limits(
                        group.sharedRequestsPerMinute(),
                        group.sharedTokensPerMinute(),
                        group.sharedParallelRequests()));
    }
}
