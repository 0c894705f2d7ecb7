package dev.farebox.testkit;

import dev.farebox.db.Database;
import dev.farebox.db.DatabaseSettings;
import dev.farebox.db.EmbeddedPostgres;
import dev.farebox.db.EmbeddedSettings;
import dev.farebox.db.Login;
import dev.farebox.db.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL of this test run: started when first needed, gone when the run ends. */
public final class TestServer {
    private static final String TEMPLATE = "template_farebox";
    private static final int MAX_CONNECTIONS = 200;

    private static final Duration CLONE_TIMEOUT = Duration.ofMinutes(1);

    private final EmbeddedPostgres postgres;
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("test-databases").factory());
    private Future<Login> next;

    private TestServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        makeTemplate();
        next = background.submit(this::copyTemplate);
    }

    private static final class Started {
        static final TestServer SERVER = start();
    }

    static TestServer get() {
        return Started.SERVER;
    }

    /** Where every test that launches a PostgreSQL of its own has the programs unpacked, once. */
    public static Path runtimeCache() {
        return folder().resolve("runtime");
    }

    /** The build's own folder for what tests write. */
    public static Path buildFolder() {
        Path folder = folder();
        try {
            return Files.createDirectories(folder);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Path folder() {
        return Path.of(System.getProperty("farebox.build.directory", "target"), "testkit")
                .toAbsolutePath();
    }

    /** A clone of the template. The next one is made in the background meanwhile. */
    synchronized Login take() {
        Future<Login> taken = next;
        next = background.submit(this::copyTemplate);
        try {
            return taken.get(CLONE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no database for the test", e);
        }
    }

    Login blank() {
        String name = "b" + number.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return login(name);
    }

    /** Later; what is still there at the end goes with the server. */
    void drop(Login login) {
        String name = login.jdbcUrl().replaceFirst(".*/", "");
        background.execute(() -> execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
    }

    private Login copyTemplate() {
        String name = "t" + number.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return login(name);
    }

    private Login login(String name) {
        Login main = postgres.login();
        return main.withJdbcUrl(main.jdbcUrl().replaceFirst("/[^/]*$", "/" + name));
    }

    private void execute(String sql) {
        Login main = postgres.login();
        try (Connection connection =
                        DriverManager.getConnection(main.jdbcUrl(), main.user(), main.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static TestServer start() {
        removeLeftovers();
        Path directory = folder().resolve("postgres-" + ProcessHandle.current().pid());
        var settings =
                EmbeddedSettings.in(directory)
                        .withRuntimeCache(runtimeCache())
                        .withMaxConnections(MAX_CONNECTIONS);
        EmbeddedPostgres postgres = EmbeddedPostgres.launch(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, directory)));
        return new TestServer(postgres);
    }

    private void makeTemplate() {
        execute("CREATE DATABASE " + TEMPLATE);
        var settings = new DatabaseSettings.External(login(TEMPLATE), 1);
        try (Database template = Database.open(settings, new SplittableRandom(1))) {
            Migrations.run(template);
        }
    }

    private static void end(EmbeddedPostgres postgres, Path directory) {
        postgres.close();
        delete(directory);
    }

    /** Of runs that were killed. */
    private static void removeLeftovers() {
        if (!Files.isDirectory(folder())) {
            return;
        }
        try (var entries = Files.list(folder())) {
            entries.filter(entry -> entry.getFileName().toString().matches("postgres-[0-9]+"))
                    .filter(entry -> ProcessHandle.of(pidOf(entry)).isEmpty())
                    .forEach(TestServer::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long pidOf(Path entry) {
        return Long.parseLong(entry.getFileName().toString().substring("postgres-".length()));
    }

    private static void delete(Path directory) {
        try (var tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
