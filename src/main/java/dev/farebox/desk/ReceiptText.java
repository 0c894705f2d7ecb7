package dev.farebox.desk;

import dev.farebox.id.IdText;
import dev.farebox.identity.Customer;
import dev.farebox.ledger.Lot;
import dev.farebox.ledger.Purpose;
import dev.farebox.money.Credits;
import dev.farebox.pricing.Rating;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A receipt as lines of plain text. */
public final class ReceiptText {
    private final List<String> lines = new ArrayList<>();
    private final Receipt receipt;
    private final String creditName;

    private ReceiptText(Receipt receipt, String creditName) {
        this.receipt = receipt;
        this.creditName = creditName;
    }

    public static List<String> of(Receipt receipt, String creditName) {
        var text = new ReceiptText(receipt, creditName);
        text.head();
        text.working();
        text.paidFrom();
        text.attempts();
        return List.copyOf(text.lines);
    }

    private void head() {
        var usage = receipt.usage();
        lines.add("Receipt " + IdText.REQUEST.show(usage.hold().value()));
        lines.add("");
        field("time", usage.recordedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        field(
                "customer",
                receipt.customer().map(Customer::name).orElse("")
                        + " "
                        + IdText.CUSTOMER.show(usage.account().value()));
        receipt.key().ifPresent(key -> field("key", key.prefix() + "… (" + key.name() + ")"));
        field("model", usage.line().model());
        field("outcome", outcome());
        if (receipt.detail("basis").equals("estimated")) {
            field("usage", "counted by us, because the provider did not report it");
        }
        if (!receipt.detail("disbelieved").isEmpty()) {
            field("quarantined", "the provider's figures: " + receipt.detail("disbelieved"));
        }
        field("charge", Credits.ofNanos(usage.charged()) + " " + creditName);
        lines.add("");
    }

    private String outcome() {
        String word = receipt.usage().line().outcome().replace('_', ' ');
        String rule = receipt.detail("rule");
        return rule.isEmpty() ? word : word + "; the rule for it charges " + charged(rule);
    }

    private static String charged(String rule) {
        return switch (rule) {
            case "delivered" -> "what was delivered";
            case "everything" -> "everything that was counted";
            default -> rule;
        };
    }

    private void working() {
        List<String> working = receipt.rating().map(Rating::explain).orElse(List.of());
        if (receipt.usage().charged() > 0 || !receipt.usage().line().usage().isEmpty()) {
            lines.add("How it was worked out");
            working.forEach(line -> lines.add("  " + line));
            lines.add("");
        }
    }

    private void paidFrom() {
        if (receipt.paidFrom().isEmpty()) {
            return;
        }
        lines.add("What paid for it");
        for (Receipt.Part part : receipt.paidFrom()) {
            lines.add("  " + Credits.ofNanos(part.entry().amount()) + " from " + source(part));
        }
        lines.add("");
    }

    private static String source(Receipt.Part part) {
        if (part.entry().debit() == Purpose.OWED) {
            return "nothing yet: it is owed";
        }
        if (part.entry().debit() == Purpose.GOODWILL) {
            return "the operator, who bears it";
        }
        return part.lot().map(ReceiptText::lot).orElse("an unknown lot");
    }

    private static String lot(Lot lot) {
        return IdText.LOT.show(lot.id())
                + ", "
                + lot.colour().name().toLowerCase(Locale.ROOT)
                + ", of "
                + lot.effectiveAt().truncatedTo(ChronoUnit.SECONDS);
    }

    private void attempts() {
        lines.add("What happened");
        int number = 1;
        for (JsonNode attempt : receipt.detail().path("attempts")) {
            lines.add(
                    "  %d. channel %s %s after %s ms"
                            .formatted(
                                    number++,
                                    attempt.path("channel").asString(""),
                                    result(attempt),
                                    attempt.path("ms").asLong(0)));
        }
        JsonNode timing = receipt.detail().path("timing");
        if (timing.isObject()) {
            lines.add(
                    "  hold placed after %s ms, first byte after %s ms, settled after %s ms"
                            .formatted(
                                    timing.path("held_ms").asLong(0),
                                    timing.path("head_ms").asLong(0),
                                    timing.path("settled_ms").asLong(0)));
        }
    }

    private static String result(JsonNode attempt) {
        String result = attempt.path("result").asString("").replace('_', ' ');
        int status = attempt.path("status").asInt(0);
        return status == 0 ? result : result + " with status " + status;
    }

    private void field(String name, String value) {
        lines.add("  %-12s%s".formatted(name, value.strip()));
    }
}
