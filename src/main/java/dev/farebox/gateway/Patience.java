package dev.farebox.gateway;

import dev.farebox.gateway.route.Channel;
import java.time.Duration;

/** How long to wait for one channel: its own time-outs, else the configuration's. */
record Patience(Duration firstByte, Duration idle) {
    static Patience of(Channel channel, GatewaySettings settings) {
        return new Patience(
                channel.timeouts().firstByte().orElse(settings.firstByteTime()),
                channel.timeouts().idle().orElse(settings.idleTime()));
    }
}
