package dev.farebox.gateway;

import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.wire.openai.ChatRequest;
import dev.farebox.identity.ApiKey;
import java.util.List;

/**
 * A request that may be served if its account can pay.
 *
 * @param channels that may serve it, the preferred first; never empty
 * @param amount nano-credits to hold for what is foreseen
 * @param pass what it has taken of the key's limits
 */
record Admitted(
        ApiKey key,
        ChatRequest chat,
        List<Channel> channels,
        Tariff tariff,
        Foreseen foreseen,
        long amount,
        Limiter.Pass pass) {}
