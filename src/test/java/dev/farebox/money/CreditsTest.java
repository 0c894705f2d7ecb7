package dev.farebox.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as an amount, and what is not. */
class CreditsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "12.5, 12500000000",
        "0.000000001, 1",
        "-3.25, -3250000000",
        "' 7 ', 7000000000",
        "1.0000000000, 1000000000",
        "9223372036.854775807, 9223372036854775807"
    })
    void a_plain_decimal_is_read_exactly(String text, long nanos) {
        assertThat(Credits.parse(text)).isEqualTo(Credits.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1e3",
                "1E9",
                "+5",
                ".5",
                "5.",
                "5,0",
                "1_000",
                "٣",
                "５",
                "0x10",
                "NaN",
                "--1",
                "5 000",
                "1e999999999"
            })
    void what_does_not_look_like_the_amount_that_it_is_is_refused(String text) {
        assertThatThrownBy(() -> Credits.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000000001", "9223372036.854775808", "-9223372036.854775809"})
    void what_does_not_fit_is_refused(String text) {
        assertThatThrownBy(() -> Credits.parse(text)).isInstanceOf(ArithmeticException.class);
    }
}
