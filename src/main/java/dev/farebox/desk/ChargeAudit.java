package dev.farebox.desk;

import dev.farebox.db.Database;
import dev.farebox.id.IdText;
import dev.farebox.identity.Customer;
import dev.farebox.identity.Customers;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.HoldId;
import dev.farebox.ledger.Ledger;
import dev.farebox.ledger.OpenHold;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.money.Ratio;
import dev.farebox.pricing.PriceAudit;
import dev.farebox.pricing.PriceBooks;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Works every charge of the books out anew, from its usage line and the price book that it names.
 * Blocking; takes no locks; reads page by page.
 */
public final class ChargeAudit {
    private static final int PAGE = 500;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Database database;
    private final Ledger ledger;
    private final Customers customers;
    private final PriceBooks prices;
    private long charges;

    public ChargeAudit(Database database, Ledger ledger, Customers customers, PriceBooks prices) {
        this.database = database;
        this.ledger = ledger;
        this.customers = customers;
        this.prices = prices;
    }

    /** How many charges were worked out so far. */
    public long charges() {
        return charges;
    }

    /** Names the first charge that does not follow from its usage; empty where all do. */
    public Optional<String> firstDifference() {
        Optional<UUID> after = Optional.empty();
        while (true) {
            Optional<UUID> from = after;
            List<Customer> page = database.tx(tx -> customers.list(tx, from, PAGE));
            if (page.isEmpty()) {
                return Optional.empty();
            }
            for (Customer customer : page) {
                Optional<String> wrong = firstDifference(new AccountId(customer.id()));
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
            after = Optional.of(page.getLast().id());
        }
    }

    private Optional<String> firstDifference(AccountId account) {
        @Nullable HoldId before = null;
        while (true) {
            List<UsageRecord> page = ledger.usage(account, before, PAGE);
            for (UsageRecord line : page) {
                Optional<String> wrong = difference(line);
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

    private Optional<String> difference(UsageRecord record) {
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
                        ChargedUsage.of(line, detail),
                        line.priceBook(),
                        Ratio.parse(multiplier),
                        line.charge());
        return prices.byVersion(line.priceBook())
                .map(book -> PriceAudit.difference(book, facts))
                .orElse(Optional.of("price book " + line.priceBook() + " is missing"))
                .map(difference -> name(record) + ": " + difference);
    }

    private static String name(UsageRecord record) {
        return "usage line " + IdText.REQUEST.show(record.hold().value());
    }
}
