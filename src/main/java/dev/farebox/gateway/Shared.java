package dev.farebox.gateway;

import dev.farebox.gateway.exchange.canon.SignatureStash;
import dev.farebox.gateway.route.Router;
import dev.farebox.http.ByteBudget;
import java.util.UUID;

/** What all event loops of one gateway share; every part is safe for use by many threads. */
record Shared(
        GatewaySettings settings,
        Plausibility plausibility,
        ByteBudget budget,
        Limiter limiter,
        OutputForecast forecast,
        LearnedFactors factors,
        Router router,
        Drains drains,
        Gauges<UUID> freeCalls,
        SignatureStash signatures) {
    private static final int FORECASTS = 20_000;
    private static final int DRAINS = 64;
    private static final int SIGNATURES = 20_000;

    static Shared of(GatewayParts parts) {
        GatewaySettings settings = GatewaySettings.of(parts.configuration());
        return new Shared(
                settings,
                new Plausibility(settings.usageBounds()),
                new ByteBudget(settings.edge().bufferedBytes()),
                new Limiter(System::nanoTime),
                new OutputForecast(FORECASTS),
                new LearnedFactors(FORECASTS),
                new Router(System::nanoTime, parts.random()),
                new Drains(DRAINS),
                new Gauges<>(),
                new SignatureStash(SIGNATURES));
    }
}
