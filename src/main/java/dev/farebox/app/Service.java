package dev.farebox.app;

import dev.farebox.audit.Actor;
import dev.farebox.config.Configuration;
import dev.farebox.db.Node;
import dev.farebox.db.Nodes;
import dev.farebox.gateway.GatewayParts;
import dev.farebox.gateway.GatewayServer;
import dev.farebox.gateway.Tally;
import dev.farebox.gateway.route.ChannelDirectory;
import dev.farebox.http.BlockingHandler;
import dev.farebox.identity.KeyDirectory;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: the gateway, our own interfaces, and what goes on in the background. */
final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration UPKEEP = Duration.ofHours(1);

    private final Platform platform;
    private final Nodes nodes;
    private final Node node;
    private final KeyDirectory keys;
    private final ChannelDirectory channels;
    private final Routine routine = new Routine();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final GatewayServer gateway;

    private Service(Platform platform) {
        this.platform = platform;
        Configuration configuration = platform.configuration;
        nodes = new Nodes(platform.database, platform.clock);
        UUID id = NodeFile.read(configuration.data().directory(), platform.ids);
        node = nodes.register(id, configuration.server().host());
        keys =
                KeyDirectory.open(
                        platform.database, Usual.limits(configuration.limits()), platform.clock);
        platform.database.tx(tx -> platform.channels.sealHeaders(tx, Actor.system("upgrade")));
        channels = ChannelDirectory.open(platform.database, platform.sealer);
        platform.prices.refresh();
        var leftovers = new Leftovers(platform, nodes);
        leftovers.ofEarlierRuns(node);
        startRoutine(leftovers);
        gateway =
                GatewayServer.start(
                        new GatewayParts(
                                configuration,
                                platform.ledger,
                                keys,
                                platform.prices,
                                channels,
                                platform.ids,
                                Chance.FAST,
                                platform.clock,
                                node.id(),
                                new Tally(),
                                platform.stored,
                                new BlockingHandler(
                                        new Routes(platform, keys, channels)::answer, threads)),
                        configuration.server().host(),
                        configuration.server().port());
        LOG.info(
                "service.started node={} epoch={} port={}",
                node.id(),
                node.epoch(),
                gateway.port());
    }

    static Service start(Platform platform) {
        return new Service(platform);
    }

    int port() {
        return gateway.port();
    }

    private void startRoutine(Leftovers leftovers) {
        Configuration configuration = platform.configuration;
        Duration refresh = configuration.identity().refreshInterval();
        routine.every(refresh, "keys", keys::refresh);
        routine.every(refresh, "channels", channels::refresh);
        routine.every(refresh, "prices", platform.prices::refresh);
        routine.every(configuration.nodes().heartbeat(), "heartbeat", this::heartbeat);
        routine.every(SWEEP, "leftovers", leftovers::end);
        routine.every(UPKEEP, "ledger-upkeep", platform.ledger::upkeep);
        routine.every(UPKEEP, "stored-objects", platform.stored::prune);
    }

    private void heartbeat() {
        if (!nodes.heartbeat(node)) {
            LOG.error("service.replaced node={} epoch={}", node.id(), node.epoch());
            Runtime.getRuntime().halt(Cli.FAILED);
        }
    }

    /** Streams end and settle, the node says goodbye, then everything below is closed. */
    @Override
    public void close() {
        gateway.stop();
        routine.close();
        threads.close();
        nodes.stop(node);
        LOG.info("service.stopped node={}", node.id());
    }
}
