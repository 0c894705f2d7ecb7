package dev.farebox.desk;

import dev.farebox.db.Database;
import dev.farebox.identity.ApiKeys;
import dev.farebox.identity.Customers;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.HoldId;
import dev.farebox.ledger.Ledger;
import dev.farebox.ledger.Lot;
import dev.farebox.ledger.UsageLine;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.money.Ratio;
import dev.farebox.pricing.Portion;
import dev.farebox.pricing.PriceBook;
import dev.farebox.pricing.PriceBooks;
import dev.farebox.pricing.Rater;
import dev.farebox.pricing.Rating;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the receipt of a request. Blocking; takes no locks. */
public final class Receipts {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Database database;
    private final Ledger ledger;
    private final Customers customers;
    private final ApiKeys keys;
    private final PriceBooks prices;

    public Receipts(
            Database database,
            Ledger ledger,
            Customers customers,
            ApiKeys keys,
            PriceBooks prices) {
        this.database = database;
        this.ledger = ledger;
        this.customers = customers;
        this.keys = keys;
        this.prices = prices;
    }

    /** For the operator, who may see every customer's. */
    public Optional<Receipt> find(UUID request) {
        return ledger.usageLine(new HoldId(request)).map(this::receipt);
    }

    /** For a customer, who sees their own alone. */
    public Optional<Receipt> find(UUID customer, UUID request) {
        return ledger.usageLine(new AccountId(customer), new HoldId(request)).map(this::receipt);
    }

    private Receipt receipt(UsageRecord usage) {
        UUID account = usage.account().value();
        JsonNode detail = MAPPER.readTree(usage.line().detail());
        return new Receipt(
                usage,
                database.tx(tx -> customers.find(tx, account)),
                database.tx(tx -> keys.find(tx, usage.line().keyId())),
                rating(usage, detail),
                detail,
                paidFrom(usage));
    }

    private Optional<Rating> rating(UsageRecord usage, JsonNode detail) {
        var line = usage.line();
        String multiplier = detail.path("multiplier").asString("1");
        List<Portion> portions = ChargedUsage.of(line, detail);
        return prices.byVersion(line.priceBook())
                .filter(book -> knows(book, portions))
                .map(book -> rated(book, line, portions, Ratio.parse(multiplier)));
    }

    private static Rating rated(
            PriceBook book, UsageLine line, List<Portion> portions, Ratio multiplier) {
        Portion first = portions.getFirst();
        return portions.size() == 1 && first.model().equals(line.model())
                ? Rater.rate(book, first.model(), first.usage(), multiplier)
                : Rater.rate(book, portions, multiplier);
    }

    private static boolean knows(PriceBook book, List<Portion> portions) {
        return portions.stream().allMatch(portion -> book.find(portion.model()).isPresent());
    }

    private List<Receipt.Part> paidFrom(UsageRecord usage) {
        if (usage.entries().isEmpty()) {
            return List.of();
        }
        Map<UUID, Lot> lots =
                ledger.lots(usage.account(), false).stream()
                        .collect(Collectors.toMap(Lot::id, Function.identity()));
        return usage.entries().stream()
                .map(entry ->
                        new Receipt.Part(entry, Optional.ofNullable(entry.lot()).map(lots::get)))
                .toList();
    }
}
