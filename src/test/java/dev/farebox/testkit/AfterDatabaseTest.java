package dev.farebox.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.ledger.Books;
import dev.farebox.ledger.BooksVerdict;

/** What must hold after every test that touched a database. */
final class AfterDatabaseTest {
    private AfterDatabaseTest() {}

    /** Fails the test that just ran when it left the database in a state that must never be. */
    static void afterEachDatabaseTest(TestDatabase database) {
        assertThat(new Books(database.database()).verify())
                .as("the books after the test")
                .isInstanceOf(BooksVerdict.Sound.class);
    }
}
