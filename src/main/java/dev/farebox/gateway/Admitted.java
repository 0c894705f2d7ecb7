package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Wire;
import dev.farebox.gateway.route.Wish;
import dev.farebox.identity.ApiKey;
import java.util.List;

/**
 * A request that may be served if its account can pay.
 *
 * @param legs that may serve it; never empty
 * @param wish by which one of them is chosen for each call
 * @param amount nano-credits to hold for what is foreseen
 * @param pass what it has taken of the key's limits
 */
record Admitted(
        ApiKey key,
        ClientRequest request,
        List<Leg> legs,
        Wish wish,
        Tariff tariff,
        Foreseen foreseen,
        long amount,
        Limiter.Pass pass) {
    Wire wire() {
        return Wires.of(request.surface());
    }
}
