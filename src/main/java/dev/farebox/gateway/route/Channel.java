package dev.farebox.gateway.route;

import dev.farebox.config.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One configured endpoint of one provider. Prints without its credential.
 *
 * @param provider the provider kind, which fixes the upstream dialect, for example {@code openai}
 * @param baseUrl without a trailing slash
 * @param credential empty in listings, and for upstreams that ask for none
 * @param models the model that is served → the name that the upstream knows it by
 * @param headers sent with every call
 * @param weight its share of the calls among channels that serve the same model
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
        int weight,
        boolean enabled,
        Instant createdAt) {
    public Channel {
        models = Map.copyOf(models);
        headers = Map.copyOf(headers);
    }

    public Set<String> served() {
        return models.keySet();
    }

    /** The upstream's name of a served model; null when it is not served. */
    public @Nullable String upstreamModel(String model) {
        return models.get(model);
    }
}
