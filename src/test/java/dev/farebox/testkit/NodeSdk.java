package dev.farebox.testkit;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real clients from npm, and a Node new enough for them, installed into {@code target/node} once
 * for each lockfile; runs the scripts of {@code src/test/node} and the programs among the clients.
 */
public final class NodeSdk {
    private static final String TOOL = "node";
    private static final String WHAT = "The tests with real clients from npm";
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
        Ended ended = run(script, List.of(), environment, RUN);
        if (ended.exit() != 0) {
            throw new AssertionError(script + " failed: " + ended.said());
        }
        return JsonMapper.shared().readTree(ended.out());
    }

    /** Runs one script that may fail. */
    public Ended run(
            String script,
            List<String> arguments,
            Map<String, String> environment,
            Duration limit) {
        var command = new ArrayList<>(List.of(node, home.resolve(script).toString()));
        command.addAll(arguments);
        var all = new HashMap<>(environment);
        all.put("HOME", home.toString());
        return Ended.of(command, all, home, limit);
    }

    /** A script that is not in the source folder, in a place where it finds the packages. */
    public void write(String script, String text) {
        try {
            Files.writeString(home.resolve(script), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The first of these files that npm installed here; one is for each kind of machine. */
    public Path program(String... places) {
        return Stream.of(places)
                .map(place -> home.resolve("node_modules").resolve(place))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("npm installed none of " + List.of(places)));
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
        System.out.println(
                "Installing real clients with npm into " + home + ": up to a minute, once …");
        // No package needs its install script, and none gets to run one.
        List<String> command =
                List.of(
                        "npm",
                        "ci",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--prefer-offline",
                        "--loglevel=error");
        Ended ended = Ended.of(command, System.getenv(), home, INSTALL);
        if (ended.exit() != 0) {
            Require.missing(TOOL, WHAT, "npm could not install them: " + firstLine(ended));
        }
        Files.createFile(done);
        System.out.println("Installed them in " + ended.took().toSeconds() + " s.");
    }

    private static String firstLine(Ended ended) {
        return ended.overdue()
                ? "took longer than " + INSTALL
                : ended.said()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("no word");
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
