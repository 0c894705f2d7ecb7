package dev.farebox.app;

import dev.farebox.config.Units;
import dev.farebox.gateway.route.Channel;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Channels for people to read. */
final class ChannelTable {
    private static final String NOTHING = "-";

    private ChannelTable() {}

    /** {@code unusable} are channels that cannot be used, by name, with the reason. */
    static String of(List<Channel> channels, Map<String, String> unusable) {
        var table =
                new Table(
                        "NAME",
                        "KIND",
                        "URL",
                        "MODELS",
                        "PRIORITY",
                        "WEIGHT",
                        "PARALLEL",
                        "PER MINUTE",
                        "PROBE",
                        "STATE");
        for (Channel channel : channels) {
            var terms = channel.terms();
            table.row(
                    channel.name(),
                    channel.provider(),
                    channel.baseUrl(),
                    String.join(",", new TreeSet<>(channel.served())),
                    terms.priority(),
                    terms.weight(),
                    text(terms.parallel()),
                    text(terms.perMinute()),
                    terms.probeInterval().map(Units::show).orElse(NOTHING),
                    state(channel, unusable));
        }
        return table.toString();
    }

    private static String state(Channel channel, Map<String, String> unusable) {
        if (!channel.enabled()) {
            return "disabled";
        }
        return unusable.containsKey(channel.name())
                ? "unusable: " + unusable.get(channel.name())
                : "enabled";
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : NOTHING;
    }
}
