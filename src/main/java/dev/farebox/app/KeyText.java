package dev.farebox.app;

import dev.farebox.id.IdText;
import dev.farebox.identity.KeyRecord;
import dev.farebox.identity.KeyTerms;
import dev.farebox.identity.OwnLimits;
import dev.farebox.ledger.SpendCaps;
import dev.farebox.money.Credits;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/** A key in a list, for the terminal. */
final class KeyText {
    private KeyText() {}

    static void row(Table table, KeyRecord key) {
        KeyTerms terms = key.terms();
        table.row(
                IdText.KEY.show(key.id()),
                key.prefix(),
                key.name(),
                terms.models().isEmpty() ? "any" : String.join(",", new TreeSet<>(terms.models())),
                limits(terms),
                state(key));
    }

    private static String state(KeyRecord key) {
        if (key.isRevoked()) {
            return "revoked";
        }
        return key.terms()
                .expiresAt()
                .map(when -> "until " + when.truncatedTo(ChronoUnit.SECONDS))
                .orElse("live");
    }

    private static String limits(KeyTerms terms) {
        var words = new ArrayList<String>();
        cap(words, "day", terms.capPerDay());
        cap(words, "month", terms.capPerMonth());
        cap(words, "total", terms.capTotal());
        add(words, terms.ownLimits());
        return shown(words);
    }

    static String limits(OwnLimits limits) {
        var words = new ArrayList<String>();
        add(words, limits);
        return shown(words);
    }

    private static String shown(List<String> words) {
        return words.isEmpty() ? "usual" : String.join(" ", words);
    }

    private static void add(List<String> words, OwnLimits limits) {
        limit(words, "rpm", limits.requestsPerMinute());
        limit(words, "tpm", limits.tokensPerMinute());
        limit(words, "parallel", limits.parallelRequests());
    }

    private static void cap(List<String> words, String name, long cap) {
        if (cap != SpendCaps.NONE) {
            words.add(name + "≤" + Credits.ofNanos(cap));
        }
    }

    private static void limit(List<String> words, String name, OptionalInt limit) {
        limit.ifPresent(value -> words.add(name + "≤" + (value == 0 ? "∞" : value)));
    }
}
