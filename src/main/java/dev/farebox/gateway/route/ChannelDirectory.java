package dev.farebox.gateway.route;

import dev.farebox.db.Database;
import dev.farebox.db.SqlFailure;
import dev.farebox.db.Tx;
import dev.farebox.db.UnknownCommit;
import dev.farebox.problem.ProblemException;
import dev.farebox.seal.Sealer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enabled channels in memory, by the models that they serve, with their credentials and headers
 * opened.
 *
 * <p>Reading takes no lock. {@link #refresh} compares one version number and, when it moved, reads
 * all channels anew; it is called with the keys' refresh. Without a database the directory goes on
 * answering from what it last read. A channel whose credential does not open is left out, logged,
 * and named by {@link #unusable}.
 */
public final class ChannelDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDirectory.class);
    private static final long NOTHING_SEEN = -1;

    private record Snapshot(
            long version,
            Map<String, List<Channel>> byModel,
            SortedSet<String> models,
            List<Channel> all,
            Map<String, String> unusable) {}

    private final Database database;
    private final ChannelSeals seals;
    private final ChannelStore store = new ChannelStore();

    /** Guards {@link #refresh}: one at a time. */
    private final ReentrantLock refreshing = new ReentrantLock();

    private volatile Snapshot snapshot =
            new Snapshot(NOTHING_SEEN, Map.of(), new TreeSet<>(), List.of(), Map.of());
    private volatile long freshAt;
    private volatile boolean failing;

    private ChannelDirectory(Database database, Sealer sealer) {
        this.database = database;
        this.seals = new ChannelSeals(sealer);
    }

    /** Reads everything, or throws what the database threw. */
    public static ChannelDirectory open(Database database, Sealer sealer) {
        var directory = new ChannelDirectory(database, sealer);
        directory.read();
        return directory;
    }

    /** The enabled channels that serve {@code model}, by name; empty when none does. */
    public List<Channel> forModel(String model) {
        return snapshot.byModel.getOrDefault(model, List.of());
    }

    /** All that can be used, by name. */
    public List<Channel> all() {
        return snapshot.all;
    }

    /** Every model that an enabled channel serves, sorted. */
    public SortedSet<String> models() {
        return snapshot.models;
    }

    /** Enabled channels that cannot be used, by name, with the sentence that says why. */
    public Map<String, String> unusable() {
        return snapshot.unusable;
    }

    /**
     * Reads what changed. Blocking; never throws for a database that is gone, which it logs once.
     *
     * @return whether the directory is now fresh
     */
    public boolean refresh() {
        try {
            read();
            failing = false;
            return true;
        } catch (SqlFailure | UnknownCommit | ProblemException e) {
            if (!failing) {
                failing = true;
                LOG.warn("channels.stale reason={}", e.getMessage());
            }
            return false;
        }
    }

    /** How long ago the last successful refresh began. */
    public Duration staleFor() {
        return Duration.ofNanos(System.nanoTime() - freshAt);
    }

    private void read() {
        refreshing.lock();
        try {
            long began = System.nanoTime();
            Optional<Snapshot> changed = database.tx(this::changed);
            changed.ifPresent(this::publish);
            freshAt = began;
        } finally {
            refreshing.unlock();
        }
    }

    private Optional<Snapshot> changed(Tx tx) {
        long version = store.version(tx);
        if (version == snapshot.version) {
            return Optional.empty();
        }
        var byModel = new HashMap<String, List<Channel>>();
        var all = new ArrayList<Channel>();
        var unusable = new TreeMap<String, String>();
        for (ChannelStore.Stored stored : store.list(tx)) {
            if (stored.channel().enabled()) {
                opened(stored, unusable).ifPresent(all::add);
            }
        }
        all.forEach(channel -> serve(channel, byModel));
        byModel.replaceAll((_, channels) -> List.copyOf(channels));
        return Optional.of(
                new Snapshot(
                        version,
                        Map.copyOf(byModel),
                        java.util.Collections.unmodifiableSortedSet(
                                new TreeSet<>(byModel.keySet())),
                        List.copyOf(all),
                        Map.copyOf(unusable)));
    }

    private void publish(Snapshot changed) {
        snapshot = changed;
        LOG.info("channels.read version={} models={}", changed.version, changed.models.size());
        changed.unusable.forEach(
                (name, why) -> LOG.error("channels.unusable channel={} reason={}", name, why));
    }

    private static void serve(Channel channel, Map<String, List<Channel>> byModel) {
        for (String model : channel.served()) {
            byModel.computeIfAbsent(model, _ -> new ArrayList<>()).add(channel);
        }
    }

    private Optional<Channel> opened(ChannelStore.Stored stored, Map<String, String> unusable) {
        Channel channel = stored.channel();
        if (ChannelKind.ofWord(channel.provider()).isEmpty()) {
            unusable.put(
                    channel.name(),
                    "this version of Farebox does not know the kind " + channel.provider());
            return Optional.empty();
        }
        try {
            return Optional.of(seals.open(stored));
        } catch (ProblemException e) {
            unusable.put(channel.name(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
