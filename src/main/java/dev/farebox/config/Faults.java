package dev.farebox.config;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** The mistakes found so far, so that an operator sees all of them at once. */
final class Faults {
    private static final int MOST_SHOWN = 20;

    private final List<String> sentences = new ArrayList<>();

    void add(String origin, String sentence) {
        sentences.add(origin + ": " + sentence);
    }

    void throwIfAny() {
        if (sentences.isEmpty()) {
            return;
        }
        var message = new StringBuilder("The configuration was refused:");
        sentences.stream().limit(MOST_SHOWN).forEach(one -> message.append("\n  ").append(one));
        if (sentences.size() > MOST_SHOWN) {
            message.append("\n  and ").append(sentences.size() - MOST_SHOWN).append(" more");
        }
        throw new ProblemException(ProblemCode.CONFIG_INVALID, message.toString());
    }
}
