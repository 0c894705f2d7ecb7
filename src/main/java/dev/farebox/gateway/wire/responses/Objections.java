package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.canon.Untranslatable;
import org.jspecify.annotations.Nullable;

/** What of a request cannot be said in another dialect: the first thing found. */
final class Objections {
    private @Nullable Untranslatable first;

    void add(String param, String why) {
        if (first == null) {
            first = new Untranslatable(param, why);
        }
    }

    /** For what only OpenAI itself has. */
    void onlyAtOpenAi(String param, String what) {
        add(param, what + " is not available with this model.");
    }

    @Nullable Untranslatable first() {
        return first;
    }
}
