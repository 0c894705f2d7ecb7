package dev.farebox.gateway.route;

import dev.farebox.config.Secret;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.seal.Sealed;
import dev.farebox.seal.Sealer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Seals what is secret of a channel for its row, and opens it. */
final class ChannelSeals {
    private final Sealer sealer;

    ChannelSeals(Sealer sealer) {
        this.sealer = sealer;
    }

    Sealed credential(UUID id, Secret secret) {
        return sealer.seal(secret.reveal(), credentialPlace(id));
    }

    /** Names and values together: neither can be changed by itself. Empty where there are none. */
    Optional<Sealed> headers(UUID id, Map<String, String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        String lines =
                new TreeMap<>(headers)
                        .entrySet().stream()
                                .map(header -> header.getKey() + ":" + header.getValue())
                                .collect(Collectors.joining("\n"));
        return Optional.of(sealer.seal(lines, headersPlace(id)));
    }

    /**
     * The channel with its credential and its headers' values.
     *
     * @throws ProblemException when they do not open
     */
    Channel open(ChannelStore.Stored stored) {
        UUID id = stored.channel().id();
        Optional<Secret> credential =
                stored.credential()
                        .map(sealed -> sealer.open(sealed, credentialPlace(id)))
                        .map(Secret::new);
        return stored.channel().opened(credential, openHeaders(stored));
    }

    Map<String, String> openHeaders(ChannelStore.Stored stored) {
        UUID id = stored.channel().id();
        Map<String, String> headers =
                stored.headers()
                        .map(sealed -> lines(sealer.open(sealed, headersPlace(id))))
                        .orElse(stored.clearHeaders());
        if (!headers.keySet().equals(stored.channel().headers().keySet())) {
            throw new ProblemException(
                    ProblemCode.SEAL_BROKEN,
                    "The headers of channel %s were changed in the database. Set them again."
                            .formatted(stored.channel().name()));
        }
        return headers;
    }

    private static Map<String, String> lines(String text) {
        var headers = new HashMap<String, String>();
        text.lines()
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    headers.put(line.substring(0, colon), line.substring(colon + 1));
                });
        return headers;
    }

    private static String credentialPlace(UUID id) {
        return "channel/" + id + "/credential";
    }

    private static String headersPlace(UUID id) {
        return "channel/" + id + "/headers";
    }
}
