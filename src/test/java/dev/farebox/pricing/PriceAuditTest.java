package dev.farebox.pricing;

import static dev.farebox.pricing.PriceSamples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.money.Ratio;
import org.junit.jupiter.api.Test;

class PriceAuditTest {
    private static final PriceBook BOOK =
            PriceSamples.book(
                    """
                    title: t
                    groups: {partner: 17/20}
                    models:
                      m: {price: {input: "2.50", output: "10"}}
                      dear: {price: {input: "1000000"}}
                    """);

    private static PriceAudit.Facts facts(String model, String usage, int version, long charge) {
        return new PriceAudit.Facts(model, usage(usage), version, new Ratio(17, 20), charge);
    }

    @Test
    void a_true_charge_has_no_difference() {
        assertThat(PriceAudit.difference(BOOK, facts("m", "input=1204 output=3", 1, 2_584_000)))
                .isEmpty();
    }

    @Test
    void a_charge_that_is_one_nano_off_is_named() {
        assertThat(PriceAudit.difference(BOOK, facts("m", "input=1204 output=3", 1, 2_584_001)))
                .hasValueSatisfying(text -> assertThat(text).contains("2584001", "2584000"));
    }

    @Test
    void an_edited_usage_is_noticed() {
        assertThat(PriceAudit.difference(BOOK, facts("m", "input=1205 output=3", 1, 2_584_000)))
                .isPresent();
    }

    @Test
    void another_version_or_an_unknown_model_or_an_impossible_amount_is_named() {
        assertThat(PriceAudit.difference(BOOK, facts("m", "input=1", 2, 2_125)))
                .hasValueSatisfying(text -> assertThat(text).contains("price book 2"));
        assertThat(PriceAudit.difference(BOOK, facts("x", "input=1", 1, 0)))
                .hasValueSatisfying(text -> assertThat(text).contains("no price for x"));
        assertThat(PriceAudit.difference(BOOK, facts("dear", "input=9223372036854775", 1, 5)))
                .hasValueSatisfying(text -> assertThat(text).contains("64 bits"));
    }
}
