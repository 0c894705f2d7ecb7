package dev.farebox.app;

import dev.farebox.desk.ChargedUsage;
import dev.farebox.id.IdText;
import dev.farebox.identity.Customer;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.Books;
import dev.farebox.ledger.BooksVerdict;
import dev.farebox.ledger.HoldId;
import dev.farebox.ledger.OpenHold;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.money.Ratio;
import dev.farebox.pricing.PriceAudit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The books' verification: the ledger's own, then every charge worked out anew. */
final class BooksReport {
    private static final int PAGE = 500;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Platform platform;
    private long charges;

    private BooksReport(Platform platform) {
        this.platform = platform;
    }

    /** What was looked at, or the first difference. */
    sealed interface Outcome {
        record Sound(String text) implements Outcome {}

        record Broken(String difference) implements Outcome {}
    }

    static Outcome verify(Platform platform, IntConsumer bucketsDone) {
        BooksVerdict verdict = new Books(platform.database).verify(bucketsDone);
        return switch (verdict) {
            case BooksVerdict.Broken broken -> new Outcome.Broken(broken.difference());
            case BooksVerdict.Sound sound -> {
                var report = new BooksReport(platform);
                Optional<String> wrong = report.firstWrongCharge();
                yield wrong.isPresent()
                        ? new Outcome.Broken(wrong.get())
                        : new Outcome.Sound(
                                "%,d accounts, %,d transactions, %,d entries, %,d charges: all agree"
                                        .formatted(
                                                sound.accounts(),
                                                sound.transactions(),
                                                sound.entries(),
                                                report.charges));
            }
        };
    }

    static void check(Platform platform, Findings findings) {
        switch (verify(platform, _ -> {})) {
            case Outcome.Sound(String text) -> findings.green("books", text);
            case Outcome.Broken(String difference) ->
                    findings.red("books", difference, "stop selling; compare with a backup");
        }
    }

    private Optional<String> firstWrongCharge() {
        Optional<UUID> after = Optional.empty();
        while (true) {
            Optional<UUID> from = after;
            List<Customer> page =
                    platform.database.tx(tx -> platform.customers.list(tx, from, PAGE));
            if (page.isEmpty()) {
                return Optional.empty();
            }
            for (Customer customer : page) {
                Optional<String> wrong = firstWrongCharge(new AccountId(customer.id()));
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
            after = Optional.of(page.getLast().id());
        }
    }

    private Optional<String> firstWrongCharge(AccountId account) {
        @Nullable HoldId before = null;
        while (true) {
            List<UsageRecord> page = platform.ledger.usage(account, before, PAGE);
            for (UsageRecord line : page) {
                Optional<String> wrong = wrong(line);
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
            if (page.size() < PAGE) {
                return Optional.empty();
            }
            before = page.getLast().hold();
        }
    }

    private Optional<String> wrong(UsageRecord record) {
        charges++;
        var line = record.line();
        if (line.priceBook() == 0) {
            // What was recovered is charged at its checkpoint, or not at all.
            return line.charge() == 0 || line.outcome().equals(OpenHold.RECOVERED)
                    ? Optional.empty()
                    : Optional.of(name(record) + " charges without a price book");
        }
        var detail = MAPPER.readTree(line.detail());
        String multiplier = detail.path("multiplier").asString("1");
        var facts =
                new PriceAudit.Facts(
                        line.model(),
                        ChargedUsage.of(line, detail),
                        line.priceBook(),
                        Ratio.parse(multiplier),
                        line.charge());
        return platform.prices
                .byVersion(line.priceBook())
                .map(book -> PriceAudit.difference(book, facts))
                .orElse(Optional.of("price book " + line.priceBook() + " is missing"))
                .map(difference -> name(record) + ": " + difference);
    }

    private static String name(UsageRecord record) {
        return "usage line " + IdText.REQUEST.show(record.hold().value());
    }
}
