package dev.farebox.app;

import dev.farebox.ledger.AccountId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code farebox books …}. */
@Command(mixinStandardHelpOptions = true, name = "books", description = "The books: verify.")
final class BooksCommand {
    @Command(
            mixinStandardHelpOptions = true,
            name = "verify",
            description = {
                "Recompute every balance from the entries, and every charge from its price book;",
                "name the first difference. Exit code 3 when there is one."
            })
    int verify(@Mixin Target target) {
        return target.with(platform -> {
            var progress = new Progress("buckets", AccountId.BUCKETS);
            BooksReport.Outcome outcome = BooksReport.verify(platform, progress::show);
            progress.done();
            return switch (outcome) {
                case BooksReport.Outcome.Sound(String text) -> {
                    Target.out().println("The books balance: " + text + ".");
                    yield Cli.DONE;
                }
                case BooksReport.Outcome.Broken(String difference) -> {
                    Target.out().println("The books do not balance. First difference:");
                    Target.out().println("  " + difference);
                    yield Cli.RED;
                }
            };
        });
    }
}
