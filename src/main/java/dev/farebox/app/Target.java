package dev.farebox.app;

import dev.farebox.audit.Actor;
import dev.farebox.config.Configuration;
import dev.farebox.config.Sources;
import dev.farebox.db.Installation.MadeBy;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation a command works on: options that every command has. */
final class Target {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML configuration; the environment (FAREBOX_…) stands above it.")
    @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of the installation, instead of data.directory.")
    @Nullable Path data;

    Configuration configuration() {
        return configuration(Map.of());
    }

    /** With more overrides from the command line; the data directory becomes absolute. */
    Configuration configuration(Map<String, String> overrides) {
        var all = new TreeMap<>(overrides);
        if (data != null) {
            all.put("data.directory", data.toAbsolutePath().normalize().toString());
        }
        return Configuration.load(new Sources(Optional.ofNullable(config), System.getenv(), all));
    }

    Sources sources() {
        return new Sources(Optional.ofNullable(config), System.getenv(), Map.of());
    }

    /** Runs {@code work} beside a service that may be running, and closes everything after it. */
    int with(Function<Platform, Integer> work) {
        Configuration configuration = configuration();
        LogOutput.forCommand();
        Existing.require(configuration);
        try (Platform platform =
                Platform.open(configuration, Platform.Role.COMMAND, MadeBy.SERVE)) {
            return work.apply(platform);
        }
    }

    /** Who acts when a command is typed: whoever may read the data directory. */
    static Actor actor() {
        return Actor.operator("command-line");
    }

    static PrintStream out() {
        return System.out;
    }
}
