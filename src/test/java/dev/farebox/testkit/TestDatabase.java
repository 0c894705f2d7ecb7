package dev.farebox.testkit;

import dev.farebox.db.Database;
import dev.farebox.db.DatabaseSettings;
import dev.farebox.db.Login;
import dev.farebox.db.Tx;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A migrated, otherwise empty database of one test, on the real PostgreSQL that the whole test run
 * shares. Cloned from a template ahead of time; dropped when closed.
 */
public final class TestDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 8;

    private final Login login;
    private final Database database;

    private TestDatabase(Login login) {
        this.login = login;
        this.database = open();
    }

    public static TestDatabase fresh() {
        return new TestDatabase(TestServer.get().take());
    }

    /** An empty database that was not migrated. */
    public static TestDatabase blank() {
        return new TestDatabase(TestServer.get().blank());
    }

    /** As the product sees it: run-time rights. Closed with this. */
    public Database database() {
        return database;
    }

    /** Another client of the same database, for tests with two nodes. The caller closes it. */
    public Database open() {
        return Database.open(
                new DatabaseSettings.External(login, CONNECTIONS), new SplittableRandom());
    }

    /** With the owner's rights, for tampering. */
    public <T> T asOwner(Function<Tx, T> work) {
        return database.asOwner(work);
    }

    /** The owner's way in. */
    public Login login() {
        return login;
    }

    public String jdbcUrl() {
        return login.jdbcUrl();
    }

    @Override
    public void close() {
        database.close();
        TestServer.get().drop(login);
    }
}
