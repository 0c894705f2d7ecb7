package dev.farebox.db;

import static dev.farebox.db.ServerDirectory.ask;
import static dev.farebox.db.ServerDirectory.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL is durable, is ours alone, and is launched once for each directory. */
final class EmbeddedPostgresTest {
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
    void the_server_is_durable_and_wants_a_password() throws IOException {
        try (var empty = ServerDirectory.empty();
                var server = EmbeddedPostgres.launch(empty.settings())) {
            Login login = server.login();
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(ask(login, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(ask(login, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(login, "SHOW unix_socket_directories")).isEmpty();
            assertThat(ask(login, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(
                            ask(
                                    login,
                                    "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'farebox'"))
                    .isEqualTo("bC.UTF-8");
            var wrong = new Login(login.jdbcUrl(), login.user(), "guess");
            assertThatThrownBy(() -> ask(wrong, "SELECT 1"))
                    .isInstanceOfSatisfying(
                            SqlFailure.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"));
        }
    }

    @Test
    void the_password_is_in_a_file_that_only_its_owner_reads() throws IOException {
        try (var empty = ServerDirectory.empty();
                var server = EmbeddedPostgres.launch(empty.settings())) {
            Path secret = empty.root().resolve("secret/postgres");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
            assertThat(server.login().password()).hasSize(43);
            assertThat(server.login().toString()).doesNotContain(server.login().password());
            assertThat(empty.root().resolve("postgres.password")).doesNotExist();
        }
    }

    @Test
    void a_second_start_finds_what_the_first_left() {
        try (var first = EmbeddedPostgres.launch(directory.settings())) {
            execute(first.login(), "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        assertThat(directory.processes()).isEmpty();
        try (var second = EmbeddedPostgres.launch(directory.settings())) {
            assertThat(ask(second.login(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void a_second_launch_on_one_directory_is_refused() throws IOException {
        try (var first = EmbeddedPostgres.launch(directory.settings())) {
            assertThatThrownBy(() -> EmbeddedPostgres.launch(directory.settings()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("is in use by this process");
            try (ChildProcess other = directory.child("launch")) {
                assertThat(other.said())
                        .startsWith("REFUSED")
                        .contains("is in use by process " + ProcessHandle.current().pid());
            }
            assertThat(ask(first.login(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void another_process_attaches_and_leaves_the_server_running() throws IOException {
        try (var first = EmbeddedPostgres.launch(directory.settings())) {
            try (ChildProcess other = directory.child("attach")) {
                assertThat(other.url()).isEqualTo(first.login().jdbcUrl());
                assertThat(other.serverPid()).isZero();
            }
            try (var here = EmbeddedPostgres.attachOrLaunch(directory.settings())) {
                assertThat(here.isLaunchedHere()).isFalse();
            }
            assertThat(ask(first.login(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void of_many_that_attach_or_launch_at_once_one_launches() throws Exception {
        Callable<EmbeddedPostgres> open =
                () -> EmbeddedPostgres.attachOrLaunch(directory.settings());
        try (var threads = Executors.newFixedThreadPool(4);
                ChildProcess other = directory.child("attach")) {
            List<EmbeddedPostgres> servers =
                    threads.invokeAll(List.of(open, open, open, open)).stream()
                            .map(EmbeddedPostgresTest::result)
                            .toList();
            assertThat(servers).noneMatch(EmbeddedPostgres::isLaunchedHere);
            assertThat(servers)
                    .allSatisfy(s -> assertThat(s.login().jdbcUrl()).isEqualTo(other.url()));
            assertThat(directory.root().resolve("postgres.port")).exists();
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<EmbeddedPostgres> servers =
                    threads.invokeAll(List.of(open, open, open, open)).stream()
                            .map(EmbeddedPostgresTest::result)
                            .toList();
            assertThat(servers).filteredOn(EmbeddedPostgres::isLaunchedHere).hasSize(1);
            servers.forEach(EmbeddedPostgres::close);
        }
    }

    @Test
    void a_directory_that_holds_something_else_is_refused() throws IOException {
        try (var other = ServerDirectory.empty()) {
            Files.writeString(other.root().resolve("thesis.tex"), "important");
            assertThatThrownBy(() -> EmbeddedPostgres.launch(other.settings()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("has content that Farebox did not make (thesis.tex)");
            assertThat(other.root().toFile().list()).containsExactly("thesis.tex");
        }
    }

    @Test
    void data_of_another_major_version_is_refused() throws IOException {
        EmbeddedPostgres.launch(directory.settings()).close();
        Files.writeString(directory.root().resolve("postgres/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.launch(directory.settings()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("made by PostgreSQL 17; this Farebox carries PostgreSQL 18");
    }

    @Test
    void it_works_where_others_may_not_enter(@TempDir Path closed) {
        var settings =
                new EmbeddedSettings(closed.resolve("data"), closed.resolve("runtime"), 16, 20);
        try (var server = EmbeddedPostgres.launch(settings)) {
            assertThat(ask(server.login(), "SELECT 1")).isEqualTo("1");
        }
    }

    private static EmbeddedPostgres result(Future<EmbeddedPostgres> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
