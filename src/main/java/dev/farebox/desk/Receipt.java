package dev.farebox.desk;

import dev.farebox.identity.Customer;
import dev.farebox.identity.KeyRecord;
import dev.farebox.ledger.Entry;
import dev.farebox.ledger.Lot;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.pricing.Rating;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Everything that one exchange came to, as a customer may read it.
 *
 * @param usage the line in the books, with its entries
 * @param rating the charge worked out anew from the price book that the line names; empty when
 *     nothing was charged by a price book
 * @param detail what the gateway wrote down: attempts, timing, the rule applied
 * @param paidFrom which lots paid how much, in the order they were burned
 */
public record Receipt(
        UsageRecord usage,
        Optional<Customer> customer,
        Optional<KeyRecord> key,
        Optional<Rating> rating,
        JsonNode detail,
        List<Part> paidFrom) {
    public Receipt {
        paidFrom = List.copyOf(paidFrom);
    }

    /** One leg of the charge. {@code lot} is empty for what became a debt or the operator bears. */
    public record Part(Entry entry, Optional<Lot> lot) {}

    /** A text member of the detail, or empty. */
    public String detail(String member) {
        return detail.path(member).asString("");
    }
}
