package dev.farebox.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The production deciders do what the naive model says, step for step. */
class LedgerWalkTest {
    private static final int STEPS = 100_000;

    @Test
    void a_hundred_thousand_random_commands_end_as_the_naive_model_says() {
        long seed = Long.getLong("farebox.seed", System.nanoTime());
        System.out.println("LedgerWalkTest: -Dfarebox.seed=" + seed);
        var walk = new LedgerWalk(seed);
        assertThat(walk.walk(STEPS)).as("seed %d", seed).isEmpty();
        assertThat(walk.outcomes()).as("every case of every outcome").containsOnlyKeys(cases());
        walk.outcomes()
                .forEach((name, times) ->
                        assertThat(times).as("%s, seed %d", name, seed).isGreaterThan(4));
    }

    private static Set<String> cases() {
        var names = new TreeSet<String>();
        collect(LedgerOutcome.class, names);
        return names;
    }

    private static void collect(Class<?> type, Set<String> names) {
        if (type.isRecord()) {
            Class<?> of = type.getDeclaringClass();
            names.add((of == null ? "" : of.getSimpleName() + ".") + type.getSimpleName());
        } else {
            Stream.of(type.getPermittedSubclasses()).forEach(it -> collect(it, names));
        }
    }
}
