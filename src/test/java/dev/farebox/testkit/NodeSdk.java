package dev.farebox.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official OpenAI SDK for Node, and a Node new enough for it, installed by npm into {@code
 * target/node} once for each lockfile; runs the scripts of {@code src/test/node}.
 */
public final class NodeSdk {
    private static final String TOOL = "node";
    private static final String WHAT = "The tests with the official OpenAI SDK for Node";
    private static final Path SOURCE = Path.of("src/test/node").toAbsolutePath();
    private static final Duration INSTALL = Duration.ofMinutes(4);
    private static final Duration RUN = Duration.ofSeconds(60);

    private final Path home;
    private final String node;

    private NodeSdk(Path home, String node) {
        this.home = home;
        this.node = node;
    }

    /** Installs when that has not been done yet. Skips the test when it cannot, and says so. */
    public static NodeSdk installed() {
        Require.tool(TOOL, WHAT);
        if (!Require.onPath("npm")) {
            Require.missing(TOOL, WHAT, "npm is not on the PATH");
        }
        try {
            Path top = Files.createDirectories(Require.buildDirectory().resolve("node"));
            try (var lock =
                            FileChannel.open(
                                    top.resolve(".lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var _ = lock.lock()) {
                Path home = top.resolve(hash(SOURCE.resolve("package-lock.json")));
                install(home);
                copyScripts(home);
                Path packaged = home.resolve("node_modules/.bin/node");
                return new NodeSdk(home, Files.exists(packaged) ? packaged.toString() : TOOL);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs one script with nothing but this environment; the one JSON line that it printed. */
    public JsonNode run(String script, Map<String, String> environment) {
        var builder = new ProcessBuilder(node, home.resolve(script).toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("HOME", home.toString());
        Finished finished = finish(builder, RUN);
        if (finished.exit != 0) {
            throw new AssertionError(script + " failed: " + finished.output);
        }
        return JsonMapper.shared().readTree(finished.output);
    }

    private static void install(Path home) throws IOException {
        Path done = home.resolve(".installed");
        if (Files.exists(done)) {
            return;
        }
        Files.createDirectories(home);
        for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(
                    SOURCE.resolve(name), home.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        // No package needs its install script, and none gets to run one.
        var builder =
                new ProcessBuilder(
                                "npm",
                                "ci",
                                "--ignore-scripts",
                                "--no-audit",
                                "--no-fund",
                                "--prefer-offline",
                                "--loglevel=error")
                        .directory(home.toFile());
        Finished finished = finish(builder, INSTALL);
        if (finished.exit != 0) {
            Require.missing(TOOL, WHAT, "npm could not install it: " + finished.firstLine());
        }
        Files.createFile(done);
    }

    private static void copyScripts(Path home) throws IOException {
        try (Stream<Path> scripts = Files.list(SOURCE)) {
            for (Path script : scripts.filter(file -> file.toString().endsWith(".mjs")).toList()) {
                Files.copy(
                        script,
                        home.resolve(script.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private record Finished(int exit, String output) {
        String firstLine() {
            return output.lines().filter(line -> !line.isBlank()).findFirst().orElse("no word");
        }
    }

    private static Finished finish(ProcessBuilder builder, Duration timeout) {
        try {
            File output = File.createTempFile("node", ".out");
            try {
                Process process = builder.redirectErrorStream(true).redirectOutput(output).start();
                process.getOutputStream().close();
                if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    return new Finished(-1, "took longer than " + timeout);
                }
                return new Finished(process.exitValue(), Files.readString(output.toPath()));
            } finally {
                Files.delete(output.toPath());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
    }

    private static String hash(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest).substring(0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The lockfile, for the test that it names no host. */
    public static String lockfile() throws IOException {
        return Files.readString(SOURCE.resolve("package-lock.json"), StandardCharsets.UTF_8);
    }
}
