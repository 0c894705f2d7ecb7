package dev.farebox.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a program ended that ran in a process of its own.
 *
 * @param exit its exit code; {@link #OVERDUE} when it had to be killed, with all that it started
 */
public record Ended(int exit, String out, String err, Duration took) {
    public static final int OVERDUE = -1;

    /** Runs it with nothing in its environment but what is given, and with no input. */
    public static Ended of(
            List<String> command, Map<String, String> environment, Path folder, Duration limit) {
        try {
            Path out = Files.createTempFile("client", ".out");
            Path err = Files.createTempFile("client", ".err");
            try {
                var builder =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile());
                builder.environment().clear();
                builder.environment().putAll(environment);
                long started = System.nanoTime();
                int exit = await(builder.start(), limit);
                var took = Duration.ofNanos(System.nanoTime() - started);
                return new Ended(exit, Files.readString(out), Files.readString(err), took);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
    }

    private static int await(Process process, Duration limit) throws InterruptedException {
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended ? process.exitValue() : OVERDUE;
        } finally {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly().waitFor();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    public boolean overdue() {
        return exit == OVERDUE;
    }

    /** Everything that it said. */
    public String said() {
        return out + err;
    }
}
