package dev.farebox.ledger;

import dev.farebox.db.Database;
import dev.farebox.db.Node;
import dev.farebox.db.Nodes;
import dev.farebox.db.SqlFailure;
import dev.farebox.db.UnknownCommit;
import dev.farebox.id.Ids;
import dev.farebox.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends holds past their expiry, and takes what is left in lots past theirs.
 *
 * <p>A hold is given {@code grace} beyond its expiry, and left alone while its node is neither
 * alive nor long gone: such a node may still replay a charge, and {@link HoldRecovery} sees to the
 * rest. Idempotent, and safe on several nodes at once.
 */
public final class Sweeper {
    private static final Cause EXPIRED = new Cause("job:sweeper", "the lot expired");
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final Database database;
    private final Ledger ledger;
    private final Nodes nodes;
    private final InstantSource clock;
    private final Ids ids;
    private final Duration grace;
    private final Function<OpenHold, UsageLine> rule;

    /** {@code rule} says how a hold is settled; it charges its checkpoint at most. */
    public Sweeper(
            Database database,
            Ledger ledger,
            Nodes nodes,
            InstantSource clock,
            Ids ids,
            Duration grace,
            Function<OpenHold, UsageLine> rule) {
        this.database = database;
        this.ledger = ledger;
        this.nodes = nodes;
        this.clock = clock;
        this.ids = ids;
        this.grace = grace;
        this.rule = rule;
    }

    /** What one run ended. */
    public record Swept(int holds, int lots) {}

    public Swept run() {
        var swept = new Swept(sweepHolds(), sweepLots());
        if (swept.holds > 0 || swept.lots > 0) {
            LOG.info("ledger.swept holds={} lots={}", swept.holds, swept.lots);
        }
        return swept;
    }

    private int sweepHolds() {
        Instant due = clock.instant().minus(grace);
        Set<UUID> silent = silentNodes(due);
        var ends = new HoldEnds(rule);
        var after = LeftoverStore.After.START;
        while (true) {
            var from = after;
            List<OpenHold> page = database.tx(tx -> new LeftoverStore(tx).expiredHolds(due, from));
            ends.each(
                    page.stream().filter(hold -> !silent.contains(hold.node())).toList(),
                    (hold, line) ->
                            ledger.expire(new ExpireHold(hold.account(), hold.hold(), line)));
            if (page.size() < LeftoverStore.PAGE) {
                return ends.ended();
            }
            after = LeftoverStore.After.of(page.getLast());
        }
    }

    /** Nodes that stopped or went silent: their holds are recovered, not swept. */
    private Set<UUID> silentNodes(Instant lapsed) {
        var silent = new HashSet<UUID>();
        for (Node node : nodes.all()) {
            if (node.stoppedAt().isPresent() || !node.heartbeatAt().isAfter(lapsed)) {
                silent.add(node.id());
            }
        }
        return silent;
    }

    private int sweepLots() {
        Instant now = clock.instant();
        int taken = 0;
        Instant after = Instant.EPOCH;
        UUID afterLot = new UUID(0, 0);
        while (true) {
            Instant from = after;
            UUID fromLot = afterLot;
            List<LeftoverStore.ExpiredLot> page =
                    database.tx(tx -> new LeftoverStore(tx).expiredLots(now, from, fromLot));
            for (LeftoverStore.ExpiredLot lot : page) {
                taken += take(lot) ? 1 : 0;
            }
            if (page.size() < LeftoverStore.PAGE) {
                return taken;
            }
            after = page.getLast().expiresAt();
            afterLot = page.getLast().lot();
        }
    }

    private boolean take(LeftoverStore.ExpiredLot lot) {
        var op = new ExpireLot(lot.account(), ids.next(), lot.lot(), EXPIRED);
        try {
            return database.tx(tx -> ledger.post(tx, op)) instanceof ExpireLotOutcome.Expired;
        } catch (SqlFailure | ProblemException | UnknownCommit e) {
            LOG.warn("ledger.lot_not_expired lot={}", lot.lot(), e);
            return false;
        }
    }
}
