package dev.farebox.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a test needs beyond the prerequisites. Missing, it skips the test and writes down why, in
 * {@code target/not-run.txt}; named in {@code FAREBOX_REQUIRE} (commas between names), it fails the
 * test instead.
 */
public final class Require {
    private static final String VARIABLE = "FAREBOX_REQUIRE";

    private Require() {}

    /** Needs a program on the PATH. {@code what} says which tests do not run without it. */
    public static void tool(String tool, String what) {
        if (!onPath(tool)) {
            missing(tool, what, tool + " is not on the PATH");
        }
    }

    /** Ends the test because this tool cannot be used, for the reason given. */
    public static void missing(String tool, String what, String why) {
        if (required(String.valueOf(System.getenv(VARIABLE))).contains(tool)) {
            fail(what + " cannot run: " + why + ", and " + VARIABLE + " requires " + tool);
        }
        String line = what + " did not run: " + why + ".";
        write(buildDirectory().resolve("not-run.txt"), line);
        abort(line);
    }

    static List<String> required(String variable) {
        return Arrays.stream(variable.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    static boolean onPath(String tool) {
        return Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** Maven's {@code target}. */
    public static Path buildDirectory() {
        return Path.of(System.getProperty("farebox.build.directory", "target")).toAbsolutePath();
    }

    private static void write(Path file, String line) {
        try {
            Files.createDirectories(buildDirectory());
            Files.writeString(
                    file,
                    line + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
