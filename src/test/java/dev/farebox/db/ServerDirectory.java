package dev.farebox.db;

import dev.farebox.testkit.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A data directory of one test, under the build directory; deleted when closed. */
record ServerDirectory(Path root) implements AutoCloseable {
    /** What {@link #fresh} copies: making a database anew takes a second or more. */
    private static final class Made {
        static final Path DATA = make();

        private static Path make() {
            try {
                Path data = empty().root;
                EmbeddedPostgres.launch(new ServerDirectory(data).settings()).close();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(data)));
                return data;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void deleteQuietly(Path data) {
            try {
                Trees.delete(data);
            } catch (IOException e) {
                System.err.println("left behind: " + data + " (" + e + ")");
            }
        }
    }

    /** Holds a database that was started once and stopped. */
    static ServerDirectory fresh() throws IOException {
        ServerDirectory fresh = empty();
        Command copied =
                Command.run(
                        Duration.ofMinutes(1), "cp", "-a", Made.DATA + "/.", fresh.root.toString());
        if (!copied.succeeded()) {
            throw new IOException(copied.output());
        }
        return fresh;
    }

    /** Holds nothing. */
    static ServerDirectory empty() throws IOException {
        Path folder = Files.createDirectories(TestServer.runtimeCache().resolveSibling("launcher"));
        return new ServerDirectory(Files.createTempDirectory(folder, "data"));
    }

    EmbeddedSettings settings() {
        return EmbeddedSettings.in(root)
                .withRuntimeCache(TestServer.runtimeCache())
                .withSharedBuffersMegabytes(16);
    }

    ChildProcess child(String verb) throws IOException {
        return ChildProcess.start(verb, root, TestServer.runtimeCache());
    }

    static void execute(Login login, String sql) {
        try (Connection connection = Sessions.raw(login);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    static String ask(Login login, String sql) {
        try (Connection connection = Sessions.raw(login);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Of every process whose command line names this directory. */
    List<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(root + "/postgres "))
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public void close() throws IOException {
        Trees.delete(root);
    }
}
