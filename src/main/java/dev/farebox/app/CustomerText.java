package dev.farebox.app;

import dev.farebox.id.IdText;
import dev.farebox.identity.Customer;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.Lot;
import dev.farebox.money.Credits;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A customer's balance, for the terminal. */
final class CustomerText {
    private CustomerText() {}

    static List<String> of(Platform platform, UUID id) {
        Customer customer = find(platform, id);
        var lines = new ArrayList<String>();
        lines.add(customer.name() + "  " + IdText.CUSTOMER.show(id));
        lines.add(
                "group %s, %s, since %s"
                        .formatted(
                                customer.group(),
                                customer.state().name().toLowerCase(Locale.ROOT),
                                customer.createdAt().truncatedTo(ChronoUnit.SECONDS)));
        lines.add("limits " + KeyText.limits(customer.limits()));
        var account = new AccountId(id);
        platform.ledger
                .account(account)
                .ifPresent(view -> {
                    lines.add("");
                    lines.add("available  " + Credits.ofNanos(view.available()));
                    lines.add("held       " + Credits.ofNanos(view.held()));
                    lines.add("frozen     " + Credits.ofNanos(view.frozen()));
                    lines.add("owed       " + Credits.ofNanos(view.owed()));
                    if (view.later() > 0) {
                        lines.add("not usable now  " + Credits.ofNanos(view.later()));
                    }
                });
        lines.add("");
        lines.addAll(lots(platform.ledger.lots(account, false)));
        return lines;
    }

    static Customer find(Platform platform, UUID id) {
        return platform.database
                .tx(tx -> platform.customers.find(tx, id))
                .orElseThrow(() ->
                        new ProblemException(
                                ProblemCode.NOT_FOUND,
                                "there is no customer " + IdText.CUSTOMER.show(id)));
    }

    private static List<String> lots(List<Lot> lots) {
        var table =
                new Table("LOT", "COLOUR", ">GRANTED", ">AVAILABLE", ">HELD", ">FROZEN", "EXPIRES");
        for (Lot lot : lots) {
            var expires = lot.expiresAt();
            table.row(
                    IdText.LOT.show(lot.id()),
                    lot.colour().name().toLowerCase(Locale.ROOT),
                    Credits.ofNanos(lot.granted()),
                    Credits.ofNanos(lot.available()),
                    Credits.ofNanos(lot.held()),
                    Credits.ofNanos(lot.frozen()),
                    expires == null ? "never" : expires.truncatedTo(ChronoUnit.SECONDS));
        }
        return table.isEmpty() ? List.of("No credit was granted yet.") : table.lines();
    }
}
