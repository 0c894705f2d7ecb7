package dev.farebox.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.gateway.provider.demo.DemoSettings;
import dev.farebox.problem.ProblemException;
import dev.farebox.usage.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookTextTest {
    private static List<String> issues(String yaml) {
        return switch (PriceBookReader.read(yaml, PriceLimits.STANDARD)) {
            case PriceBookReader.Outcome.Read _ -> List.of();
            case PriceBookReader.Outcome.Refused(List<Issue> issues) ->
                    issues.stream().map(Issue::toString).toList();
        };
    }

    private static String withInput(String value) {
        return "title: t\nmodels:\n  m:\n    price:\n      input: " + value + "\n";
    }

    @Test
    void what_is_written_reads_back_the_same() {
        PriceDraft seed = PriceBooks.seed();
        String text = PriceBookText.write(seed);

        PriceDraft again = PriceSamples.draft(text);

        assertThat(again.models()).isEqualTo(seed.models());
        assertThat(again.groups()).isEqualTo(seed.groups());
        assertThat(again.title()).isEqualTo(seed.title());
        assertThat(PriceBookText.write(again)).isEqualTo(text);
    }

    @Test
    void what_is_shown_can_be_published_again() {
        PriceBook book = PriceBook.unpublished(7, PriceSamples.DAY_ONE, PriceBooks.seed());

        PriceDraft again = PriceSamples.draft(PriceBookText.show(book));

        assertThat(again.effectiveFrom()).isEqualTo(PriceSamples.DAY_ONE);
        assertThat(PriceBookText.hash(again)).isEqualTo(book.hash());
    }

    @Test
    void the_hash_depends_on_every_price_and_not_on_the_order_or_the_date() {
        String a =
                """
                title: t
                effective_from: "2026-11-01T00:00:00Z"
                models:
                  b: {price: {output: "2.0", input: "1"}}
                  a: {price: {input: 3}}
                """;
        String b =
                """
                title: t
                models:
                  a: {price: {input: "3.00"}}
                  b: {price: {input: 1.000, output: 2}}
                """;
        String hash = PriceBookText.hash(PriceSamples.draft(a));

        assertThat(PriceBookText.hash(PriceSamples.draft(b))).isEqualTo(hash);
        assertThat(PriceBookText.hash(PriceSamples.draft(b.replace("1.000", "1.000000001"))))
                .isNotEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource({
        "2.50, 2500000000",
        "'\"2.50\"', 2500000000",
        "0.0375, 37500000",
        "0.000000001, 1",
        "1e-9, 1",
        "3, 3000000000",
        "0, 0",
        "'\"0\"', 0",
        "1000000, 1000000000000000",
    })
    void a_decimal_is_taken_exactly(String written, long nanosPerMillion) {
        ModelPrice model = PriceSamples.book(withInput(written)).find("m").orElseThrow();

        assertThat(model.standard().price().nanosPerMillion())
                .containsEntry(Dimension.INPUT, nanosPerMillion);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0000000001 | line 5: models.m.price.input: cannot be kept exactly",
                "-1 | line 5: models.m.price.input: is negative",
                "1000000.000000001 | models.m.price.input: 1000000.000000001 per million is above",
                "99999999999999 | line 5: models.m.price.input: cannot be kept exactly",
                "1e999999999 | line 5: models.m.price.input: expected credits per million",
                "1e-999999999 | line 5: models.m.price.input: expected credits per million",
                "two | line 5: models.m.price.input: expected credits per million such as \"2.50\", found two",
                "1_000 | line 5: models.m.price.input: expected credits per million",
                ".nan | line 5: models.m.price.input: expected credits per million",
                "[1] | line 5: models.m.price.input: expected credits per million such as \"2.50\", found a list",
                "true | line 5: models.m.price.input: expected credits per million",
                "null | line 5: models.m.price.input: expected credits per million",
            })
    void a_bad_rate_is_refused_with_line_path_and_what_was_expected(String written, String issue) {
        assertThat(issues(withInput(written))).singleElement().asString().startsWith(issue);
    }

    @Test
    void everything_that_is_wrong_is_reported_at_once() {
        var found =
                issues(
                        """
                        title: t
                        effective_from: tomorrow
                        surprise: 1
                        groups: {default: 2, Loud: 1, half: one}
                        models:
                          " m": {price: {input: 1}}
                          n:
                            prize: {input: 1}
                            max_output_tokens: -5
                            tiers:
                              flex: {price: {ouput: 1}, tiers: {}}
                            long_context:
                              - {above_input_tokens: 5, price: {input: 1}}
                              - {above_input_tokens: 5, price: {input: 1}}
                              - {price: {input: 1}}
                        """);

        assertThat(found.stream().map(issue -> issue.split(": ")[0] + ": " + issue.split(": ")[1]))
                .containsExactlyInAnyOrder(
                        "line 2: effective_from",
                        "line 3: surprise",
                        "line 4: groups.default",
                        "line 4: groups.Loud",
                        "line 4: groups.half",
                        "line 6: models. m",
                        "line 8: models.n.prize",
                        "line 8: models.n.price",
                        "line 9: models.n.max_output_tokens",
                        "line 11: models.n.tiers.flex.price.ouput",
                        "line 11: models.n.tiers.flex.tiers",
                        "line 14: models.n.long_context[1].above_input_tokens",
                        "line 15: models.n.long_context[2].above_input_tokens");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "title: [",
                "title: t\nmodels:\n  m: {price: {input: 1}}\n  m: {price: {input: 2}}\n",
                "title: t\nmodels:\n  m: {price: {input: 1, input: 2}}\n",
                "title: t\nmodels: &a\n  m: {price: {input: 1}}\nx: *a\n",
                "title: t\n---\ntitle: u\n",
                "[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]",
            })
    void what_is_not_one_plain_document_is_refused(String yaml) {
        assertThatThrownBy(() -> issues(yaml)).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_model_that_is_given_twice_is_refused_with_its_line() {
        String twice = "title: t\nmodels:\n  m: {price: {input: 1}}\n  m: {price: {input: 2}}\n";

        assertThatThrownBy(() -> issues(twice))
                .hasMessageContaining("line 4")
                .hasMessageContaining("m");
    }

    @Test
    void a_dimension_that_is_priced_each_is_written_for_one() {
        PriceDraft draft =
                PriceSamples.draft("title: t\nmodels: {m: {price: {web_search: \"0.01\"}}}");

        assertThat(PriceBookText.write(draft)).contains("web_search: \"0.01\"");
        assertThat(draft.models().get("m"))
                .extracting(m -> m.standard().price().nanosPerMillion().get(Dimension.WEB_SEARCH))
                .isEqualTo(10_000_000_000_000L);
    }

    @Test
    void the_seed_sells_the_demo_models_and_never_below_cost() {
        PriceDraft seed = PriceBooks.seed();

        assertThat(seed.models().keySet()).containsAll(DemoSettings.MODELS);
        assertThat(PriceBooks.check(seed, PriceLimits.STANDARD)).isEmpty();
        seed.models()
                .values()
                .forEach(model ->
                        model.standard()
                                .cost()
                                .nanosPerMillion()
                                .forEach((dimension, cost) ->
                                        assertThat(
                                                        model.standard()
                                                                .price()
                                                                .nanosPerMillion()
                                                                .get(dimension))
                                                .as(model.model() + " " + dimension)
                                                .isGreaterThanOrEqualTo(cost)));
    }

    @Test
    void the_examples_of_the_reference_are_valid() throws Exception {
        String page = Files.readString(Path.of("docs/reference/price-book.md"));
        List<String> examples =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                        .matcher(page)
                        .results()
                        .map(match -> match.group(1))
                        .toList();

        assertThat(examples).isNotEmpty();
        examples.forEach(PriceSamples::draft);
    }
}
