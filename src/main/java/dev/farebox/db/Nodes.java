package dev.farebox.db;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The gateway nodes of this installation, and which of them are alive. */
public final class Nodes {
    private final Database database;
    private final InstantSource clock;

    public Nodes(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Starts a run of the node, and with it ends any earlier run of the same id. */
    public Node register(UUID id, String name) {
        Instant now = now();
        long epoch = database.tx(tx -> NodeStore.start(tx, id, name, now));
        return new Node(id, epoch, name, now, now, java.util.Optional.empty());
    }

    /** False when this run is over: stopped, or the id was registered again. It must stop then. */
    public boolean heartbeat(Node node) {
        return database.tx(tx -> NodeStore.beat(tx, node.id(), node.epoch(), now())) == 1;
    }

    /** Ends the run in good order. Idempotent. */
    public void stop(Node node) {
        database.tx(tx -> NodeStore.stop(tx, node.id(), node.epoch(), now()));
    }

    /** Runs that did not stop in good order and were last heard of before that time. */
    public List<Node> lapsed(Instant before) {
        return database.tx(tx -> NodeStore.lapsed(tx, before));
    }

    /** The last run of every node there ever was. */
    public List<Node> all() {
        return database.tx(NodeStore::all);
    }

    /** PostgreSQL keeps microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}
