package dev.farebox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.farebox.problem.ProblemException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Root and normal users can both run the server, each on data of their own. */
final class ServerUserTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

    private ServerDirectory directory;

    @BeforeEach
    void make() throws IOException {
        directory = ServerDirectory.empty();
    }

    @AfterEach
    void delete() throws IOException {
        directory.close();
    }

    @Test
    void the_server_never_runs_with_roots_powers() throws IOException {
        assumeTrue(Owner.ofThisProcess() == 0, "only root can see this; these tests run as a user");
        try (var server = EmbeddedPostgres.launch(directory.settings())) {
            String status =
                    Files.readString(Path.of("/proc", server.pid().orElseThrow() + "", "status"));
            assertThat(status).containsPattern("CapEff:\\s+0+\n");
        }
    }

    @Test
    void a_user_launches_on_a_directory_of_its_own() throws IOException {
        String classPath = readableByNobody();
        give(directory.root());
        try (ChildProcess child = asNobody(classPath, directory.root())) {
            assertThat(child.said()).startsWith("READY");
            assertThat(child.user()).isEqualTo("nobody");
        }
        assertThatThrownBy(() -> EmbeddedPostgres.launch(directory.settings()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("belongs to user nobody, but Farebox runs as user root");
    }

    @Test
    void a_user_cannot_open_roots_directory() throws IOException {
        String classPath = readableByNobody();
        EmbeddedPostgres.launch(directory.settings()).close();
        try (ChildProcess child = asNobody(classPath, directory.root())) {
            assertThat(child.said())
                    .startsWith("REFUSED")
                    .contains("belongs to user root, but Farebox runs as user nobody");
        }
    }

    private ChildProcess asNobody(String classPath, Path data) throws IOException {
        return ChildProcess.start(
                AS_NOBODY, classPath, "launch", data, directory.root().resolveSibling("nobody"));
    }

    private static void give(Path path) {
        Command given = Command.run(TIMEOUT, "chown", "-R", "nobody:nogroup", path.toString());
        assertThat(given.succeeded()).as(given.output()).isTrue();
    }

    /** A copy of this test's class path: the jars usually lie where only their owner may look. */
    private String readableByNobody() throws IOException {
        assumeTrue(Owner.ofThisProcess() == 0, "only root can become another user");
        Path folder = directory.root().resolveSibling("nobody");
        Files.createDirectories(folder);
        var reach = new ArrayList<>(AS_NOBODY);
        reach.addAll(List.of("sh", "-c", "cd \"$0\"", folder.toString()));
        assumeTrue(
                Command.run(TIMEOUT, reach).succeeded(),
                "user nobody does not exist here, or cannot reach " + folder);
        var copies = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            copies.add(copy(Path.of(entry), folder).toString());
        }
        give(folder);
        return String.join(File.pathSeparator, copies);
    }

    private static Path copy(Path from, Path folder) throws IOException {
        Path to = folder.resolve(from.getFileName());
        if (!Files.isDirectory(from)) {
            if (!Files.exists(to) && Files.exists(from)) {
                Files.copy(from, to);
                Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-r--r--"));
            }
            return to;
        }
        Trees.delete(to);
        Command copied = Command.run(TIMEOUT, "cp", "-r", from.toString(), to.toString());
        assertThat(copied.succeeded()).as(copied.output()).isTrue();
        return to;
    }
}
