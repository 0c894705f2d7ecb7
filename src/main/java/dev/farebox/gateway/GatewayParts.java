package dev.farebox.gateway;

import dev.farebox.config.Configuration;
import dev.farebox.gateway.route.ChannelDirectory;
import dev.farebox.gateway.stored.StoredObjects;
import dev.farebox.id.Ids;
import dev.farebox.identity.KeyDirectory;
import dev.farebox.ledger.Ledger;
import dev.farebox.pricing.PriceBooks;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What the gateway stands on.
 *
 * @param random safe for use by many threads
 * @param node the service process that answers for the holds placed here
 * @param elsewhere gets what is not a model dialect's: our own interfaces, pages, hooks, health; it
 *     is called on an event loop and must not block it
 */
public record GatewayParts(
        Configuration configuration,
        Ledger ledger,
        KeyDirectory keys,
        PriceBooks prices,
        ChannelDirectory channels,
        Ids ids,
        RandomGenerator random,
        InstantSource clock,
        UUID node,
        Tally tally,
        StoredObjects stored,
        Handler<HttpServerRequest> elsewhere) {}
