package dev.farebox.db;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process of its own that launches a server or attaches to one, says so on a line, and lives
 * until its input ends: {@code launch|attach DIRECTORY RUNTIME}.
 */
final class LauncherChild {
    private LauncherChild() {}

    public static void main(String[] args) throws IOException {
        var settings = EmbeddedSettings.in(Path.of(args[1])).withRuntimeCache(Path.of(args[2]));
        try (var server =
                args[0].equals("launch")
                        ? EmbeddedPostgres.launch(settings)
                        : EmbeddedPostgres.attachOrLaunch(settings)) {
            System.out.println(
                    "READY "
                            + server.login().jdbcUrl()
                            + " "
                            + server.pid().orElse(0L)
                            + " "
                            + Owner.nameOfThisProcess());
            while (System.in.read() >= 0) {
                // Wait for the end.
            }
        } catch (RuntimeException e) {
            System.out.println("REFUSED " + e.getMessage());
        }
    }
}
