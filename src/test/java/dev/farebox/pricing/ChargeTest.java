package dev.farebox.pricing;

import static dev.farebox.pricing.PriceSamples.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.testkit.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charges worked by hand: 1 credit per million is 1 000 nano-credits for one unit. */
@Proves("CRD-1")
class ChargeTest {
    private static final PriceBook BOOK =
            PriceSamples.book(
                    """
                    title: "charges worked by hand"
                    groups: {default: 1, partner: 17/20, third: 1/3, double: 2, staff: 0}
                    models:
                      chat:
                        price: {input: "2.50", cached_input: "0.25", cache_write: "3.125",
                                cache_write_1h: "5", output: "10"}
                        cost: {input: "2", output: "8"}
                      plain:
                        price: {input: "1", output: "4"}
                      every:
                        price:
                          input: "5"
                          cached_input: "0.5"
                          cache_write: "6.25"
                          cache_write_1h: "10"
                          cache_write_30m: "7"
                          cache_write_12h: "15"
                          input_audio: "40"
                          input_image: "8"
                          input_video: "3"
                          input_tool_result: "1"
                          output: "20"
                          reasoning: "12"
                          output_audio: "80"
                          output_image: "30"
                          request: "0.0001"
                          image: "0.04"
                          second: "0.000833333333333"
                          character: "15"
                          web_search: "0.01"
                          web_fetch: "0.001"
                          code_execution: "0.03"
                          file_search: "0.0025"
                          grounding: "0.035"
                      gratis:
                        price: {input: "1", cached_input: "0", output: "0", web_search: "0"}
                      long:
                        price: {input: "2", output: "8"}
                        long_context:
                          - above_input_tokens: 1000000
                            price: {input: "6"}
                          - above_input_tokens: 200000
                            price: {input: "4", output: "12"}
                      tiered:
                        price: {input: "2", cached_input: "0.2", output: "8"}
                        long_context:
                          - above_input_tokens: 272000
                            price: {input: "4"}
                        tiers:
                          priority:
                            price: {input: "4", output: "16"}
                            long_context:
                              - above_input_tokens: 272000
                                price: {input: "8"}
                          flex:
                            price: {input: "1", output: "4"}
                      half:
                        price: {input: "0.0005", output: "0.0005"}
                      over-half:
                        price: {input: "0.000500001"}
                      under-half:
                        price: {input: "0.000499999"}
                      finest:
                        price: {input: "0.000000001"}
                      dearest:
                        price: {input: "1000000", output: "1000000"}
                    """);

