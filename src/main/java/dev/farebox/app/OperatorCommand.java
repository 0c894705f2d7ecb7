package dev.farebox.app;

import dev.farebox.id.IdText;
import dev.farebox.identity.IssuedToken;
import dev.farebox.identity.OperatorRole;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farebox operator …}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "operator",
        description = "Operator tokens for the admin API: issue, list, revoke.")
final class OperatorCommand {
    private static final int PAGE = 500;

    @Command(
            mixinStandardHelpOptions = true,
            name = "issue",
            description = "Make a token. Its secret is printed this once.")
    int issue(
            @Mixin Target target,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            defaultValue = "ADMIN",
                            description = "What it may do: ${COMPLETION-CANDIDATES}.")
                    OperatorRole role) {
        return target.with(platform -> {
            IssuedToken issued =
                    platform.database.tx(
                            tx -> platform.operators.issue(tx, Target.actor(), name, role));
            Target.out().println(issued.secret());
            System.err.println(
                    "Issued %s. The secret above is not stored and cannot be shown again."
                            .formatted(IdText.OPERATOR.show(issued.operator().id())));
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "List tokens, revoked ones too.")
    int list(@Mixin Target target) {
        return target.with(platform -> {
            var table = new Table("TOKEN", "BEGINS WITH", "NAME", "ROLE", "STATE");
            platform.database
                    .tx(tx -> platform.operators.list(tx, Optional.empty(), PAGE))
                    .forEach(operator ->
                            table.row(
                                    IdText.OPERATOR.show(operator.id()),
                                    operator.prefix(),
                                    operator.name(),
                                    operator.role().name().toLowerCase(Locale.ROOT),
                                    operator.isRevoked() ? "revoked" : "live"));
            Target.out().print(table);
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "revoke",
            description = "End a token for ever, everywhere within a second.")
    int revoke(
            @Mixin Target target,
            @Parameters(paramLabel = "TOKEN") String token,
            @Option(names = "--reason", defaultValue = "") String reason) {
        UUID id = Read.id(IdText.OPERATOR, token);
        return target.with(platform -> {
            platform.database.tx(tx -> platform.operators.revoke(tx, Target.actor(), id, reason));
            Target.out().println(token + " is revoked.");
            return Cli.DONE;
        });
    }
}
