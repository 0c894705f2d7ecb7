package dev.farebox.app;

import dev.farebox.problem.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: every verb, and what exit codes mean. */
@Command(
        name = "farebox",
        description = "Sell prepaid access to AI models, billed exactly.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused or failed; the message says why",
            "2:the command line was not understood",
            "3:the books do not balance, or a check is red"
        },
        footer = {"", "Tests: `./farebox verify` (needs the sources)."},
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            DoctorCommand.class,
            CustomerCommand.class,
            KeyCommand.class,
            CreditCommand.class,
            ChannelCommand.class,
            PriceCommand.class,
            ReceiptCommand.class,
            BooksCommand.class,
            OperatorCommand.class,
            ConfigCommand.class,
        })
final class Cli {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int RED = 3;

    private Cli() {}

    static int run(String[] args) {
        return commands().execute(args);
    }

    static CommandLine commands() {
        var commands =
                new CommandLine(new Cli())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setUsageHelpWidth(100)
                        .setExecutionExceptionHandler(Cli::explain);
        commands.getSubcommands().values().forEach(Cli::addVersion);
        return commands;
    }

    private static void addVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Version());
        command.getSubcommands().values().forEach(Cli::addVersion);
    }

    /** A problem is a sentence for people; anything else is our fault and shows where. */
    private static int explain(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        var err = command.getErr();
        if (failure instanceof ProblemException problem) {
            err.println("farebox: " + problem.getMessage());
        } else {
            err.println("farebox: internal error: " + failure);
            failure.printStackTrace(err);
        }
        return FAILED;
    }
}
