package dev.farebox.testkit;

import dev.farebox.db.Database;
import dev.farebox.db.DatabaseSettings;
import dev.farebox.db.Login;
import dev.farebox.db.Tx;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A migrated, otherwise empty database of one test, on the real PostgreSQL that the whole test run
 * shares. Made in some 50 ms by cloning a template; dropped when closed.
 */
public final class TestDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final Login login;
    private final Database database;

    private TestDatabase(String name, Login login) {
        this.name = name;
        this.login = login;
        this.database = open();
    }

    public static TestDatabase fresh() {
        String name = "t" + NUMBER.incrementAndGet();
        return new TestDatabase(name, TestServer.get().clone(name));
    }

    /** An empty database that was not migrated. */
    public static TestDatabase blank() {
        String name = "t" + NUMBER.incrementAndGet();
        return new TestDatabase(name, TestServer.get().blank(name));
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

    public String name() {
        return name;
    }

    @Override
    public void close() {
        database.close();
        TestServer.get().drop(name);
    }
}
