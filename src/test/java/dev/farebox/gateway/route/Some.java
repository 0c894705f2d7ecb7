package dev.farebox.gateway.route;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Channels for tests of the choice between them. */
final class Some {
    private Some() {}

    static Channel channel(int number, ChannelTerms terms) {
        return channel(number, terms, 1);
    }

    static Channel channel(int number, ChannelTerms terms, long revision) {
        return new Channel(
                new UUID(7, number),
                "c" + number,
                "openai",
                URI.create("https://c" + number + ".example.com/v1"),
                Optional.empty(),
                Map.of("m", "m", "n", "n"),
                Map.of(),
                ChannelTimeouts.CONFIGURED,
                terms,
                true,
                revision,
                Instant.EPOCH);
    }

    static Channel ordinary(int number) {
        return channel(number, ChannelTerms.ORDINARY);
    }
}
