package dev.farebox.gateway;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.identity.ApiKey;
import dev.farebox.identity.KeyDirectory;
import dev.farebox.identity.KeyLookup;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Whether the headers of a request carry a key that may be used now. Takes no lock. */
final class KeyCheck {
    /** Who asks. */
    sealed interface Caller {
        record Known(ApiKey key) implements Caller {}

        record Refused(GatewayProblem problem) implements Caller {}
    }

    private final KeyDirectory keys;

    KeyCheck(KeyDirectory keys) {
        this.keys = keys;
    }

    Caller check(HttpServerRequest request) {
        Optional<String> secret = Credentials.find(request);
        if (secret.isEmpty()) {
            return new Caller.Refused(new GatewayProblem.KeyMissing());
        }
        return switch (keys.find(secret.get())) {
            case KeyLookup.Active(ApiKey key) -> new Caller.Known(key);
            case KeyLookup.Unknown _ -> new Caller.Refused(new GatewayProblem.KeyUnknown());
            case KeyLookup.Revoked _ -> new Caller.Refused(new GatewayProblem.KeyRevoked());
            case KeyLookup.Expired _ -> new Caller.Refused(new GatewayProblem.KeyExpired());
            case KeyLookup.CustomerSuspended _ ->
                    new Caller.Refused(new GatewayProblem.CustomerSuspended());
        };
    }
}
