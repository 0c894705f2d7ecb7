package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.route.Channel;
import java.util.List;
import java.util.UUID;

/**
 * Which channels may serve a request: what lies at an upstream can be continued only there.
 *
 * <p>Taken with the request's references checked; nothing else lets a request that has any through.
 */
sealed interface Anchor {
    /** It says everything itself, and any channel may serve it. */
    record Loose() implements Anchor {}

    /** It refers to something, and is served only in translation, which refuses that by name. */
    record Translated() implements Anchor {}

    /**
     * All that it refers to is the customer's own and lies at this channel.
     *
     * @param tokens of input that come with it
     */
    record At(UUID channel, long tokens) implements Anchor {}

    /** Those of {@code channels} that may serve. */
    default List<Channel> among(List<Channel> channels, Surface surface) {
        return switch (this) {
            case Loose _ -> channels;
            case Translated _ ->
                    channels.stream()
                            .filter(channel -> Kinds.speaking(channel.kind(), surface).isEmpty())
                            .toList();
            case At(UUID id, long _) ->
                    channels.stream()
                            .filter(channel ->
                                    channel.id().equals(id)
                                            && Kinds.speaking(channel.kind(), surface).isPresent())
                            .toList();
        };
    }

    /** Of input beyond what the body holds. */
    default long extraTokens() {
        return this instanceof At(UUID _, long tokens) ? tokens : 0;
    }
}
