package dev.farebox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.TestDatabase;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A database is brought to its shape once, and it is known who made it. */
final class MigrationsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void migrations_run_once() {
        try (TestDatabase test = TestDatabase.blank()) {
            assertThat(Installation.find(test.database())).isEmpty();
            assertThat(Migrations.run(test.database())).isPositive();
            assertThat(Migrations.run(test.database())).isZero();
            assertThat(Installation.find(test.database())).isEmpty();
        }
    }

    @Test
    void tables_of_somebody_elses_are_left_alone() {
        try (TestDatabase test = TestDatabase.blank()) {
            test.asOwner(tx -> tx.update("CREATE SCHEMA farebox"));
            test.asOwner(tx -> tx.update("CREATE TABLE farebox.account (theirs int)"));
            assertThatThrownBy(() -> Migrations.run(test.database()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.code()).isEqualTo(ProblemCode.DATABASE_NOT_OURS));
        }
    }

    @Test
    void the_first_signature_counts() {
        try (TestDatabase test = TestDatabase.fresh()) {
            var first =
                    Installation.sign(
                            test.database(), new UUID(1, 1), NOW, Installation.MadeBy.DEMO);
            var second =
                    Installation.sign(
                            test.database(),
                            new UUID(2, 2),
                            NOW.plusSeconds(1),
                            Installation.MadeBy.SERVE);
            assertThat(first)
                    .isEqualTo(new Installation(new UUID(1, 1), NOW, Installation.MadeBy.DEMO));
            assertThat(second).isEqualTo(first);
            assertThat(Installation.find(test.database())).contains(first);
        }
    }
}
