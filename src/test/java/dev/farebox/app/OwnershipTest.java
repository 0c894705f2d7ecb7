package dev.farebox.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.db.Database;
import dev.farebox.db.Installation;
import dev.farebox.db.Installation.MadeBy;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.WithDatabase;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A demo leaves alone what it did not make. */
@WithDatabase(WithDatabase.Scope.METHOD)
class OwnershipTest {
    @Test
    void a_demo_refuses_the_database_of_a_service(Database database) {
        Installation.sign(database, UUID.randomUUID(), Instant.EPOCH, MadeBy.SERVE);
        assertThatThrownBy(() -> Ownership.check(database, MadeBy.DEMO))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("made on 1970-01-01")
                .hasMessageContaining("another --data directory");
    }

    @Test
    void a_demo_goes_on_with_its_own_database_and_with_a_new_one(Database database) {
        assertThatCode(() -> Ownership.check(database, MadeBy.DEMO)).doesNotThrowAnyException();
        Installation.sign(database, UUID.randomUUID(), Instant.EPOCH, MadeBy.DEMO);
        assertThatCode(() -> Ownership.check(database, MadeBy.DEMO)).doesNotThrowAnyException();
    }
}
