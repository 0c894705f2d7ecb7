package dev.farebox.gateway.route;

import dev.farebox.config.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One configured endpoint of one provider. Prints without its credential and its headers' values.
 *
 * @param provider the word of its {@link ChannelKind}
 * @param baseUrl without a trailing slash
 * @param credential empty in listings, and for upstreams that ask for none
 * @param models the model that is served → the name that the upstream knows it by
 * @param headers sent with every call; in listings the values are empty
 * @param revision rises with every change of this channel
 */
public record Channel(
        UUID id,
        String name,
        String provider,
        URI baseUrl,
        Optional<Secret> credential,
        Map<String, String> models,
        Map<String, String> headers,
        ChannelTimeouts timeouts,
        ChannelTerms terms,
        boolean enabled,
        long revision,
        Instant createdAt) {
    public Channel {
        models = Map.copyOf(models);
        headers = Map.copyOf(headers);
    }

    /** Known, for every channel that a {@link ChannelDirectory} gives out. */
    public ChannelKind kind() {
        return ChannelKind.ofWord(provider).orElseThrow();
    }

    public int weight() {
        return terms.weight();
    }

    /** What this provider does when a stream is broken off. */
    public OnAbort onAbort() {
        return terms.onAbort().orElseGet(() -> kind().onAbort());
    }

    public Set<String> served() {
        return models.keySet();
    }

    /** The upstream's name of a served model; null when it is not served. */
    public @Nullable String upstreamModel(String model) {
        return models.get(model);
    }

    Channel opened(Optional<Secret> secret, Map<String, String> values) {
        return new Channel(
                id, name, provider, baseUrl, secret, models, values, timeouts, terms, enabled,
                revision, createdAt);
    }

    @Override
    public String toString() {
        return "Channel[%s, %s, %s, %s, headers %s, %s, %s, enabled=%s, revision %d]"
                .formatted(
                        id,
                        name,
                        provider,
                        baseUrl,
                        new TreeSet<>(headers.keySet()),
                        models,
                        terms,
                        enabled,
                        revision);
    }
}
