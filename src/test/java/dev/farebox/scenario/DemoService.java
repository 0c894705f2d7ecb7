package dev.farebox.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code farebox demo --data} as a child process, with its database: things to kill. */
public final class DemoService implements AutoCloseable {
    private static final String MAIN = "dev.farebox.app.Main";
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);
    private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(90);

    private final Path data;
    private final ChildJvm service;
    private final JsonNode access;

    private DemoService(Path data, ChildJvm service, JsonNode access) {
        this.data = data;
        this.service = service;
        this.access = access;
    }

    /** As fast as it goes. */
    public static DemoService start(Path data, int port, Path log) throws Exception {
        return start(data, port, log, "none");
    }

    static DemoService start(Path data, int port, Path log, String pace) throws Exception {
        var line = new CompletableFuture<String>();
        ChildJvm service =
                ChildJvm.start(
                        MAIN,
                        List.of(
                                "demo",
                                "--data",
                                data.toString(),
                                "--json",
                                "--pace",
                                pace,
                                "--port",
                                Integer.toString(port)),
                        log,
                        line::complete);
        try {
            String said = line.get(START_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new DemoService(data, service, JsonMapper.shared().readTree(said));
        } catch (Exception e) {
            service.close();
            throw new IllegalStateException("the service did not start; see " + log, e);
        }
    }

    /** What {@code farebox COMMAND… --data} prints to standard output; an error if it fails. */
    static List<String> command(Path data, Path log, String... words) throws Exception {
        var said = new ConcurrentLinkedQueue<String>();
        List<String> all =
                Stream.concat(Stream.of(words), Stream.of("--data", data.toString())).toList();
        try (ChildJvm command = ChildJvm.start(MAIN, all, log, said::add)) {
            int code = command.await(COMMAND_PATIENCE);
            Patience.await("the command's output", () -> !said.isEmpty() || code != 0);
            if (code != 0) {
                throw new AssertionError(all + " ended with " + code + ": " + said);
            }
        }
        return List.copyOf(said);
    }

    public String baseUrl() {
        return access.path("baseUrl").asString();
    }

    public String adminUrl() {
        return access.path("adminUrl").asString();
    }

    public String adminToken() {
        return access.path("adminToken").asString();
    }

    public String apiKey() {
        return access.path("apiKey").asString();
    }

    boolean isAlive() {
        return service.isAlive();
    }

    /** The service's process, by {@code kill -9}; the database must follow by itself. */
    void kill() {
        service.kill();
    }

    /** The database's main process and all of its others, by {@code kill -9}. */
    void killDatabase() throws IOException {
        database().forEach(ProcessHandle::destroyForcibly);
    }

    void killBoth() throws IOException {
        List<ProcessHandle> database = database();
        service.kill();
        database.forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> database() throws IOException {
        long pid = databasePid();
        ProcessHandle main =
                ProcessHandle.of(pid)
                        .filter(handle -> names(handle, data))
                        .orElseThrow(() -> new AssertionError("no database runs as " + pid));
        return Stream.concat(Stream.of(main), main.descendants()).toList();
    }

    /** As PostgreSQL's own file says; 0 when it says nothing. */
    long databasePid() throws IOException {
        return databaseFile(0);
    }

    long databasePort() throws IOException {
        return databaseFile(3);
    }

    private long databaseFile(int line) throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
            return line < lines.size() ? Long.parseLong(lines.get(line).strip()) : 0;
        } catch (NoSuchFileException | NumberFormatException _) {
            return 0;
        }
    }

    /** Stops it in good order. */
    void stop() throws InterruptedException {
        service.askToStop();
        service.await(STOP_PATIENCE);
    }

    /** All processes that serve a data directory: the service, its database, and what guards it. */
    static List<ProcessHandle> processes(Path data) {
        return ProcessHandle.allProcesses().filter(handle -> names(handle, data)).toList();
    }

    private static boolean names(ProcessHandle handle, Path data) {
        return handle.info().commandLine().orElse("").contains(data.toString());
    }

    /** Leaves nothing behind, whatever happened. */
    @Override
    public void close() {
        service.close();
        processes(data).forEach(ProcessHandle::destroyForcibly);
    }
}
