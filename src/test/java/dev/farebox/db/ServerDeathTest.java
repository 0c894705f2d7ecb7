package dev.farebox.db;

import static dev.farebox.db.ServerDirectory.ask;
import static dev.farebox.db.ServerDirectory.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever dies, and however: no server is left behind, and the next start works. */
final class ServerDeathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private ServerDirectory directory;

    @BeforeEach
    void make() throws IOException {
        directory = ServerDirectory.fresh();
    }

    @AfterEach
    void delete() throws IOException {
        directory.close();
    }

    @Test
    void the_server_goes_within_two_seconds_when_its_process_is_killed() throws Exception {
        try (ChildProcess child = directory.child("launch")) {
            execute(login(child), "CREATE TABLE kept AS SELECT 42 AS answer");
            child.kill();
        }
        long started = System.nanoTime();
        await(() -> directory.processes().isEmpty());
        long millis = (System.nanoTime() - started) / 1_000_000;
        System.out.println("server gone " + millis + " ms after kill -9 of its process");
        assertThat(millis).isLessThan(2000);
        assertThat(directory.root().resolve("postgres/postmaster.pid")).doesNotExist();
        try (var next = EmbeddedPostgres.launch(directory.settings())) {
            assertThat(ask(next.login(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void a_start_right_after_a_kill_works() throws Exception {
        try (ChildProcess child = directory.child("launch")) {
            child.kill();
        }
        try (var next = EmbeddedPostgres.launch(directory.settings())) {
            assertThat(ask(next.login(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_killed_server_comes_back_by_itself_on_the_same_port() {
        try (var server = EmbeddedPostgres.launch(directory.settings())) {
            execute(server.login(), "CREATE TABLE kept AS SELECT 42 AS answer");
            long first = server.pid().orElseThrow();
            ServerProcess.signal("KILL", first);
            await(() -> server.restarts() == 1);
            assertThat(server.pid().orElseThrow()).isNotEqualTo(first);
            assertThat(ask(server.login(), "SELECT answer FROM kept")).isEqualTo("42");
            ServerProcess.signal("KILL", server.pid().orElseThrow());
            await(() -> server.restarts() == 2);
            assertThat(ask(server.login(), "SELECT answer FROM kept")).isEqualTo("42");
        }
        assertThat(directory.processes()).isEmpty();
    }

    @Test
    void both_killed_is_recovered() throws Exception {
        try (ChildProcess child = directory.child("launch")) {
            execute(login(child), "CREATE TABLE kept AS SELECT 42 AS answer");
            ServerProcess.signal("KILL", child.serverPid());
            child.kill();
        }
        try (var next = EmbeddedPostgres.launch(directory.settings())) {
            assertThat(ask(next.login(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void an_orphan_whose_watcher_was_killed_too_is_stopped_by_the_next_start() throws Exception {
        long orphan;
        try (ChildProcess child = directory.child("launch")) {
            orphan = child.serverPid();
            ProcessHandle wrapper =
                    ProcessHandle.of(orphan).flatMap(ProcessHandle::parent).orElseThrow();
            List<ProcessHandle> watchers =
                    wrapper.children().filter(p -> p.pid() != child.serverPid()).toList();
            child.kill(wrapper, watchers);
        }
        assertThat(ServerProcess.of(orphan, cluster())).isEqualTo(ServerProcess.State.SERVER);
        try (var next = EmbeddedPostgres.launch(directory.settings())) {
            assertThat(next.pid().orElseThrow()).isNotEqualTo(orphan);
            assertThat(ServerProcess.of(orphan, cluster()))
                    .isNotEqualTo(ServerProcess.State.SERVER);
        }
    }

    @Test
    void a_pid_file_whose_number_went_to_another_process_is_no_obstacle() throws IOException {
        EmbeddedPostgres.launch(directory.settings()).close();
        Files.writeString(
                cluster().resolve("postmaster.pid"),
                "%d\n%s\n1\n5432\n\n127.0.0.1\n\nready\n"
                        .formatted(ProcessHandle.current().pid(), cluster()));
        try (var next = EmbeddedPostgres.launch(directory.settings())) {
            assertThat(ask(next.login(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void half_made_data_is_made_again() throws IOException {
        EmbeddedPostgres.launch(directory.settings()).close();
        Files.move(cluster(), cluster().resolveSibling("postgres.making"));
        try (var next = EmbeddedPostgres.launch(directory.settings())) {
            assertThat(ask(next.login(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(cluster().resolveSibling("postgres.making")).doesNotExist();
    }

    private Path cluster() throws IOException {
        return directory.root().toRealPath().resolve("postgres");
    }

    private Login login(ChildProcess child) throws IOException {
        String secret = Files.readString(directory.root().resolve("secret/postgres"));
        return new Login(child.url(), ServerCommand.OWNER, secret);
    }

    private static void await(BooleanSupplier condition) {
        long started = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (Pause.since(started).compareTo(PATIENCE) > 0) {
                throw new AssertionError("not so within " + PATIENCE);
            }
            Pause.of(Duration.ofMillis(20));
        }
    }
}
