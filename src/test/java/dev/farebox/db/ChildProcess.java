package dev.farebox.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@link LauncherChild} and reads what it says. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final String said;

    private ChildProcess(Process process, String said) {
        this.process = process;
        this.said = said;
    }

    static ChildProcess start(String verb, Path directory, Path runtime) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), verb, directory, runtime);
    }

    static ChildProcess start(
            List<String> prefix, String classPath, String verb, Path directory, Path runtime)
            throws IOException {
        var words = new ArrayList<>(prefix);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classPath));
        words.add(LauncherChild.class.getName());
        words.addAll(List.of(verb, directory.toString(), runtime.toString()));
        Process process =
                new ProcessBuilder(words)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .directory(Path.of("/").toFile())
                        .start();
        var reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null && !line.startsWith("READY ") && !line.startsWith("REFUSED ")) {
            line = reader.readLine();
        }
        return new ChildProcess(process, String.valueOf(line));
    }

    /** {@code READY url pid user} or {@code REFUSED sentence}. */
    String said() {
        return said;
    }

    String url() {
        return said.split(" ")[1];
    }

    long serverPid() {
        return Long.parseLong(said.split(" ")[2]);
    }

    String user() {
        return said.split(" ")[3];
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills the processes that would take the server along, then this one. */
    void kill(ProcessHandle wrapper, List<ProcessHandle> watchers) throws InterruptedException {
        process.toHandle().destroyForcibly();
        // In one go: neither may see the other's end.
        watchers.forEach(ProcessHandle::destroyForcibly);
        wrapper.destroyForcibly();
        process.waitFor();
    }

    /** Ends its input, as a parent that goes away does, and waits for it. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
