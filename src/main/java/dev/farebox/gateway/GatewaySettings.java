package dev.farebox.gateway;

import dev.farebox.config.Configuration;
import dev.farebox.config.LimitSettings;
import dev.farebox.config.UsageBounds;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.route.AddressRule;
import dev.farebox.http.EdgeLimits;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What the gateway is told by the configuration.
 *
 * @param zone the operator's: where a spend cap's day begins
 * @param fallbackOutputTokens that a hold covers while nothing was learned about the client
 * @param steps how a stream's hold grows and how often its checkpoint is renewed
 * @param holdTime how long a hold may stand without being extended before it may be swept
 * @param firstByteTime from sending a request upstream to the head of its answer, and from there to
 *     the first piece
 * @param idleTime between two pieces of an upstream's answer
 * @param keepAliveTime after which a client that waits for more of a stream is sent a sign of life
 * @param maxAnswerBytes of an answer that is not streamed, and of what is held back of a stream
 * @param connectionsPerUpstream on one event loop
 * @param addresses which ones an upstream may have
 */
record GatewaySettings(
        EdgeLimits edge,
        ScanLimits scan,
        ZoneId zone,
        long fallbackOutputTokens,
        Meter.Steps steps,
        Duration holdTime,
        Duration connectTime,
        Duration firstByteTime,
        Duration idleTime,
        Duration keepAliveTime,
        int maxAnswerBytes,
        int maxEventBytes,
        int connectionsPerUpstream,
        AddressRule addresses,
        UsageRules rules,
        UsageBounds usageBounds) {
    private static final long LARGEST_ANSWER = 1L << 30;

    static GatewaySettings of(Configuration configuration) {
        var upstream = configuration.upstream();
        var holds = configuration.holds();
        return new GatewaySettings(
                edge(configuration.limits()),
                new ScanLimits(
                        configuration.limits().maxNestingDepth(),
                        ScanLimits.STANDARD.maxNumberLength(),
                        ScanLimits.STANDARD.maxTopLevelKeys()),
                configuration.operator().timeZone(),
                holds.fallbackOutputTokens(),
                new Meter.Steps(
                        holds.checkpointTokens(),
                        holds.extensionTokens(),
                        holds.checkpointInterval()),
                holds.ttl(),
                upstream.connectTimeout(),
                upstream.firstByteTimeout(),
                upstream.idleTimeout(),
                configuration.limits().streamKeepAlive(),
                (int) Math.min(upstream.maxResponseBytes(), LARGEST_ANSWER),
                upstream.maxEventBytes(),
                upstream.poolSize(),
                AddressRule.of(upstream.privateAddresses()),
                new UsageRules(configuration.usageAccounting()),
                configuration.usageBounds());
    }

    private static EdgeLimits edge(LimitSettings limits) {
        EdgeLimits standard = EdgeLimits.STANDARD;
        return new EdgeLimits(
                standard.maxInitialLineBytes(),
                limits.maxHeaderBytes(),
                limits.maxBodyBytes(),
                limits.bufferedBodyBudget(),
                standard.inflateRatio(),
                limits.bodyReadTimeout(),
                standard.headTime(),
                standard.keepAliveTime(),
                standard.drainBytes(),
                standard.drainTime(),
                standard.maxConnections());
    }
}
