package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.usage.Usage;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that is not streamed is read for what it means and costs. */
class WholeMessagesTest {
    private static WholeAnswer read(Surface surface, String body) {
        return new AnthropicProvider()
                .readWhole(
                        surface,
                        body.getBytes(UTF_8),
                        "application/json",
                        Recorded.request("{}"),
                        TokenFactors.ROUGH);
    }

    private static AnswerSummary summary(String usage) {
        WholeAnswer answer =
                read(
                        Surface.MESSAGES,
                        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}],"
                                + "\"stop_reason\":\"end_turn\",\"usage\":"
                                + usage
                                + "}");
        return ((WholeAnswer.Read) answer).summary();
    }

    /** Worked by hand: the left side is what Anthropic says, the right what is priced. */
    static Stream<Arguments> usages() {
        return Stream.of(
                row(
                        "{\"input_tokens\":10,\"output_tokens\":5}",
                        Map.of("input", 10L, "output", 5L)),
                // the input is net of the cache already
                row(
                        "{\"input_tokens\":10,\"cache_read_input_tokens\":1000,"
                                + "\"cache_creation_input_tokens\":300,\"output_tokens\":5}",
                        Map.of(
                                "input", 10L,
                                "cached_input", 1000L,
                                "cache_write", 300L,
                                "output", 5L)),
                row(
                        "{\"input_tokens\":10,\"cache_creation_input_tokens\":300,"
                                + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":100,"
                                + "\"ephemeral_1h_input_tokens\":200},\"output_tokens\":5}",
                        Map.of(
                                "input", 10L,
                                "cache_write", 100L,
                                "cache_write_1h", 200L,
                                "output", 5L)),
                // the split says more than the sum beside it
                row(
                        "{\"input_tokens\":10,\"cache_creation_input_tokens\":0,"
                                + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":200},"
                                + "\"output_tokens\":5}",
                        Map.of("input", 10L, "cache_write_1h", 200L, "output", 5L)),
                // more thinking than output cannot be
                row(
                        "{\"input_tokens\":10,\"output_tokens\":5,"
                                + "\"output_tokens_details\":{\"thinking_tokens\":9}}",
                        Map.of("input", 10L, "reasoning", 5L)),
                row(
                        "{\"input_tokens\":0,\"output_tokens\":0,\"cache_creation\":null,"
                                + "\"server_tool_use\":null,\"iterations\":[]}",
                        Map.of()),
                row("null", "missing"),
                row("{}", "missing"),
                // what came out is counted by us where only that is not said
                row("{\"input_tokens\":10}", Map.of("input", 10L, "output", 2L)),
                row("{\"output_tokens\":10}", "missing"),
                row("[1]", "missing"),
                row(
                        "{\"input_tokens\":1e3,\"output_tokens\":1}",
                        "implausible: input_tokens is not an integer"),
                row("{\"input_tokens\":{\"a\":1},\"output_tokens\":1}", "missing"),
                row(
                        "{\"input_tokens\":1,\"output_tokens\":300000}",
                        "implausible: 300000 output tokens, where the answer can hold at most"
                                + " 262149"),
                row(
                        "{\"input_tokens\":1,\"output_tokens\":1,"
                                + "\"server_tool_use\":{\"web_search_requests\":1001}}",
                        "implausible: 1001 requests of web_search"),
                row(
                        "{\"input_tokens\":1,\"output_tokens\":1,\"iterations\":[{\"type\":"
                                + "\"message\",\"input_tokens\":-1,\"output_tokens\":1}]}",
                        "implausible: iterations: input_tokens is negative"),
                row(
                        "{\"input_tokens\":1,\"output_tokens\":1,\"iterations\":[7]}",
                        "implausible: iterations is not a short list of objects"),
                row(
                        "{\"input_tokens\":1,\"output_tokens\":1,\"iterations\":[{\"type\":"
                                + "\"message\",\"input_tokens\":70000,\"output_tokens\":1}]}",
                        "implausible: 70000 input tokens, where the request can hold at most"
                                + " 66000"));
    }

    private static Arguments row(String usage, Object expected) {
        return Arguments.of(usage, expected);
    }

    @ParameterizedTest
    @MethodSource("usages")
    void usage(String usage, Object expected) {
        AnswerSummary summary = summary(usage);
        assertThat(summary.complete()).isTrue();
        assertThat(summary.estimatedOutput()).isEqualTo(2); // 5 bytes
        assertThat(Recorded.usage(summary)).isEqualTo(expected);
    }

    @Test
    void a_call_of_the_providers_tools_allows_a_further_round_of_input() {
        String blocks =
                "{\"type\":\"message\",\"content\":[{\"type\":\"server_tool_use\",\"id\":\"s\","
                        + "\"name\":\"web_search\",\"input\":{\"q\":\"x\"}}],\"usage\":"
                        + "{\"input_tokens\":%d,\"output_tokens\":1}}";
        // (66 000 + 131 072) · 2
        assertThat(reading(blocks.formatted(394_144))).isInstanceOf(UsageReading.Reported.class);
        assertThat(reading(blocks.formatted(394_145))).isInstanceOf(UsageReading.Implausible.class);
    }

    private static UsageReading reading(String body) {
        return ((WholeAnswer.Read) read(Surface.MESSAGES, body)).summary().usage();
    }

    @Test
    void a_refusal_is_one() {
        WholeAnswer answer =
                read(
                        Surface.MESSAGES,
                        "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"refusal\","
                                + "\"usage\":{\"input_tokens\":1,\"output_tokens\":0}}");
        assertThat(((WholeAnswer.Read) answer).summary().refused()).isTrue();
    }

    @Test
    void tool_calls_are_estimated_by_name_arguments_and_framing() {
        WholeAnswer answer =
                read(
                        Surface.MESSAGES,
                        "{\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"tide\","
                                + "\"input\":{\"port\":\"Leith\"}}]}");
        // 4 + 16 bytes are 5 tokens; 12 around the call
        assertThat(((WholeAnswer.Read) answer).summary().estimatedOutput()).isEqualTo(17);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{", "{}", "{\"type\":\"message\"}", "<html>", "{}{}"})
    void what_is_no_message_is_garbage(String body) {
        assertThat(read(Surface.MESSAGES, body)).isInstanceOf(WholeAnswer.Garbage.class);
    }

    @Test
    void an_error_with_status_200_is_a_failure() {
        WholeAnswer answer =
                read(
                        Surface.MESSAGES,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                                + "\"message\":\"Overloaded\"}}");
        assertThat(answer)
                .isInstanceOfSatisfying(
                        WholeAnswer.Failed.class,
                        failed -> assertThat(failed.fault().type()).isEqualTo("overloaded_error"));
    }

    @Test
    void a_count_costs_nothing() {
        WholeAnswer answer = read(Surface.COUNT_TOKENS, "{\"input_tokens\":2095}");
        AnswerSummary summary = ((WholeAnswer.Read) answer).summary();
        assertThat(summary.complete()).isTrue();
        assertThat(((UsageReading.Reported) summary.usage()).usage()).isEqualTo(Usage.NONE);
        assertThat(read(Surface.COUNT_TOKENS, "{\"input_tokens\":\"2095\"}"))
                .isInstanceOf(WholeAnswer.Garbage.class);
        assertThat(read(Surface.COUNT_TOKENS, "{\"error\":{\"type\":\"api_error\"}}"))
                .isInstanceOf(WholeAnswer.Failed.class);
    }
}
