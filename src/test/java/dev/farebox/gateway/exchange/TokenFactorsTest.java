package dev.farebox.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Estimates follow their factors, rounded up, and media do not count as text. */
class TokenFactorsTest {
    @Test
    void text_is_a_quarter_of_its_bytes_times_the_factor_rounded_up() {
        assertThat(TokenFactors.ROUGH.text(0)).isZero();
        assertThat(TokenFactors.ROUGH.text(1)).isEqualTo(1);
        assertThat(TokenFactors.ROUGH.text(4)).isEqualTo(1);
        assertThat(TokenFactors.ROUGH.text(5)).isEqualTo(2);
        var dense = new TokenFactors(1420, 4, 12, 1100, 1000, 16);
        assertThat(dense.text(4000)).isEqualTo(1420);
        assertThat(dense.text(32L << 20)).isEqualTo(11_911_824);
    }

    @Test
    void a_picture_costs_the_same_whatever_its_bytes() {
        var small = new InputSize(1, 40, 0, 0, 1, 1_000, 0, 0, 0, 0);
        var large = new InputSize(1, 40, 0, 0, 1, 9_000_000, 0, 0, 0, 0);
        assertThat(TokenFactors.ROUGH.input(small)).isEqualTo(10 + 4 + 1100);
        assertThat(TokenFactors.ROUGH.input(large)).isEqualTo(TokenFactors.ROUGH.input(small));
    }

    @Test
    void sound_and_documents_count_by_their_bytes() {
        var size = new InputSize(2, 0, 1, 400, 0, 0, 1, 2_001, 1, 160);
        assertThat(TokenFactors.ROUGH.input(size)).isEqualTo(100 + 8 + 3 + 10);
    }

    @Test
    void tool_calls_cost_more_than_their_text() {
        assertThat(TokenFactors.ROUGH.output(40, 2)).isEqualTo(10 + 24);
    }
}
