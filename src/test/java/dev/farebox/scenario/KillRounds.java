package dev.farebox.scenario;

import dev.farebox.db.Database;
import dev.farebox.db.DatabaseSettings;
import dev.farebox.db.EmbeddedSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Kills the service, its database, or both, again and again while {@link AcknowledgementClient}
 * asks, and then holds the books against what that client was acknowledged.
 *
 * <p>As a command: {@code KillRounds ROUNDS SECONDS [SEED]}, where a kill comes at a random moment
 * within so many seconds after the service has recovered from the last one. What it wrote is kept
 * when it fails.
 */
public final class KillRounds implements AutoCloseable {
    private static final long CLIENT_SECONDS = Duration.ofDays(2).toSeconds();
    private static final long LONGEST_LULL_MILLIS = 300;

    private final Plan plan;
    private final Path data;
    private final Path scratch;
    private final SplittableRandom random;
    private final int port;
    private DemoService service;
    private ClientProcess client;

    /** What a round kills; by turns. */
    enum Victim {
        SERVICE,
        DATABASE,
        BOTH
    }

    /**
     * @param acknowledgements how many a round, and the time after the last, must bring at least
     * @param longest how long at most until the kill, beyond that
     */
    record Plan(long seed, int rounds, int callers, int acknowledgements, Duration longest) {}

    private KillRounds(Plan plan, Path scratch) throws Exception {
        this.plan = plan;
        this.scratch = scratch;
        data = scratch.resolve("data");
        random = new SplittableRandom(plan.seed());
        port = port(random);
        say("seed " + plan.seed() + ", port " + port + ", logs in " + scratch);
        service = start();
        client = ClientProcess.start(service, scratch, plan.callers(), CLIENT_SECONDS);
    }

    /** Everything up and the first questions asked; closing it leaves no process. */
    static KillRounds begin(Plan plan, Path scratch) throws Exception {
        Files.createDirectories(scratch);
        try {
            return new KillRounds(plan, scratch);
        } catch (Exception | Error e) {
            DemoService.processes(scratch).forEach(ProcessHandle::destroyForcibly);
            throw e;
        }
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        var longest = Duration.ofSeconds(Long.parseLong(args[1]));
        long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
        Path scratch = Files.createTempDirectory("farebox-kill-");
        try (var kills = begin(new Plan(seed, rounds, 32, 50, longest), scratch)) {
            kills.grant("100000");
            kills.run();
            kills.audit();
        }
        delete(scratch);
    }

    /** All rounds, and the load after the last. */
    void run() throws Exception {
        for (int round = 0; round < plan.rounds(); round++) {
            Victim victim = Victim.values()[round % Victim.values().length];
            awaitMoment();
            long answered = client.acknowledged();
            long millis = strike(victim);
            say(
                    "round %d: kill -9 of %s after %d acknowledgements, answering again after %d ms"
                            .formatted(round + 1, victim, answered, millis));
        }
        awaitMoment();
        client.stop();
        say(client.summary());
    }

    /** Holds the books against the client's log, once the service has settled what it must. */
    KillAudit.Result audit() throws Exception {
        var settings = new DatabaseSettings.Embedded(EmbeddedSettings.in(data), 2);
        KillAudit.Result result;
        try (Database database = Database.attach(settings, new SplittableRandom(1))) {
            if (database.embedded().orElseThrow().isLaunchedHere()) {
                throw new AssertionError("the service's database does not run");
            }
            var audit = new KillAudit(database);
            say("no hold was left after " + audit.awaitNoHold() + " ms");
            result = audit.check(ClientLog.read(client.log()));
        }
        command("books", "verify");
        service.stop();
        Patience.await("the end of all processes", () -> DemoService.processes(data).isEmpty());
        say(result.toString());
        return result;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** More credit than the demo has, for long runs. */
    private void grant(String credits) throws Exception {
        String customer =
                command("customer", "list").stream()
                        .filter(line -> line.startsWith("cus_"))
                        .map(line -> line.split(" ")[0])
                        .findFirst()
                        .orElseThrow();
        command("credit", "grant", customer, credits, "--reason", "a long run");
    }

    private List<String> command(String... words) throws Exception {
        List<String> said = DemoService.command(data, scratch.resolve("commands.log"), words);
        said.forEach(KillRounds::say);
        return said;
    }

    /** Enough answers, and then a while longer: requests are in any state by then. */
    private void awaitMoment() throws Exception {
        long goal =
                client.acknowledged()
                        + plan.acknowledgements()
                        + random.nextInt(1 + plan.acknowledgements() / 10);
        Patience.await(goal + " acknowledgements", () -> client.acknowledged() >= goal);
        Thread.sleep(random.nextLong(1 + LONGEST_LULL_MILLIS + plan.longest().toMillis()));
    }

    /** Kills, and sees to it that the service answers again: how many milliseconds that took. */
    private long strike(Victim victim) throws Exception {
        long started = System.nanoTime();
        switch (victim) {
            case SERVICE -> {
                service.kill();
                long millis =
                        Patience.await(
                                "the database ends with its service",
                                () -> DemoService.processes(data).isEmpty());
                say("the database had ended " + millis + " ms after its service");
                restart();
            }
            case DATABASE -> {
                long pid = service.databasePid();
                long port = service.databasePort();
                service.killDatabase();
                Patience.await(
                        "another database process on the same port",
                        () -> service.databasePid() != pid && service.databasePort() == port);
            }
            case BOTH -> {
                service.killBoth();
                restart();
            }
        }
        long then = client.acknowledged();
        Patience.await("answers after the kill", () -> client.acknowledged() > then);
        if (!service.isAlive()) {
            throw new AssertionError("the service ended when only its database was killed");
        }
        return (System.nanoTime() - started) / 1_000_000;
    }

    private void restart() throws Exception {
        service = start();
    }

    private DemoService start() throws Exception {
        return DemoService.start(data, port, scratch.resolve("service.log"));
    }

    /** Free, and not one that the kernel may give to a connection while the service is down. */
    private static int port(SplittableRandom random) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = 20_000 + random.nextInt(10_000);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException _) {
                // Taken: another one.
            }
        }
        throw new IllegalStateException("no free port from 20000 to 30000");
    }

    private static void say(String text) {
        System.out.println("kill rounds: " + text);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        if (service != null) {
            service.close();
        }
    }
}
