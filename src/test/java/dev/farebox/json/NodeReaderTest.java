package dev.farebox.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeReaderTest {
    private static final NodeReader READER = new NodeReader(10_000, 8);
    private static final int MUTANTS = 5_000;
    private static final String YAML =
            """
            title: "a \\"book\\""
            list:
              - {a: 1.50, b: 2e-06, c: [1, -2, .5]}
              - text
            map: {x: true, y: null, z: 'q'}
            block: |
              lines
            """;

    private static final String JSON =
            "{\"a\": 1.5e-06, \"b\": [true, null, {\"c\": \"text \\u00e9\"}], \"d\": {}}";

    @Test
    void a_number_is_kept_as_it_was_written_and_a_value_knows_its_line() {
        var node = READER.json("{\n\"a\": 7.499999999999999e-08,\n\"b\": [1.50]}");

        assertThat(node).isInstanceOf(Node.Fields.class);
        assertThat(node.toString())
                .contains(
                        "a=Numeral[line=2, text=7.499999999999999e-08]",
                        "Numeral[line=3, text=1.50]");
        assertThat(READER.yaml("a: 1\nb: 2.50\n").toString())
                .contains("Numeral[line=1, text=1]", "Numeral[line=2, text=2.50]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x 1\nb: *x",
                "a: !!binary aGVsbG8=",
                "a: 1\na: 2",
                "a: 1\n---\nb: 2",
                "? [a, b]\n: 1",
                "a: [[[[[[[[[[1]]]]]]]]]]",
                "\tx: 1",
                "%YAML 9.9\n---\na: 1",
            })
    void what_is_not_one_plain_yaml_document_is_refused(String yaml) {
        assertThatThrownBy(() -> READER.yaml(yaml))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.INPUT_INVALID));
    }

    @Test
    void a_document_that_is_too_long_is_refused() {
        assertThatThrownBy(() -> READER.yaml("a: " + "x".repeat(10_000)))
                .hasMessageContaining("longer than 10000 characters");
    }

    @Test
    void a_damaged_document_is_read_or_refused_and_nothing_else() {
        long seed = Long.getLong("farebox.seed", System.nanoTime());
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String mutant = mutant(YAML, random);
            try {
                if (i % 2 == 0) {
                    READER.yaml(mutant);
                } else {
                    READER.json(mutant(JSON, random));
                }
            } catch (ProblemException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": " + mutant, e);
            }
        }
        assertThat(refused).as("seed %s", seed).isBetween(100, MUTANTS - 100);
    }

    private static String mutant(String text, RandomGenerator random) {
        var mutant = new StringBuilder(text);
        for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
            int at = random.nextInt(mutant.length());
            switch (random.nextInt(3)) {
                case 0 -> mutant.deleteCharAt(at);
                case 1 ->
                        mutant.insert(
                                at,
                                "{}[]:,\"'&*!|>%@`?-\n\t\0 \ud8001e".charAt(random.nextInt(25)));
                default -> mutant.setCharAt(at, (char) random.nextInt(0x250));
            }
        }
        return mutant.toString();
    }
}
