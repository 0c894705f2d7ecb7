package dev.farebox.app;

import dev.farebox.id.IdText;
import dev.farebox.identity.IssuedKey;
import dev.farebox.identity.KeyRecord;
import dev.farebox.identity.KeyTerms;
import dev.farebox.identity.NewKey;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farebox key …}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "key",
        description = "API keys: issue, import, list, change, revoke.")
final class KeyCommand {
    private static final int PAGE = 500;
    private static final int LONGEST_SECRET = 4_096;

    @Command(
            mixinStandardHelpOptions = true,
            name = "issue",
            description = "Make a key for a customer. Its secret is printed this once.")
    int issue(
            @Mixin Target target,
            @Mixin KeyOptions options,
            @Parameters(paramLabel = "CUSTOMER") String customer,
            @Option(names = "--name", paramLabel = "NAME", defaultValue = "key") String name) {
        var what = newKey(customer, name, options);
        return target.with(platform -> {
            IssuedKey issued = platform.desk.issueKey(Target.actor(), what);
            Target.out().println(issued.secret());
            System.err.println(
                    "Issued %s. The secret above is not stored and cannot be shown again."
                            .formatted(IdText.KEY.show(issued.key().id())));
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "import",
            description = {
                "Make a key of a secret that was made elsewhere, read from standard input,",
                "so that its holders need not change anything."
            })
    int importKey(
            @Mixin Target target,
            @Mixin KeyOptions options,
            @Parameters(paramLabel = "CUSTOMER") String customer,
            @Option(names = "--name", paramLabel = "NAME", defaultValue = "imported") String name) {
        var what = newKey(customer, name, options);
        String secret = secretFromInput();
        return target.with(platform -> {
            KeyRecord key = platform.desk.importKey(Target.actor(), what, secret);
            Target.out().println(IdText.KEY.show(key.id()));
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "list",
            description = "List a customer's keys, revoked ones too.")
    int list(@Mixin Target target, @Parameters(paramLabel = "CUSTOMER") String customer) {
        UUID id = Read.id(IdText.CUSTOMER, customer);
        return target.with(platform -> {
            var keys =
                    platform.database.tx(tx -> platform.keys.list(tx, id, Optional.empty(), PAGE));
            var table = new Table("KEY", "BEGINS WITH", "NAME", "MODELS", "LIMITS", "STATE");
            keys.forEach(key -> KeyText.row(table, key));
            Target.out().print(table);
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "change",
            description = "Change what a key may do; what is not named stays. Works at once.")
    int change(
            @Mixin Target target,
            @Mixin KeyOptions options,
            @Parameters(paramLabel = "KEY") String key,
            @Option(names = "--reason", defaultValue = "") String reason) {
        UUID id = Read.id(IdText.KEY, key);
        return target.with(platform -> {
            KeyRecord before =
                    platform.database
                            .tx(tx -> platform.keys.find(tx, id))
                            .orElseThrow(() -> unknown(key));
            KeyTerms terms = options.over(before.terms());
            platform.desk.changeKey(Target.actor(), id, terms, reason);
            Target.out().println(key + " is changed.");
            return Cli.DONE;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "revoke",
            description = "End a key for ever, everywhere within a second.")
    int revoke(
            @Mixin Target target,
            @Parameters(paramLabel = "KEY") String key,
            @Option(names = "--reason", defaultValue = "") String reason) {
        UUID id = Read.id(IdText.KEY, key);
        return target.with(platform -> {
            platform.desk.revokeKey(Target.actor(), id, reason);
            Target.out().println(key + " is revoked.");
            return Cli.DONE;
        });
    }

    private static NewKey newKey(String customer, String name, KeyOptions options) {
        return new NewKey(Read.id(IdText.CUSTOMER, customer), name, options.over(KeyTerms.OPEN));
    }

    private static String secretFromInput() {
        try {
            byte[] bytes = System.in.readNBytes(LONGEST_SECRET);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException unknown(String key) {
        return new ProblemException(ProblemCode.NOT_FOUND, "there is no key " + key);
    }
}