    @ParameterizedTest(name = "{0} {1} {2} = {3}")
    @CsvSource({
        // every class of token, with its own rate
        "chat, input=1, default, 2500",
        "chat, input=1204, default, 3010000",
        "chat, cached_input=1000, default, 250000",
        "chat, cache_write=1000, default, 3125000",
        "chat, cache_write_1h=1000, default, 5000000",
        "chat, output=7, default, 70000",
        "chat, input=1204 cached_input=300 output=57, default, 3655000",
        "every, input=1, default, 5000",
        "every, cached_input=1, default, 500",
        "every, cache_write=1, default, 6250",
        "every, cache_write_1h=1, default, 10000",
        "every, cache_write_30m=1, default, 7000",
        "every, cache_write_12h=1, default, 15000",
        "every, input_audio=1, default, 40000",
        "every, input_image=1, default, 8000",
        "every, input_video=1, default, 3000",
        "every, input_tool_result=1, default, 1000",
        "every, output=1, default, 20000",
        "every, reasoning=1, default, 12000",
        "every, output_audio=1, default, 80000",
        "every, output_image=1, default, 30000",
        // requests, images, seconds, characters, tools
        "every, request=1, default, 100000",
        "every, image=3, default, 120000000",
        "every, second=1, default, 833333",
        "every, second=3, default, 2500000",
        "every, character=11, default, 165000",
        "every, web_search=2, default, 20000000",
        "every, web_fetch=2, default, 2000000",
        "every, code_execution=1, default, 30000000",
        "every, file_search=4, default, 10000000",
        "every, grounding=1, default, 35000000",
        "every, request=1 input=1 cached_input=1 output=1 web_search=1, default, 10125500",
        // classes without a rate of their own
        "chat, cache_write_30m=1000, default, 3125000",
        "chat, cache_write_12h=1000, default, 3125000",
        "chat, reasoning=7, default, 70000",
        "plain, cached_input=10, default, 10000",
        "plain, cache_write=10, default, 10000",
        "plain, cache_write_1h=10, default, 10000",
        "plain, input_audio=10, default, 10000",
        "plain, input_image=10, default, 10000",
        "plain, input_video=10, default, 10000",
        "plain, input_tool_result=10, default, 10000",
        "plain, output_audio=10, default, 40000",
        "plain, output_image=10, default, 40000",
        "plain, request=1 image=1 second=1 character=1 web_search=9 input=1, default, 1000",
        // zero is not missing
        "gratis, input=1 cached_input=1000 output=1000 reasoning=5 web_search=3, default, 1000",
        // long context: the threshold is exclusive, counts all input, and moves the whole request
        "long, input=200000 output=1000, default, 408000000",
        "long, input=200001 output=1000, default, 812004000",
        "long, input=1 cached_input=200000, default, 800004000",
        "long, input=200000 output=300000, default, 2800000000",
        "long, input=1000001 output=10, default, 6000126000",
        // service tiers
        "tiered, input=100 output=10, default, 280000",
        "tiered, input=100 output=10 tier=default, default, 280000",
        "tiered, input=100 output=10 tier=standard, default, 280000",
        "tiered, input=100 output=10 tier=turbo, default, 280000",
        "tiered, input=100 output=10 tier=priority, default, 560000",
        "tiered, input=100 output=10 tier=flex, default, 140000",
        "tiered, input=100 output=10 tier=priority+us, default, 560000",
        "tiered, input=100 output=10 tier=flex+priority, default, 560000",
        "tiered, input=100 output=10 tier=flex+us, default, 280000",
        "tiered, input=100 output=10 tier=high-priority+us, default, 280000",
        "tiered, input=272001 tier=priority+us, default, 2176008000",
        "tiered, cached_input=100 tier=priority, default, 20000",
        "tiered, input=272001, default, 1088004000",
        "tiered, input=272001 tier=priority, default, 2176008000",
        "tiered, input=500000 tier=flex, default, 500000000",
        // group multipliers
        "chat, input=1204, partner, 2558500",
        "chat, input=1, third, 833",
        "chat, input=2, third, 1667",
        "chat, input=1, double, 5000",
        "chat, input=1204 output=9, staff, 0",
        "chat, input=1, unheard-of, 2500",
        // one rounding, half to even
        "half, input=1, default, 0",
        "half, input=3, default, 2",
        "half, input=5, default, 2",
        "half, input=7, default, 4",
        "half, input=1 output=1, default, 1",
        "half, input=3, third, 0",
        "half, input=9, third, 2",
        "half, input=1, double, 1",
        "over-half, input=1, default, 1",
        "under-half, input=1, default, 0",
        "over-half, input=999999, default, 500000",
        "finest, input=499999, default, 0",
        "finest, input=500001, default, 1",
        // beyond 64 bits on the way, not at the end
        "finest, input=9223372036854775807, default, 9223372036855",
        "finest, input=9223372036854775807, double, 18446744073710",
        "chat, output=1000000000000, default, 10000000000000000",
        "dearest, input=9223372036, default, 9223372036000000000",
        "dearest, input=9223372036 output=9223372036, third, 6148914690666666667",
    })
    void a_charge_is_exact(String model, String usage, String group, long nanos) {
        Rating rating = Rater.rate(BOOK, model, usage(usage), group);

        assertThat(rating.charge()).isEqualTo(nanos);
        assertThat(Rater.charge(BOOK, model, usage(usage), group)).isEqualTo(nanos);
        assertThat(rating.priceBook()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "dearest, input=9223372037, default",
        "dearest, input=9223372036 output=1, default",
        "dearest, input=4611686019, double",
        "dearest, input=9223372036854775807 output=9223372036854775807, default",
        "plain, input=9223372036854775807 cached_input=1, default",
    })
    void a_charge_that_does_not_fit_is_refused_and_never_wraps(
            String model, String usage, String group) {
        assertThatThrownBy(() -> Rater.rate(BOOK, model, usage(usage), group))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_model_without_a_price_is_not_rated() {
        assertThat(BOOK.find("gpt-free")).isEmpty();
        assertThatThrownBy(() -> Rater.rate(BOOK, "gpt-free", usage("input=1"), "default"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_cost_stands_beside_the_charge_without_the_multiplier() {
        Rating rating =
                Rater.rate(BOOK, "chat", usage("input=100 cached_input=10 output=3"), "partner");

        assertThat(rating.cost()).isEqualTo(100 * 2000 + 10 * 2000 + 3 * 8000);
        assertThat(rating.charge()).isEqualTo((250_000 + 2_500 + 30_000) * 17 / 20);
    }

    @Test
    void a_line_says_by_which_rate_it_was_rated() {
        Rating rating =
                Rater.rate(
                        BOOK,
                        "plain",
                        usage("cache_write_1h=2 reasoning=3 web_search=1"),
                        "default");

        assertThat(rating.lines())
                .extracting(line -> line.ratedAs().key())
                .containsExactly("input", "output", "web_search");
        assertThat(rating.lines())
                .extracting(Rating.Line::priced)
                .containsExactly(true, true, false);
        assertThat(rating.unpriced())
                .extracting(dimension -> dimension.key())
                .containsExactly("web_search");
    }

    @Test
    void a_free_dimension_is_priced_and_a_request_without_a_fee_is_ordinary() {
        Rating rating = Rater.rate(BOOK, "gratis", usage("web_search=1 request=1"), "default");

        assertThat(rating.unpriced()).isEmpty();
        assertThat(rating.lines().getLast().priced()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "tiered, input=1, ''",
        "tiered, input=1 tier=flex, tier=flex",
        "tiered, input=1 tier=priority+us, tier=priority+us unlisted tier=priority",
        "tiered, input=272001, input>272000",
        "tiered, input=272001 tier=priority, tier=priority input>272000",
        "tiered, input=272001 tier=turbo, tier=turbo unlisted input>272000",
        "tiered, input=1 tier=standard, ''",
    })
    void a_rating_names_the_rates_that_applied(String model, String usage, String band) {
        assertThat(Rater.rate(BOOK, model, usage(usage), "default").band()).isEqualTo(band);
    }

    @Test
    void the_working_can_be_repeated_by_anyone() {
        Rating rating =
                Rater.rate(
                        BOOK,
                        "every",
                        usage("input=1204 reasoning=57 request=1 second=1"),
                        "partner");

        assertThat(rating.explain())
                .isEqualTo(
                        List.of(
                                "1,204 input × 5.00 per million = 0.00602",
                                "57 reasoning × 12.00 per million = 0.000684",
                                "1 request × 0.0001 each = 0.0001",
                                "1 second × 0.000833333333333 each = 0.000833333333333",
                                "sum = 0.007637333333333 × 17/20",
                                "charge = 0.006491733 (rounded half-even to 9 decimals)",
                                "price book 1"));
        assertThat(
                        Rater.rate(
                                        BOOK,
                                        "chat",
                                        usage("cache_write_30m=1000 web_search=2"),
                                        "default")
                                .explain())
                .containsExactly(
                        "1,000 cache_write_30m × 3.125 per million (as cache_write) = 0.003125",
                        "2 web_search × no price = 0",
                        "sum = 0.003125",
                        "charge = 0.003125",
                        "price book 1");
    }

    @ParameterizedTest
    @CsvSource({
        "chat, 1000, 100, default, 3500000",
        "half, 1, 0, default, 1",
        "every, 1, 1, default, 185000",
        "chat, 1, 0, third, 834",
    })
    void a_hold_is_bounded_by_the_price_of_the_estimate(
            String model, long input, long output, String group, long nanos) {
        assertThat(Rater.bound(BOOK, model, input, output, group)).isEqualTo(nanos);
    }

    @Test
    void a_hold_counts_output_at_the_dearest_of_what_it_can_be() {
        PriceBook book =
                PriceSamples.book(
                        """
                        title: t
                        models:
                          thinks: {price: {input: 1, output: 2, reasoning: 9}}
                          speaks: {price: {input: 1, output: 2, output_audio: 11}}
                          draws: {price: {input: 1, output: 2, output_image: 30}}
                          writes: {price: {input: 1, output: 2, reasoning: 1}}
                        """);

        assertThat(Rater.bound(book, "thinks", 0, 10, "default")).isEqualTo(90_000);
        assertThat(Rater.bound(book, "speaks", 0, 10, "default")).isEqualTo(110_000);
        assertThat(Rater.bound(book, "draws", 0, 10, "default")).isEqualTo(300_000);
        assertThat(Rater.bound(book, "writes", 0, 10, "default")).isEqualTo(20_000);
    }
}
