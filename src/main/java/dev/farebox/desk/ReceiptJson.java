package dev.farebox.desk;

import dev.farebox.id.IdText;
import dev.farebox.ledger.Entry;
import dev.farebox.ledger.Lot;
import dev.farebox.money.Credits;
import dev.farebox.pricing.Rating;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A receipt as JSON. Amounts are exact decimals of the credit asset, as text; {@code rate} is
 * nano-credits per million units.
 */
public final class ReceiptJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ReceiptJson() {}

    /** With what the exchange cost the operator. */
    public static ObjectNode forOperator(Receipt receipt) {
        ObjectNode json = of(receipt);
        json.put("operator_cost", amount(receipt.usage().line().cost()));
        return json;
    }

    /** Without what only concerns the operator: costs. */
    public static ObjectNode forCustomer(Receipt receipt) {
        ObjectNode json = of(receipt);
        json.path("attempts").forEach(attempt -> ((ObjectNode) attempt).remove("cost"));
        return json;
    }

    private static ObjectNode of(Receipt receipt) {
        var usage = receipt.usage();
        var json = MAPPER.createObjectNode();
        json.put("id", IdText.REQUEST.show(usage.hold().value()));
        json.put("recorded_at", usage.recordedAt().toString());
        json.put("customer", IdText.CUSTOMER.show(usage.account().value()));
        json.put("key", IdText.KEY.show(usage.line().keyId()));
        json.put("model", usage.line().model());
        json.put("outcome", usage.line().outcome());
        json.put("charged", amount(usage.charged()));
        json.put("owed", amount(usage.owed()));
        json.put("borne_by_operator", amount(usage.borne()));
        json.put("price_book", usage.line().priceBook());
        working(json, receipt);
        paidFrom(json, receipt);
        copy(
                json,
                receipt,
                "dialect",
                "served_as",
                "failure",
                "rule",
                "basis",
                "tier",
                "band",
                "group",
                "multiplier");
        copy(json, receipt, "disbelieved", "raw_usage", "hold", "attempts", "timing", "flags");
        return json;
    }

    private static void working(ObjectNode json, Receipt receipt) {
        var lines = json.putArray("lines");
        receipt.rating()
                .ifPresent(rating -> {
                    for (Rating.Line line : rating.lines()) {
                        var one = lines.addObject();
                        one.put("dimension", line.dimension().key());
                        one.put("units", line.units());
                        one.put("rate", line.rate());
                        one.put("rated_as", line.ratedAs().key());
                        one.put("priced", line.priced());
                        if (!line.model().isEmpty()) {
                            one.put("model", line.model());
                        }
                    }
                    var working = json.putArray("working");
                    rating.explain().forEach(working::add);
                });
    }

    private static void paidFrom(ObjectNode json, Receipt receipt) {
        var parts = json.putArray("paid_from");
        for (Receipt.Part part : receipt.paidFrom()) {
            Entry entry = part.entry();
            var one = parts.addObject();
            one.put("from", entry.debit().name().toLowerCase(Locale.ROOT));
            one.put("amount", amount(entry.amount()));
            part.lot().ifPresent(lot -> lot(one, lot));
        }
    }

    private static void lot(ObjectNode json, Lot lot) {
        json.put("lot", IdText.LOT.show(lot.id()));
        json.put("colour", lot.colour().name().toLowerCase(Locale.ROOT));
    }

    private static void copy(ObjectNode json, Receipt receipt, String... members) {
        for (String member : members) {
            var value = receipt.detail().get(member);
            if (value != null) {
                json.set(member, value.deepCopy());
            }
        }
    }

    private static String amount(long nanos) {
        return Credits.ofNanos(nanos).toString();
    }
}
