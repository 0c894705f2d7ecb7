package dev.farebox.gateway;

import dev.farebox.http.Drain;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;

/** What belongs to one event loop, and the exchanges under way on it. */
final class Loop {
    final Vertx vertx;
    final GatewayParts parts;
    final Shared shared;
    final Funds funds;
    final Keeper keeper;
    final Upstream upstream;
    final Drain drain;
    final Set<Exchange> exchanges = new HashSet<>();
    boolean draining;

    Loop(Vertx vertx, GatewayParts parts, Shared shared) {
        this.vertx = vertx;
        this.parts = parts;
        this.shared = shared;
        this.funds = new Funds(vertx, parts.ledger());
        this.keeper = new Keeper(vertx, parts.stored());
        this.upstream = new Upstream(vertx, shared.settings());
        this.drain = new Drain(vertx, shared.settings().edge());
    }

    GatewaySettings settings() {
        return shared.settings();
    }
}
