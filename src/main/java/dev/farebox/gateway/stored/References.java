package dev.farebox.gateway.stored;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.json.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a request names instead of sending it: things that lie in an upstream's account.
 *
 * <p>All customers share that account, so whatever is named must be theirs. What cannot be known to
 * be is not passed on.
 */
public sealed interface References {
    /** Deeper than any limit that an operator may set. */
    JsonFactory DEEP = Json.factory(2_000, 10_000);

    /** Where something is named, and what. */
    record Reference(StoredId id, String param) {}

    /** Empty where the request says everything itself. */
    record Found(List<Reference> all) implements References {
        public Found {
            all = List.copyOf(all);
        }
    }

    /** Names something of which nothing is known here, so nobody's it is. */
    record Unserved(String param, String why) implements References {}

    /** Cannot be read; a request that was scanned can. */
    static References in(ClientRequest request) {
        if (!request.contentType().startsWith(ClientRequest.JSON) || namesNothing(request)) {
            return new Found(List.of());
        }
        try (JsonParser parser = DEEP.createParser(ObjectReadContext.empty(), request.body())) {
            return new ReferenceReader(parser, request.surface()).read();
        } catch (JacksonException broken) {
            return new Unserved("", "The body cannot be read.");
        }
    }

    private static boolean namesNothing(ClientRequest request) {
        return Set.of(Surface.EMBEDDINGS, Surface.COMPLETIONS, Surface.MODERATIONS, Surface.SPEECH)
                        .contains(request.surface())
                || !Markers.isAnyIn(request.body(), request.surface());
    }
}
