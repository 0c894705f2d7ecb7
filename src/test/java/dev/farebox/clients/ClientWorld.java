package dev.farebox.clients;

import dev.farebox.db.Database;
import dev.farebox.db.DatabaseSettings;
import dev.farebox.db.EmbeddedSettings;
import dev.farebox.scenario.DemoService;
import dev.farebox.scenario.Patience;
import dev.farebox.testkit.NodeSdk;
import dev.farebox.testkit.Require;
import dev.farebox.testkit.Tee;
import dev.farebox.testkit.TrapProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What all tests with real clients share: a whole {@code farebox demo} whose models answer as fast
 * as they can, its books, the clients from npm, the way out that refuses, and the report.
 */
final class ClientWorld implements AutoCloseable {
    static final String MODEL = "demo-chat";
    static final String EMBEDDING_MODEL = "demo-embedding";

    private final Path folder;
    private final DemoService demo;
    private final Database database;
    private final Operator operator;
    private final Account usual;
    private final TrapProxy trap = new TrapProxy();
    private final Report report = new Report();
    private @Nullable NodeSdk node;

    private ClientWorld(Path folder, DemoService demo, Database database) {
        this.folder = folder;
        this.demo = demo;
        this.database = database;
        this.operator = new Operator(demo);
        this.usual = operator.customer("Usual", "1000");
    }

    static ClientWorld start() {
        try {
            Path folder =
                    Files.createTempDirectory(
                            Files.createDirectories(Require.buildDirectory()), "clients-");
            Path data = folder.resolve("data");
            var demo = DemoService.start(data, 0, folder.resolve("log"));
            var settings = new DatabaseSettings.Embedded(EmbeddedSettings.in(data), 2);
            return new ClientWorld(
                    folder, demo, Database.attach(settings, new SplittableRandom(1)));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    Operator operator() {
        return operator;
    }

    /** A customer with a lot of credit. */
    Account usual() {
        return usual;
    }

    /** Without a path. */
    String url() {
        return demo.baseUrl().replaceFirst("/v1$", "");
    }

    Report report() {
        return report;
    }

    /** Skips the test where npm or Node is missing. */
    synchronized NodeSdk node() {
        if (node == null) {
            node = NodeSdk.installed();
        }
        return node;
    }

    /** Counts what one client asks. */
    Tee tee() {
        try {
            return Tee.before(URI.create(demo.baseUrl()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** For the scripts, and with no way out of the machine. */
    Map<String, String> environment(String url, String key) {
        var environment = new HashMap<>(trap.environment());
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("FAREBOX_BASE_URL", url + "/v1");
        environment.put("FAREBOX_API_KEY", key);
        environment.put("FAREBOX_MODEL", MODEL);
        return environment;
    }

    Map<String, String> noWayOut() {
        return trap.environment();
    }

    /** Every attempt of any client to reach another machine. */
    List<String> attemptsToGetOut() {
        return trap.attempts();
    }

    /** A new empty folder, outside of the source tree's own repository as far as tools can see. */
    Path newFolder(String name) {
        try {
            return Files.createTempDirectory(folder, name + "-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the books say once nothing of this customer is under way. */
    Written settled(Account account) {
        try {
            Patience.await(
                    "nothing is held", () -> Written.of(database, account.customer()).holds() == 0);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        return Written.of(database, account.customer());
    }

    @Override
    public void close() {
        var closing = new ArrayList<AutoCloseable>(List.of(database, operator, trap, demo));
        for (AutoCloseable each : closing) {
            try {
                each.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
