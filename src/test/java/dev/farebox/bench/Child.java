package dev.farebox.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of the bench. It is told to stop, and killed when it does not, by its own pid. */
final class Child implements AutoCloseable {
    static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Duration START_TIME = Duration.ofSeconds(150);
    private static final Duration STOP_TIME = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final Thread stopper;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private String said = "";

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.stopper = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopper);
        Thread.ofVirtual().start(this::read);
    }

    /** Starts it and waits for a line that begins with {@code ready}; its log goes to a file. */
    static Child start(String name, Path scratch, List<String> command, String ready)
            throws IOException, InterruptedException {
        Path log = scratch.resolve(name + ".log");
        Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        var child = new Child(name, process);
        try {
            child.said = child.await(ready, START_TIME);
            return child;
        } catch (IllegalStateException e) {
            child.close();
            throw new IllegalStateException(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What followed the word that it was ready. */
    String said() {
        return said;
    }

    /** The rest of the next line that begins with {@code prefix}; other lines are passed over. */
    String await(String prefix, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IllegalStateException(name + " did not say " + prefix);
            }
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
    }

    private void read() {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException _) {
            lines.add("its output was closed");
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(stopper);
    }
}
