package dev.farebox.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InputTextTest {
    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("", "name must not be empty"),
                Arguments.of(" \t\n ", "name must not be empty"),
                Arguments.of("x".repeat(21), "name has 21 characters; 20 are allowed"),
                Arguments.of("a\u0000b", "name holds the character U+0000, which is not allowed"),
                Arguments.of("a\r\nb", "name holds the character U+000D, which is not allowed"),
                Arguments.of("a\u001b[31m", "U+001B"),
                Arguments.of("a\u0085b", "U+0085"),
                Arguments.of("a\u2028b", "U+2028"),
                Arguments.of("a\u202eb", "U+202E"),
                Arguments.of("a\u2067b", "U+2067"),
                Arguments.of("a\ud800b", "U+D800"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void a_text_that_is_not_one_visible_line_is_refused_by_name(String text, String sentence) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> InputText.line("name", text, 20))
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INPUT_INVALID));
    }

    @Test
    void any_other_text_is_kept_without_the_blanks_around_it() {
        assertThat(InputText.line("name", "  Zoë 示例 🦊 '; DROP--  ", 40))
                .isEqualTo("Zoë 示例 🦊 '; DROP--");
    }
}
