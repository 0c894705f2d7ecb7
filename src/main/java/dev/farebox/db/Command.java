package dev.farebox.db;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A short-lived program that is run to its end: what it answered and what it printed. */
record Command(int code, String output) {
    private static final String PATH =
            System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

    /** Runs the program with a clean environment. A program that cannot be started gives 127. */
    static Command run(Duration timeout, List<String> words) {
        try {
            Path printed = Files.createTempFile("farebox-command", ".out");
            try {
                return run(timeout, words, printed);
            } finally {
                Files.deleteIfExists(printed);
            }
        } catch (IOException e) {
            return new Command(127, String.valueOf(e.getMessage()));
        }
    }

    static Command run(Duration timeout, String... words) {
        return run(timeout, List.of(words));
    }

    boolean succeeded() {
        return code == 0;
    }

    static boolean exists(String program) {
        return List.of(PATH.split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Nothing of the caller's environment, where secrets may be, reaches the program. */
    static void cleanEnvironment(Map<String, String> environment) {
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
    }

    private static Command run(Duration timeout, List<String> words, Path printed)
            throws IOException {
        var builder = new ProcessBuilder(words);
        cleanEnvironment(builder.environment());
        builder.directory(new File("/"));
        builder.redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(printed.toFile());
        Process process = builder.start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Command(124, words.getFirst() + " took longer than " + timeout);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Command(130, words.getFirst() + " was interrupted");
        }
        return new Command(
                process.exitValue(), Files.readString(printed, StandardCharsets.UTF_8).strip());
    }
}
