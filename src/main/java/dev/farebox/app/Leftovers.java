package dev.farebox.app;

import dev.farebox.config.ChargeRule;
import dev.farebox.config.FailureClass;
import dev.farebox.db.Node;
import dev.farebox.db.Nodes;
import dev.farebox.ledger.HoldRecovery;
import dev.farebox.ledger.OpenHold;
import dev.farebox.ledger.Sweeper;
import dev.farebox.ledger.UsageLine;
import dev.farebox.usage.Usage;
import java.time.Duration;

/** Ends the holds that nobody else will end, by the rule for faults of the platform. */
final class Leftovers {
    private final ChargeRule rule;
    private final HoldRecovery recovery;
    private final Sweeper sweeper;

    Leftovers(Platform platform, Nodes nodes) {
        var settings = platform.configuration.nodes();
        Duration grace = settings.lapse().plus(settings.grace());
        rule = platform.configuration.usageAccounting().ruleFor(FailureClass.PLATFORM_FAULT);
        recovery =
                new HoldRecovery(
                        platform.database,
                        platform.ledger,
                        nodes,
                        platform.clock,
                        grace,
                        this::settled);
        sweeper =
                new Sweeper(
                        platform.database,
                        platform.ledger,
                        nodes,
                        platform.clock,
                        platform.ids,
                        grace,
                        this::settled);
    }

    /** A start of this node proves its earlier runs dead: no need to wait for their lapse. */
    void ofEarlierRuns(Node node) {
        recovery.runAfterReplay(node);
    }

    void end() {
        recovery.run();
        sweeper.run();
    }

    private UsageLine settled(OpenHold hold) {
        UsageLine atCheckpoint = hold.settledAtCheckpoint();
        String detail =
                "{\"failure\":\"platform_fault\",\"rule\":\"%s\",\"checkpoint\":%d}"
                        .formatted(rule.word(), hold.checkpoint());
        return new UsageLine(
                hold.key(),
                "",
                "",
                OpenHold.RECOVERED,
                rule == ChargeRule.NOTHING ? 0 : atCheckpoint.charge(),
                0,
                Usage.NONE,
                0,
                detail);
    }
}
