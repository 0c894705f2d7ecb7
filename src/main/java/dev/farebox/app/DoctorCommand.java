package dev.farebox.app;

import dev.farebox.config.Configuration;
import dev.farebox.db.Installation.MadeBy;
import dev.farebox.problem.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code farebox doctor}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "doctor",
        description = "Look at everything the service needs: green, or red with the remedy.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin Target target = new Target();

    @Override
    public Integer call() {
        LogOutput.forCommand();
        var findings = new Findings();
        findings.green("Java", Runtime.version() + " on " + System.getProperty("os.name"));
        Configuration configuration;
        try {
            configuration = target.configuration();
            findings.green("configuration", "every key is known and every value valid");
        } catch (ProblemException problem) {
            findings.red("configuration", problem.getMessage(), "mend the file or the variable");
            return findings.print();
        }
        try {
            Existing.require(configuration);
            try (Platform platform =
                    Platform.open(configuration, Platform.Role.COMMAND, MadeBy.SERVE)) {
                Checkup.of(platform, findings);
            }
        } catch (ProblemException problem) {
            findings.red("installation", problem.getMessage(), "see the message");
        }
        return findings.print();
    }
}
