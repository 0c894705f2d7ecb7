package dev.farebox.bench;

import java.util.List;

/**
 * One kind of load: how many callers, each a connection that asks anew as soon as it is answered.
 *
 * @param customers how many of the customers take turns as callers
 */
record Lane(String name, int callers, int customers, boolean stream) {
    /** The client straight at the upstream: what the machine does without a gateway. */
    static final Lane STRAIGHT = new Lane("straight-64", 64, 64, false);

    static final List<Lane> BILLED =
            List.of(
                    new Lane("whole-64", 64, 64, false),
                    new Lane("whole-64-one-customer", 64, 1, false),
                    new Lane("whole-1", 1, 1, false),
                    new Lane("stream-32", 32, 32, true));

    private static final int ANSWER_TOKENS = 57;
    private static final int PROMPT_BYTES = 2_048;
    private static final String SENTENCE = "Meters count, and prices are exact. ";

    boolean name(String part) {
        return name.contains(part);
    }

    static Lane named(String name) {
        return name.equals(STRAIGHT.name())
                ? STRAIGHT
                : BILLED.stream()
                        .filter(lane -> lane.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    /** A stream is 60 events: one that opens, the tokens, one that ends, and the marker. */
    String body() {
        String prompt = SENTENCE.repeat(PROMPT_BYTES / SENTENCE.length());
        return "{\"model\":\"demo-chat\",\"stream\":%s,\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(stream, ANSWER_TOKENS, prompt);
    }
}
