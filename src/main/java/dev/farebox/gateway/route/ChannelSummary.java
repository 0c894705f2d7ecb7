package dev.farebox.gateway.route;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A channel's properties as the audit trail shows them: no credential, no header's value. */
final class ChannelSummary {
    private ChannelSummary() {}

    static Map<String, String> of(Channel channel) {
        var summary = new TreeMap<String, String>();
        var terms = channel.terms();
        summary.put("name", channel.name());
        summary.put("provider", channel.provider());
        summary.put("base_url", channel.baseUrl().toString());
        summary.put("models", models(channel));
        summary.put("headers", String.join(", ", new TreeSet<>(channel.headers().keySet())));
        summary.put("priority", Integer.toString(terms.priority()));
        summary.put("weight", Integer.toString(terms.weight()));
        summary.put("parallel", text(terms.parallel()));
        summary.put("per_minute", text(terms.perMinute()));
        summary.put("probe_interval", text(terms.probeInterval()));
        summary.put("on_abort", terms.onAbort().map(OnAbort::word).orElse(""));
        summary.put("connect_timeout", text(channel.timeouts().connect()));
        summary.put("first_byte_timeout", text(channel.timeouts().firstByte()));
        summary.put("idle_timeout", text(channel.timeouts().idle()));
        summary.values().removeIf(String::isEmpty);
        return summary;
    }

    /** The properties of {@code one} that {@code other} has not, or has otherwise. */
    static Map<String, String> differing(Channel one, Channel other) {
        Map<String, String> all = of(one);
        Map<String, String> others = of(other);
        var differing = new TreeMap<String, String>();
        var names = new TreeSet<>(all.keySet());
        names.addAll(others.keySet());
        for (String name : names) {
            String value = all.getOrDefault(name, "");
            if (!value.equals(others.getOrDefault(name, ""))) {
                differing.put(name, value);
            }
        }
        if (!one.headers().equals(other.headers())) {
            differing.put("headers", all.getOrDefault("headers", ""));
        }
        return differing;
    }

    private static String models(Channel channel) {
        return new TreeMap<>(channel.models())
                .entrySet().stream()
                        .map(model ->
                                model.getKey().equals(model.getValue())
                                        ? model.getKey()
                                        : model.getKey() + "=" + model.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }

    private static String text(Optional<Duration> time) {
        return time.map(one -> one.toMillis() + " ms").orElse("");
    }
}
