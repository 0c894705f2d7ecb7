package dev.farebox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client saw complete is charged exactly once and exactly right, whatever is killed under
 * load: the service, the database, or both. No account is left unbalanced and no hold open.
 */
class KillTest {
    private static final int ACKNOWLEDGEMENTS = 5_000;
    private static final int ROUNDS = 3;
    private static final int CALLERS = 32;

    /** A quarter each before the three kills and after the last, and a little over. */
    private static final int A_ROUND = ACKNOWLEDGEMENTS / (ROUNDS + 1) + 25;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path scratch;

    @Test
    void nothing_acknowledged_is_lost_or_doubled_when_service_database_or_both_are_killed()
            throws Exception {
        long seed = Long.getLong("farebox.seed", System.nanoTime());
        var plan = new KillRounds.Plan(seed, ROUNDS, CALLERS, A_ROUND, Duration.ZERO);
        try (var kills = KillRounds.begin(plan, scratch)) {
            kills.run();
            KillAudit.Result result = kills.audit();
            assertThat(result.acknowledged()).isGreaterThanOrEqualTo(ACKNOWLEDGEMENTS);
        }
    }
}
