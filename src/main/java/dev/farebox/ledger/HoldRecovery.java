package dev.farebox.ledger;

import dev.farebox.db.Database;
import dev.farebox.db.Node;
import dev.farebox.db.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the holds of node runs that will never end them: of a node that stopped, or whose heartbeat
 * stayed away, and of the earlier runs of a node that started anew. In each case {@code grace} must
 * have passed since, in which the node, or its next run, can replay what it charged while the
 * database was away.
 *
 * <p>Idempotent, and safe on several nodes at once: the ledger decides each hold under its
 * account's lock.
 */
public final class HoldRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(HoldRecovery.class);

    private final Database database;
    private final Ledger ledger;
    private final Nodes nodes;
    private final InstantSource clock;
    private final Duration grace;
    private final Function<OpenHold, UsageLine> rule;

    /** {@code rule} says how a hold is settled; it charges its checkpoint at most. */
    public HoldRecovery(
            Database database,
            Ledger ledger,
            Nodes nodes,
            InstantSource clock,
            Duration grace,
            Function<OpenHold, UsageLine> rule) {
        this.database = database;
        this.ledger = ledger;
        this.nodes = nodes;
        this.clock = clock;
        this.grace = grace;
        this.rule = rule;
    }

    /** Ends what there is to end, and says how many holds that were. */
    public int run() {
        int ended = 0;
        Instant now = clock.instant();
        for (Node node : nodes.all()) {
            Optional<Instant> before = leftBehind(node, now);
            if (before.isPresent()) {
                ended += end(node, before.get());
            }
        }
        return ended;
    }

    /**
     * Ends the holds of earlier runs of this node: for the node itself, once it has replayed what
     * they left.
     */
    public int runAfterReplay(Node node) {
        return end(node, node.startedAt());
    }

    /** Holds placed before that time are left behind; empty when none is. */
    private Optional<Instant> leftBehind(Node node, Instant now) {
        Instant lapsed = now.minus(grace);
        boolean gone =
                node.stoppedAt().map(stopped -> !stopped.isAfter(lapsed)).orElse(false)
                        || (node.stoppedAt().isEmpty() && !node.heartbeatAt().isAfter(lapsed));
        if (gone) {
            return Optional.of(now);
        }
        return node.startedAt().isAfter(lapsed) ? Optional.empty() : Optional.of(node.startedAt());
    }

    private int end(Node node, Instant before) {
        var ends = new HoldEnds(rule);
        var after = LeftoverStore.After.START;
        while (true) {
            var from = after;
            List<OpenHold> page =
                    database.tx(tx -> new LeftoverStore(tx).holdsOf(node.id(), before, from));
            ends.each(
                    page,
                    (hold, line) ->
                            ledger.recover(
                                    new RecoverHold(hold.account(), hold.hold(), node.id(), line)));
            if (page.size() < LeftoverStore.PAGE) {
                break;
            }
            after = LeftoverStore.After.of(page.getLast());
        }
        if (ends.ended() > 0) {
            LOG.info("ledger.holds_recovered node={} holds={}", node.id(), ends.ended());
        }
        return ends.ended();
    }
}
