package dev.farebox.gateway.provider.demo;

/**
 * One answer about to be put on the wire.
 *
 * @param created epoch seconds
 */
record Scene(
        Ask ask, Answer answer, Wishes wishes, TokenCount count, long created, DemoFault fault) {
    /** How often the provider itself searched; it does so only before it speaks. */
    int searches() {
        return answer.calls().isEmpty() ? wishes.searches() : 0;
    }

    /** Equal for equal conversations; {@code salt} tells the ids of one answer apart. */
    String id(String prefix, int salt) {
        return "%s%016x".formatted(prefix, Dice.mix(Dice.mix(ask.seed()) + salt));
    }
}
