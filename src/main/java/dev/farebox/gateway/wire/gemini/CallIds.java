package dev.farebox.gateway.wire.gemini;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gives calls without an id one, and results the id of the call that they answer: by its id, else
 * the first call of that name that has no result yet.
 *
 * <p>An id is made from the call's place in the conversation, so a conversation that goes on says
 * the same about what was said before, and the upstream's cache holds.
 */
final class CallIds {
    private record Call(String id, String name) {}

    private final List<Call> open = new ArrayList<>();
    private int made;

    String call(String given, String name) {
        made++;
        String id = given.isEmpty() ? String.format(Locale.ROOT, "call_%04d", made) : given;
        open.add(new Call(id, name));
        return id;
    }

    /** Empty where no call is left that it could answer. */
    Optional<String> result(String given, String name) {
        Optional<Call> answered =
                open.stream()
                        .filter(call -> !given.isEmpty() && call.id().equals(given))
                        .findFirst()
                        .or(() ->
                                open.stream().filter(call -> call.name().equals(name)).findFirst());
        answered.ifPresent(open::remove);
        return answered.map(Call::id);
    }
}
