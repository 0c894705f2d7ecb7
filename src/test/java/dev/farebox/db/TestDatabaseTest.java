package dev.farebox.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import org.junit.jupiter.api.Test;

/** Tests get a real database each, quickly. */
@WithDatabase
final class TestDatabaseTest {
    @Test
    void a_fresh_database_is_migrated_and_empty(Database database) {
        long nodes =
                database.tx(tx -> tx.one("SELECT count(*) AS n FROM node", row -> row.number("n")))
                        .orElseThrow();
        assertThat(nodes).isZero();
    }

    @Test
    void the_database_of_the_class_is_one(TestDatabase whole, Database database) {
        assertThat(whole.database()).isSameAs(database);
    }

    @Test
    void another_one_shares_nothing(TestDatabase first) {
        first.asOwner(tx -> tx.update("CREATE TABLE only_here (a int)"));
        try (TestDatabase second = TestDatabase.fresh()) {
            boolean seen =
                    second.asOwner(tx ->
                            tx.one(
                                            "SELECT to_regclass('only_here') IS NOT NULL AS seen",
                                            row -> row.flag("seen"))
                                    .orElseThrow());
            assertThat(seen).isFalse();
        }
    }
}
