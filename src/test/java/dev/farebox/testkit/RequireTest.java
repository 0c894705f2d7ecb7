package dev.farebox.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequireTest {
    @Test
    void names_are_separated_by_commas() {
        assertThat(Require.required("node, Docker")).containsExactly("node", "docker");
        assertThat(Require.required("null")).doesNotContain("node");
    }

    @Test
    void a_program_is_looked_for_on_the_path() {
        assertThat(Require.onPath("sh")).isTrue();
        assertThat(Require.onPath("no-such-program-as-this")).isFalse();
    }
}
