package dev.farebox.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.money.Credits;
import dev.farebox.money.Ratio;
import dev.farebox.problem.ProblemException;
import dev.farebox.usage.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceImportTest {
    private static ImportReport read(String json) {
        return read(json, Ratio.ONE);
    }

    private static ImportReport read(String json, Ratio markup, String... chosen) {
        return PriceImport.read(
                json, new PriceImport.Options("t", markup, List.of(chosen), PriceLimits.STANDARD));
    }

    /** A chat model with the fields given after its two token costs. */
    private static String chat(String fields) {
        return "{\"m\": {\"mode\": \"chat\", \"input_cost_per_token\": 2e-06,"
                + " \"output_cost_per_token\": 8e-06"
                + (fields.isEmpty() ? "" : ", " + fields)
                + "}}";
    }

    private static ImportReport.Accepted accepted(ImportReport report) {
        assertThat(report.lines()).anyMatch(line -> line.startsWith("accepted"));
        return report.accepted().getFirst();
    }

    private static String refusal(ImportReport report) {
        assertThat(report.accepted()).isEmpty();
        assertThat(report.refused()).hasSize(1);
        return report.refused().getFirst().issues().toString();
    }

    @ParameterizedTest
    @CsvSource({
        "cache_read_input_token_cost, 2e-07, cached_input, 0.20",
        "input_cost_per_token_cache_hit, 2e-07, cached_input, 0.20",
        "cache_creation_input_token_cost, 0.0000025, cache_write, 2.50",
        "cache_creation_input_token_cost_above_1hr, 4e-06, cache_write_1h, 4.00",
        "input_cost_per_audio_token, 0.00004, input_audio, 40.00",
        "input_cost_per_image_token, 8.0e-06, input_image, 8.00",
        "input_cost_per_video_token, 3e-6, input_video, 3.00",
        "output_cost_per_reasoning_token, 1.2E-5, reasoning, 12.00",
        "output_cost_per_audio_token, 8e-05, output_audio, 80.00",
        "output_cost_per_image_token, 3e-05, output_image, 30.00",
        "output_cost_per_image, 0.04, image, 0.04",
        "input_cost_per_request, 0.005, request, 0.005",
        "input_cost_per_second, 0.000833333333333, second, 0.000833333333333",
        "output_cost_per_second, 1e-4, second, 0.0001",
        "input_cost_per_character, 1.5e-05, character, 15.00",
        "output_cost_per_character, 3.125e-07, character, 0.3125",
        "code_interpreter_cost_per_session, 0.03, code_execution, 0.03",
        "file_search_cost_per_1k_calls, 2.5, file_search, 0.0025",
        "search_context_cost_per_query, 0.025, web_search, 0.025",
        "cache_read_input_token_cost, 0.0, cached_input, 0.00",
        "cache_read_input_token_cost, 1e-15, cached_input, 0.000000001",
    })
    void each_key_states_the_cost_of_its_dimension(
            String key, String value, String dimension, String cost) {
        ModelPrice price = accepted(read(chat("\"" + key + "\": " + value))).price();
        Dimension read = Dimension.ofKey(dimension).orElseThrow();

        assertThat(price.standard().cost().nanosPerMillion())
                .containsEntry(read, RateText.parse(read, cost))
                .containsEntry(Dimension.INPUT, 2_000_000_000L)
                .containsEntry(Dimension.OUTPUT, 8_000_000_000L)
                .hasSize(3);
        assertThat(price.standard().price()).isEqualTo(price.standard().cost());
    }

    @ParameterizedTest
    @CsvSource({
        "input_cost_per_token_above_128k_tokens, '', 128000, input",
        "output_cost_per_token_above_200k_tokens, '', 200000, output",
        "cache_read_input_token_cost_above_272k_tokens, '', 272000, cached_input",
        "cache_creation_input_token_cost_above_200k_tokens, '', 200000, cache_write",
        "cache_creation_input_token_cost_above_1hr_above_200k_tokens, '', 200000, cache_write_1h",
        "input_cost_per_token_priority, priority, 0, input",
        "output_cost_per_token_flex, flex, 0, output",
        "input_cost_per_token_batches, batch, 0, input",
        "cache_read_input_token_cost_fast, fast, 0, cached_input",
        "input_cost_per_token_above_272k_tokens_priority, priority, 272000, input",
        "output_cost_per_token_flex_above_272k_tokens, flex, 272000, output",
        "input_cost_per_audio_token_priority, priority, 0, input_audio",
    })
    void endings_name_tier_and_band(String key, String tier, long above, String dimension) {
        PriceFileKey read = PriceFileKey.of(key).orElseThrow();

        assertThat(read.tier()).isEqualTo(tier);
        assertThat(read.above()).isEqualTo(above);
        assertThat(read.dimension().key()).isEqualTo(dimension);
    }

    @Test
    void bands_and_tiers_become_schedules_that_rate() {
        var report =
                read(
                        chat(
                                """
                                "input_cost_per_token_above_200k_tokens": 4e-06,
                                "output_cost_per_token_above_200k_tokens": 1.2e-05,
                                "input_cost_per_token_priority": 3e-06,
                                "input_cost_per_token_above_200k_tokens_priority": 7e-06,
                                "output_cost_per_token_batches": 4e-06,
                                "max_input_tokens": 1000000, "max_output_tokens": 64000.0
                                """),
                        new Ratio(3, 2));
        PriceBook book = PriceBook.unpublished(1, PriceSamples.DAY_ONE, report.draft());

        assertThat(accepted(report).price().maxInputTokens()).isEqualTo(1_000_000);
        assertThat(accepted(report).price().maxOutputTokens()).isEqualTo(64_000);
        assertThat(charge(book, "input=100 output=10")).isEqualTo(100 * 3000 + 10 * 12000);
        assertThat(charge(book, "input=200001")).isEqualTo(200_001 * 6000L);
        assertThat(charge(book, "input=1 tier=priority")).isEqualTo(4500);
        assertThat(charge(book, "input=200001 tier=priority")).isEqualTo(200_001 * 10500L);
        assertThat(charge(book, "output=1 tier=batch")).isEqualTo(6000);
        assertThat(accepted(report).notes().toString()).contains("tier batch: has no long-context");
        assertThat(PriceBooks.check(report.draft(), PriceLimits.STANDARD)).isEmpty();
    }

    private static long charge(PriceBook book, String usage) {
        return Rater.rate(book, "m", PriceSamples.usage(usage), "default").charge();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cache_read_input_token_cost\": 7.499999999999999e-08 | is inexact: finer than a nano-credit per million; the nearest with 12 digits is 7.5E-8",
                "\"cache_read_input_token_cost\": 1.5e-15 | is inexact",
                "\"cache_read_input_token_cost\": 1e-16 | is inexact",
                "\"cache_read_input_token_cost\": -1e-07 | is negative",
                "\"cache_read_input_token_cost\": 1.000001 | is absurd: above the ceiling of 1 credits for one",
                "\"cache_read_input_token_cost\": 1e30 | is absurd",
                "\"cache_read_input_token_cost\": 1e999999999 | is not a plausible number",
                "\"cache_read_input_token_cost\": 1e-999999999 | is not a plausible number",
                "\"cache_read_input_token_cost\": \"1e-07\" | expected a number, found a string 1e-07",
                "\"cache_read_input_token_cost\": \"NaN\" | expected a number, found a string NaN",
                "\"cache_read_input_token_cost\": true | expected a number, found true or false",
                "\"cache_read_input_token_cost\": [1] | expected a number, found a list",
                "\"cache_read_input_token_cost\": {} | expected a number, found an object",
                "\"output_cost_per_image\": 100.01 | is absurd: above the ceiling of 100 credits each",
                "\"cache_read_input_token_cost\": 1e-7, \"input_cost_per_token_cache_hit\": 2e-7 | a second cost for cached_input: 0.20 after 0.10",
                "\"input_cost_per_second\": 1e-4, \"output_cost_per_second\": 2e-4 | a second cost for second",
                "\"input_cost_per_token_flex_above_200k_tokens\": 1e-6, \"input_cost_per_token_above_200k_tokens_flex\": 2e-6 | a second cost for input",
                "\"tiered_pricing\": 5 | tiered_pricing: expected a list, found a number",
                "\"provider_specific_entry\": {\"fast\": 1.00000000001} | does not give exact costs",
            })
    void a_wrong_cost_refuses_its_model(String field, String why) {
        assertThat(refusal(read(chat(field)))).contains(why);
    }

    @Test
    void a_refusal_names_line_and_key() {
        String json =
                """
                {
                  "m": {
                    "input_cost_per_token": 1e-06,
                    "output_cost_per_token": -1
                  }
                }
                """;

        assertThat(refusal(read(json))).contains("line 4: output_cost_per_token: -1 is negative");
    }

    @ParameterizedTest
    @CsvSource({
        "2e-06, 6/5, 2400000000",
        "2e-06, 1.2, 2400000000",
        "1e-15, 3, 3",
        "8e-15, 9/8, 9",
        "7.5e-08, 1.1, 82500000",
    })
    void the_price_is_cost_times_markup_exactly(String cost, String markup, long nanos) {
        var report = read(chat("\"cache_read_input_token_cost\": " + cost), Ratio.parse(markup));

        assertThat(accepted(report).price().standard().price().nanosPerMillion())
                .containsEntry(Dimension.CACHED_INPUT, nanos);
    }

    @Test
    void a_markup_that_gives_no_exact_or_no_sane_price_refuses_the_model() {
        assertThat(refusal(read(chat("\"cache_read_input_token_cost\": 1e-15"), new Ratio(4, 3))))
                .contains("cached_input: 0.000000001 × 4/3 is inexact");
        assertThat(refusal(read(chat("\"output_cost_per_image\": 60"), new Ratio(2, 1))))
                .contains("with the markup above the ceiling");
    }

    @Test
    void the_search_price_is_that_of_the_medium_size() {
        String sizes =
                """
                "search_context_cost_per_query": {"search_context_size_low": 0.03,
                  "search_context_size_medium": 0.035, "search_context_size_high": 0.05}
                """;

        var one = accepted(read(chat(sizes)));
        assertThat(one.price().standard().cost().nanosPerMillion())
                .containsEntry(Dimension.WEB_SEARCH, 35_000_000_000_000L);
        assertThat(one.notes().toString()).contains("the medium size was taken");
        var gemini = accepted(read(chat(sizes + ", \"litellm_provider\": \"gemini\"")));
        assertThat(gemini.price().standard().cost().nanosPerMillion())
                .containsKey(Dimension.GROUNDING)
                .doesNotContainKey(Dimension.WEB_SEARCH);
    }

    @Test
    void a_list_of_ranges_is_read_as_bands() {
        var report =
                read(
                        """
                        {"m": {"mode": "chat", "tiered_pricing": [
                          {"range": [0, 256000.0], "input_cost_per_token": 5e-08,
                           "output_cost_per_token": 4e-07},
                          {"range": [256000.0, 1000000], "input_cost_per_token": 2.5e-07,
                           "output_cost_per_token": 2e-06}]}}
                        """);
        PriceBook book = PriceBook.unpublished(1, PriceSamples.DAY_ONE, report.draft());

        assertThat(charge(book, "input=256000 output=1")).isEqualTo(256_000 * 50 + 400);
        assertThat(charge(book, "input=256001 output=1")).isEqualTo(256_001 * 250 + 2_000);
    }

    @Test
    void a_fast_multiplier_is_read_as_a_tier() {
        var report = read(chat("\"provider_specific_entry\": {\"fast\": 6.0, \"us\": 1.1}"));
        PriceBook book = PriceBook.unpublished(1, PriceSamples.DAY_ONE, report.draft());

        assertThat(charge(book, "input=1 output=1 tier=fast")).isEqualTo(60_000);
        assertThat(report.unread()).containsOnlyKeys("provider_specific_entry.us");
    }

    @Test
    void seconds_in_and_out_are_one_meter() {
        var one =
                accepted(
                        read(
                                chat(
                                        "\"input_cost_per_second\": 1e-4, \"output_cost_per_second\": 0.0")));

        assertThat(one.price().standard().cost().nanosPerMillion())
                .containsEntry(Dimension.SECOND, 100_000_000_000L);
    }

    @Test
    void unknown_keys_that_bear_a_price_are_named_and_others_are_not() {
        var report =
                read(
                        chat(
                                """
                                "input_cost_per_pixel": 1e-8, "output_cost_per_pixel": 0.0,
                                "supports_vision": true, "vector_store_cost_per_gb_per_day": 0.1,
                                "off_peak_pricing": {"hours_utc": "1-2"}, "source": "x",
                                "input_cost_per_token_above_2k_tokens_above_4k_tokens": 1e-6,
                                "future_cost_per_dream": 3
                                """));

        assertThat(report.accepted()).hasSize(1);
        assertThat(report.unread())
                .containsOnlyKeys(
                        "input_cost_per_pixel",
                        "vector_store_cost_per_gb_per_day",
                        "off_peak_pricing",
                        "input_cost_per_token_above_2k_tokens_above_4k_tokens",
                        "future_cost_per_dream");
        assertThat(report.lines())
                .contains("key not imported: future_cost_per_dream (1 models)")
                .contains("    not imported: input_cost_per_pixel");
    }

    @Test
    void models_without_a_usable_price_are_skipped_or_refused_with_a_reason() {
        var report =
                read(
                        """
                        {"sample_spec": {"input_cost_per_token": "a number"},
                         "pixels": {"mode": "image_generation", "input_cost_per_pixel": 1e-8},
                         "nothing": {"mode": "chat"},
                         "gift": {"input_cost_per_token": 0.0, "output_cost_per_token": 0},
                         "half": {"mode": "chat", "input_cost_per_token": 1e-6},
                         "embed": {"mode": "embedding", "input_cost_per_token": 1e-6},
                         " odd ": {"input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6},
                         "text": "hello"}
                        """);

        assertThat(report.accepted())
                .extracting(one -> one.price().model())
                .containsExactly("embed");
        assertThat(report.skipped())
                .extracting(ImportReport.Skipped::model)
                .containsExactly("pixels", "nothing");
        assertThat(report.skipped().getFirst().reason()).contains("input_cost_per_pixel");
        assertThat(report.refused())
                .extracting(ImportReport.Refused::model)
                .containsExactly("gift", "half", " odd ", "text");
        assertThat(report.lines())
                .contains(
                        "1 accepted, 2 skipped, 4 refused, 0 not chosen",
                        "Only the accepted models are part of the draft.");
        assertThat(report.draft().models()).containsOnlyKeys("embed");
    }

    @Test
    void hints_that_are_no_numbers_are_left_out_with_a_note() {
        var one = accepted(read(chat("\"max_output_tokens\": \"many\", \"max_input_tokens\": 0")));

        assertThat(one.price().maxOutputTokens()).isZero();
        assertThat(one.notes()).hasSize(2);
    }

    @Test
    void models_are_chosen_by_pattern() {
        String two =
                """
                {"a/x-1": {"input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6},
                 "b": {"input_cost_per_token": -1, "output_cost_per_token": 1e-6}}
                """;
        var report = read(two, Ratio.ONE, "a/*", "gpt-*");

        assertThat(report.accepted()).hasSize(1);
        assertThat(report.refused()).isEmpty();
        assertThat(report.notChosen()).isEqualTo(1);
        assertThat(report.unmatched()).containsExactly("gpt-*");
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "gpt-*, gpt-5, true",
        "gpt-*, xgpt-5, false",
        "*mini*, gpt-5-mini-1, true",
        "gpt-?, gpt-5, true",
        "gpt-?, gpt-55, false",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "gpt, gpt, true",
        "gpt, gpt-5, false",
        "*a*a*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
    })
    void patterns(String pattern, String text, boolean matches) {
        assertThat(PriceImport.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void an_import_goes_over_the_book_in_force_and_keeps_the_rest() {
        PriceDraft before =
                PriceSamples.draft(
                        """
                        title: before
                        groups: {partner: 4/5}
                        models:
                          m: {price: {input: 9, output: 9}}
                          own: {price: {input: 1, output: 1}}
                        """);

        PriceDraft after = read(chat("")).draftOver(before);

        assertThat(after.models()).containsOnlyKeys("m", "own");
        assertThat(after.groups()).containsKey("partner");
        assertThat(after.models().get("m"))
                .extracting(m -> m.standard().price().nanosPerMillion().get(Dimension.INPUT))
                .isEqualTo(2_000_000_000L);
    }

    @Test
    void the_ceiling_can_be_set() {
        var strict = new PriceLimits(Credits.parse("0.000001"), Credits.ofWhole(1));
        var report =
                PriceImport.read(
                        chat(""), new PriceImport.Options("t", Ratio.ONE, List.of(), strict));

        assertThat(refusal(report)).contains("absurd: above the ceiling of 0.000001 credits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "5",
                "{\"m\": {\"input_cost_per_token\": NaN}}",
                "{\"m\": {}, \"m\": {}}",
                "{\"m\": {\"mode\": \"chat\", \"mode\": \"chat\"}}",
                "{\"m\": {}} {\"n\": {}}",
                "{\"m\": {\"a\": [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}}",
                "{\"m\": {\"a\": 1.00000000000000000000000000000000000000000000000000000000000000000"
                        + "0000000000000000000000000000000000000000000000000000000}}",
                "{\"m\": {",
                "{\"m\": {\"a\": 1,}}",
            })
    void a_hostile_or_broken_file_is_refused_whole(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_file_that_is_too_long_or_no_text_is_refused(@TempDir Path folder) throws IOException {
        var options = new PriceImport.Options("t", Ratio.ONE, List.of(), PriceLimits.STANDARD);
        Path latin = Files.write(folder.resolve("latin.json"), new byte[] {'{', (byte) 0xE9, '}'});
        Path huge = Files.write(folder.resolve("huge.json"), new byte[32 * 1024 * 1024 + 1]);

        assertThatThrownBy(() -> PriceImport.read(latin, options)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> PriceImport.read(huge, options)).hasMessageContaining("longer");
        assertThatThrownBy(() -> PriceImport.read(folder.resolve("none.json"), options))
                .isInstanceOf(ProblemException.class);
    }
}
