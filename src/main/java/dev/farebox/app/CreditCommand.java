package dev.farebox.app;

import dev.farebox.desk.CreditGrant;
import dev.farebox.id.IdText;
import dev.farebox.ledger.AlreadyDone;
import dev.farebox.ledger.Colour;
import dev.farebox.ledger.GrantOutcome;
import dev.farebox.ledger.IdConflict;
import dev.farebox.ledger.UnknownAccount;
import dev.farebox.money.Credits;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farebox credit …}. */
@Command(mixinStandardHelpOptions = true, name = "credit", description = "Prepaid credit: grant.")
final class CreditCommand {
    @Command(
            mixinStandardHelpOptions = true,
            name = "grant",
            description = "Grant credit to a customer, as one lot.")
    int grant(
            @Mixin Target target,
            @Parameters(paramLabel = "CUSTOMER") String customer,
            @Parameters(
                            paramLabel = "AMOUNT",
                            description = "In credits, at most nine decimals: 25 or 0.5")
                    String amount,
            @Option(
                            names = "--reason",
                            required = true,
                            description = "Why; it stands in the books for ever.")
                    String reason,
            @Option(
                            names = "--colour",
                            defaultValue = "MANUAL",
                            description = "Where it comes from: ${COMPLETION-CANDIDATES}.")
                    Colour colour,
            @Option(
                            names = "--priority",
                            defaultValue = "" + CreditGrant.USUAL_PRIORITY,
                            description = "A lower one is burned earlier.")
                    int priority,
            @Option(names = "--expires", paramLabel = "TIME") @Nullable String expires,
            @Option(
                            names = "--transaction",
                            paramLabel = "ID",
                            description =
                                    "Repeat a grant of unknown outcome: the same id grants once.")
                    @Nullable String transaction) {
        UUID to = Read.id(IdText.CUSTOMER, customer);
        return target.with(platform -> {
            UUID id =
                    transaction == null
                            ? platform.ids.next()
                            : Read.id(IdText.TRANSACTION, transaction);
            var what =
                    new CreditGrant(
                            id,
                            to,
                            Read.credits(amount),
                            colour,
                            priority,
                            Optional.ofNullable(expires).map(Read::instant),
                            reason);
            return report(platform.desk.grantCredit(Target.actor(), what), id, customer);
        });
    }

    private static int report(GrantOutcome outcome, UUID transaction, String customer) {
        String id = IdText.TRANSACTION.show(transaction);
        switch (outcome) {
            case UnknownAccount _ -> throw Read.refused(customer + " has no account");
            case IdConflict _ -> throw Read.refused(id + " was used for something else");
            case AlreadyDone _ ->
                    Target.out().println(id + " was granted before; nothing was done again.");
            case GrantOutcome.Granted granted -> {
                String repaid =
                        granted.repaid() == 0
                                ? ""
                                : ", %s of it repaid what was owed"
                                        .formatted(Credits.ofNanos(granted.repaid()));
                Target.out()
                        .println(
                                "Granted by %s%s. %s has %s available now."
                                        .formatted(
                                                id,
                                                repaid,
                                                customer,
                                                Credits.ofNanos(granted.available())));
            }
        }
        return Cli.DONE;
    }
}
