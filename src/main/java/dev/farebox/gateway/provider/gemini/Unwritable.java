package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.canon.Untranslatable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the first thing that cannot be said in this dialect. */
final class Unwritable {
    private @Nullable Untranslatable first;

    void about(String param, String why) {
        if (first == null) {
            first = new Untranslatable(param, why);
        }
    }

    Optional<Untranslatable> first() {
        return Optional.ofNullable(first);
    }
}
