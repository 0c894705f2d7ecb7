package dev.farebox.app;

import dev.farebox.desk.ChargeAudit;
import dev.farebox.ledger.Books;
import dev.farebox.ledger.BooksVerdict;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The books' verification: the ledger's own, then every charge worked out anew. */
final class BooksReport {
    private BooksReport() {}

    /** What was looked at, or the first difference. */
    sealed interface Outcome {
        record Sound(String text) implements Outcome {}

        record Broken(String difference) implements Outcome {}
    }

    static Outcome verify(Platform platform, IntConsumer bucketsDone) {
        BooksVerdict verdict = new Books(platform.database).verify(bucketsDone);
        return switch (verdict) {
            case BooksVerdict.Broken broken -> new Outcome.Broken(broken.difference());
            case BooksVerdict.Sound sound -> charges(platform, sound);
        };
    }

    private static Outcome charges(Platform platform, BooksVerdict.Sound sound) {
        var audit =
                new ChargeAudit(
                        platform.database, platform.ledger, platform.customers, platform.prices);
        Optional<String> wrong = audit.firstDifference();
        if (wrong.isPresent()) {
            return new Outcome.Broken(wrong.get());
        }
        return new Outcome.Sound(
                "%,d accounts, %,d transactions, %,d entries, %,d charges: all agree"
                        .formatted(
                                sound.accounts(),
                                sound.transactions(),
                                sound.entries(),
                                audit.charges()));
    }

    static void check(Platform platform, Findings findings) {
        switch (verify(platform, _ -> {})) {
            case Outcome.Sound(String text) -> findings.green("books", text);
            case Outcome.Broken(String difference) ->
                    findings.red("books", difference, "stop selling; compare with a backup");
        }
    }
}
