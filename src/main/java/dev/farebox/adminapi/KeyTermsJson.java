package dev.farebox.adminapi;

import dev.farebox.identity.KeyTerms;
import dev.farebox.ledger.SpendCaps;
import dev.farebox.money.Credits;
import java.util.OptionalInt;
import java.util.Set;

/** What a key may do, as members of a JSON body. */
final class KeyTermsJson {
    private KeyTermsJson() {}

    static KeyTerms read(JsonBody body) {
        return new KeyTerms(
                Set.copyOf(body.texts("models")),
                cap(body, "cap_per_day"),
                cap(body, "cap_per_month"),
                cap(body, "cap_total"),
                limit(body, "requests_per_minute"),
                limit(body, "tokens_per_minute"),
                limit(body, "parallel_requests"),
                body.instant("expires_at"));
    }

    private static long cap(JsonBody body, String name) {
        return body.optionalCredits(name).map(Credits::nanos).orElse(SpendCaps.NONE);
    }

    private static OptionalInt limit(JsonBody body, String name) {
        return body.whole(name).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
