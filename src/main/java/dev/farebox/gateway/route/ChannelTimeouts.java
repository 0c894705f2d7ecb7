package dev.farebox.gateway.route;

import dev.farebox.problem.InputText;
import java.time.Duration;
import java.util.Optional;

/** Time-outs of one channel; an empty one is the configuration's ({@code upstream.…}). */
public record ChannelTimeouts(
        Optional<Duration> connect, Optional<Duration> firstByte, Optional<Duration> idle) {
    public static final ChannelTimeouts CONFIGURED =
            new ChannelTimeouts(Optional.empty(), Optional.empty(), Optional.empty());
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofHours(1);

    public ChannelTimeouts {
        connect.ifPresent(value -> check("connect_timeout", value));
        firstByte.ifPresent(value -> check("first_byte_timeout", value));
        idle.ifPresent(value -> check("idle_timeout", value));
    }

    private static void check(String field, Duration value) {
        if (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
            throw InputText.refusal(field, "must be from 10 ms to 1 h");
        }
    }
}
