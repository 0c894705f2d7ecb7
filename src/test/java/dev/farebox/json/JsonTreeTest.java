package dev.farebox.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree never takes much more memory than an honest message needs, and nothing is thrown. */
class JsonTreeTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "\"\"", "{\"a\":1}"})
    void a_text_of_very_many_small_values_is_not_read(String value) {
        String few = "[" + (value + ",").repeat(1_000) + value + "]";
        assertThat(JsonTree.read(few)).isPresent();
        String many = "[" + (value + ",").repeat((int) JsonTree.MOST_TOKENS) + value + "]";
        assertThat(JsonTree.read(many)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e99999999999",
                "[-1.5e-99999999999]",
                "{\"a\":1e2147483648}",
                "",
                "{",
                "{}{}",
                "\"\\q\""
            })
    void what_no_tree_can_hold_is_not_read(String text) {
        assertThat(JsonTree.read(text)).isEmpty();
    }
}
