package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.gateway.wire.anthropic.AnthropicWire;
import dev.farebox.json.JsonTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A canonical request becomes a Messages request that Anthropic takes. */
class MessagesWriterTest {
    private static final JsonNode SCHEMA = JsonTree.object().put("type", "object");

    /** A request in the making, with the members that a test is about. */
    private static final class Asking {
        List<Turn> turns = List.of(turn(Role.USER, new Part.Text("hi")));
        List<Tool> tools = List.of();
        ToolChoice choice = new ToolChoice.Auto();
        boolean parallel = true;
        OptionalLong most = OptionalLong.of(9000);
        Sampling sampling = Sampling.UNSAID;
        List<String> stop = List.of();
        Format format = new Format.Text();
        Thinking thinking = new Thinking.Unsaid();
        boolean summarised;

        Written write() {
            return new AnthropicProvider()
                    .write(
                            new CanonRequest(
                                    turns,
                                    tools,
                                    choice,
                                    parallel,
                                    most,
                                    sampling,
                                    stop,
                                    format,
                                    thinking,
                                    summarised,
                                    true),
                            "claude-x");
        }

        String json() {
            Written written = write();
            assertThat(written).isInstanceOf(Written.Body.class);
            return new String(((Written.Body) written).json(), UTF_8);
        }

        String refusal() {
            Written written = write();
            assertThat(written).isInstanceOf(Written.Refused.class);
            return ((Written.Refused) written).why().param();
        }
    }

    private static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }

    private static Tool tool(String name) {
        return new Tool(name, "", SCHEMA, false);
    }

    private static Part text(String text) {
        return new Part.Text(text);
    }

    @Test
    void a_plain_question() {
        assertThat(new Asking().json())
                .isEqualTo(
                        "{\"model\":\"claude-x\",\"max_tokens\":9000,\"messages\":[{\"role\":"
                                + "\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}],"
                                + "\"stream\":true}");
    }

    @Test
    void the_limit_is_filled_in() {
        var asking = new Asking();
        asking.most = OptionalLong.empty();
        assertThat(asking.json()).contains("\"max_tokens\":32000,");
        asking.thinking = new Thinking.Budget(50_000);
        assertThat(asking.json()).contains("\"max_tokens\":82000,", "\"budget_tokens\":50000");
        asking.thinking = new Thinking.Budget(Long.MAX_VALUE);
        assertThat(asking.json()).contains("\"max_tokens\":9223372036854775807,");
    }

    @Test
    void system_texts_are_hoisted_and_joined_in_order() {
        var asking = new Asking();
        asking.turns =
                List.of(
                        turn(Role.SYSTEM, text("one")),
                        turn(Role.USER, text("hi")),
                        turn(Role.SYSTEM, text("two")),
                        turn(Role.USER, text("there")));
        assertThat(asking.json())
                .contains(
                        "\"system\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"text\","
                                + "\"text\":\"two\"}],\"messages\":[{\"role\":\"user\",\"content\":["
                                + "{\"type\":\"text\",\"text\":\"hi\"},"
                                + "{\"type\":\"text\",\"text\":\"there\"}]}]");
        asking.turns = List.of(turn(Role.SYSTEM, text("alone")));
        assertThat(asking.json())
                .doesNotContain("\"system\"")
                .contains("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"alone\"}");
    }

    @Test
    void results_come_together_and_first() {
        var asking = new Asking();
        asking.turns =
                List.of(
                        turn(
                                Role.ASSISTANT,
                                text("I look."),
                                new Part.ToolCall("call.1", "a", "{\"x\":1}", "sig"),
                                new Part.ToolCall("t2", "b", "", null),
                                new Part.ToolCall("t3", "b", "{cut", null)),
                        turn(
                                Role.USER,
                                text("and"),
                                new Part.ToolResult("call.1", "a", List.of(text("9")), false)),
                        turn(Role.USER, new Part.ToolResult("t2", "b", List.of(), true)));
        assertThat(asking.json())
                .contains(
                        "[{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":"
                                + "\"I look.\"},{\"type\":\"tool_use\",\"id\":\"call_1_ae7960a1\","
                                + "\"name\":\"a\",\"input\":{\"x\":1}},{\"type\":\"tool_use\",\"id\":"
                                + "\"t2\",\"name\":\"b\",\"input\":{}},{\"type\":\"tool_use\",\"id\":"
                                + "\"t3\",\"name\":\"b\",\"input\":{\"arguments\":\"{cut\"}}]},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
                                + "\"tool_use_id\":\"call_1_ae7960a1\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\"9\"}]},{\"type\":\"tool_result\",\"tool_use_id\":\"t2\","
                                + "\"is_error\":true},{\"type\":\"text\",\"text\":\"and\"}]}]");
    }

    @Test
    void media_keep_their_source_and_lose_their_detail() {
        var asking = new Asking();
        asking.turns =
                List.of(
                        turn(
                                Role.USER,
                                new Part.Image(new Part.Source.Inline("image/png", "AA=="), "low"),
                                new Part.Image(new Part.Source.Url("https://x/y"), ""),
                                new Part.Document(
                                        new Part.Source.Inline("application/pdf", "JV"), "T"),
                                new Part.Document(new Part.Source.Inline("text/csv", "YSxi"), "")));
        assertThat(asking.json())
                .contains(
                        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":"
                                + "\"image/png\",\"data\":\"AA==\"}},{\"type\":\"image\",\"source\":{"
                                + "\"type\":\"url\",\"url\":\"https://x/y\"}},{\"type\":\"document\","
                                + "\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\","
                                + "\"data\":\"JV\"},\"title\":\"T\"},{\"type\":\"document\","
                                + "\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\","
                                + "\"data\":\"a,b\"}}");
    }

    @Test
    void only_anthropics_own_signed_thinking_goes_back() {
        var asking = new Asking();
        asking.turns =
                List.of(
                        turn(
                                Role.ASSISTANT,
                                new Part.Reasoning("anthropic", "t", "Eq", null),
                                new Part.Reasoning("anthropic", "", null, "Ev"),
                                new Part.Reasoning("anthropic", "unsigned", null, null),
                                new Part.Reasoning("gemini", "g", "Cs", null),
                                new Part.Reasoning("openai", "", null, "gA"),
                                new Part.Reasoning("", "n", "Xx", null),
                                text("so")));
        assertThat(asking.json())
                .contains(
                        "\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":"
                                + "\"Eq\"},{\"type\":\"redacted_thinking\",\"data\":\"Ev\"},"
                                + "{\"type\":\"text\",\"text\":\"so\"}]");
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                choice(new ToolChoice.Auto(), true, null),
                choice(
                        new ToolChoice.Auto(),
                        false,
                        "{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"),
                choice(new ToolChoice.None(), false, "{\"type\":\"none\"}"),
                choice(new ToolChoice.Required(), true, "{\"type\":\"any\"}"),
                choice(
                        new ToolChoice.Named("b"),
                        false,
                        "{\"type\":\"tool\",\"name\":\"b\","
                                + "\"disable_parallel_tool_use\":true}"),
                choice(new ToolChoice.Allowed(List.of("a"), true), true, "{\"type\":\"any\"}"),
                choice(new ToolChoice.Allowed(List.of("a"), false), true, null));
    }

    private static Arguments choice(
            ToolChoice choice, boolean parallel, @org.jspecify.annotations.Nullable String json) {
        return Arguments.of(choice, parallel, json);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void tool_choice(
            ToolChoice choice, boolean parallel, @org.jspecify.annotations.Nullable String json) {
        var asking = new Asking();
        asking.tools = List.of(tool("a"), tool("b"));
        asking.choice = choice;
        asking.parallel = parallel;
        String written = asking.json();
        if (json == null) {
            assertThat(written).doesNotContain("tool_choice");
        } else {
            assertThat(written).contains("\"tool_choice\":" + json + ",");
        }
        assertThat(written.contains("\"name\":\"b\",\"input_schema\""))
                .isEqualTo(!(choice instanceof ToolChoice.Allowed));
    }

    @Test
    void a_tool_is_described() {
        var asking = new Asking();
        asking.tools =
                List.of(
                        new Tool("a", "does a", SCHEMA, true),
                        new Tool("b", "", JsonTree.object(), false),
                        new Tool("c", "", JsonTree.object().path("missing"), false));
        assertThat(asking.json())
                .contains(
                        "\"tools\":[{\"name\":\"a\",\"description\":\"does a\",\"input_schema\":{"
                                + "\"type\":\"object\"},\"strict\":true},{\"name\":\"b\","
                                + "\"input_schema\":{\"type\":\"object\"}},{\"name\":\"c\","
                                + "\"input_schema\":{\"type\":\"object\"}}]");
    }

    static Stream<Arguments> thinking() {
        return Stream.of(
                Arguments.of(new Thinking.Off(), false, "\"thinking\":{\"type\":\"disabled\"}"),
                Arguments.of(
                        new Thinking.Adaptive(),
                        true,
                        "\"thinking\":{\"type\":\"adaptive\",\"display\":\"summarized\"}"),
                Arguments.of(
                        new Thinking.Effort("minimal"),
                        false,
                        "\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},"
                                + "\"output_config\":{\"effort\":\"low\"}"),
                Arguments.of(
                        new Thinking.Effort("xhigh"),
                        true,
                        "\"output_config\":{\"effort\":\"xhigh\"}"),
                Arguments.of(
                        new Thinking.Budget(2000),
                        true,
                        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}"),
                Arguments.of(
                        new Thinking.Budget(20_000),
                        true,
                        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":8999}"));
    }

    @ParameterizedTest
    @MethodSource("thinking")
    void how_much_to_think(Thinking thinking, boolean summarised, String json) {
        var asking = new Asking();
        asking.thinking = thinking;
        asking.summarised = summarised;
        assertThat(asking.json()).contains(json);
    }

    @Test
    void a_budget_below_the_least_or_without_the_thinking_before_a_call_is_none() {
        var asking = new Asking();
        asking.thinking = new Thinking.Budget(4000);
        asking.most = OptionalLong.of(1000);
        assertThat(asking.json()).doesNotContain("thinking");
        asking.most = OptionalLong.of(9000);
        Part call = new Part.ToolCall("t", "n", "{}", null);
        Turn result = turn(Role.USER, new Part.ToolResult("t", "n", List.of(text("9")), false));
        asking.turns = List.of(turn(Role.ASSISTANT, call), result);
        assertThat(asking.json()).doesNotContain("thinking");
        asking.turns =
                List.of(
                        turn(
                                Role.ASSISTANT,
                                new Part.Reasoning("anthropic", "t", "Eq", null),
                                call),
                        result);
        assertThat(asking.json()).contains("\"budget_tokens\":4000");
    }

    @Test
    void a_model_that_must_call_does_not_think() {
        for (Thinking thinking :
                List.of(
                        new Thinking.Adaptive(),
                        new Thinking.Effort("high"),
                        new Thinking.Budget(2000))) {
            var asking = new Asking();
            asking.tools = List.of(tool("a"));
            asking.choice = new ToolChoice.Named("a");
            asking.thinking = thinking;
            assertThat(asking.json()).doesNotContain("\"thinking\"");
        }
    }

    @Test
    void sampling_is_clamped_or_left_out() {
        var asking = new Asking();
        asking.sampling =
                new Sampling(new BigDecimal("1.7"), BigDecimal.ONE, 5L, 7L, BigDecimal.ONE, null);
        assertThat(asking.json())
                .contains("\"temperature\":1,\"top_k\":5,")
                .doesNotContain("top_p", "seed", "penalty");
        asking.sampling = new Sampling(null, new BigDecimal("0.90"), null, null, null, null);
        assertThat(asking.json()).contains("\"top_p\":0.90,");
        asking.thinking = new Thinking.Adaptive();
        assertThat(asking.json()).doesNotContain("top_p");
    }

    @Test
    void stops_and_a_schema() {
        var asking = new Asking();
        asking.stop = List.of("END", " ", "");
        asking.format = new Format.Schema("name", SCHEMA, true);
        asking.thinking = new Thinking.Effort("high");
        assertThat(asking.json())
                .contains(
                        "\"stop_sequences\":[\"END\"]",
                        "\"output_config\":{\"effort\":\"high\",\"format\":{\"type\":"
                                + "\"json_schema\",\"schema\":{\"type\":\"object\"}}}");
    }

    static Stream<Arguments> refusals() {
        var image = new Part.Image(new Part.Source.Url("https://x"), "");
        return Stream.of(
                Arguments.of(turn(Role.USER, new Part.Audio("wav", "AA")), "messages"),
                Arguments.of(turn(Role.ASSISTANT, image), "messages"),
                Arguments.of(turn(Role.SYSTEM, image), "messages"),
                Arguments.of(
                        turn(
                                Role.USER,
                                new Part.Document(
                                        new Part.Source.Inline("application/zip", "AA"), "")),
                        "messages"),
                Arguments.of(
                        turn(
                                Role.USER,
                                new Part.Document(new Part.Source.Inline("text/plain", "A"), "")),
                        "messages"),
                Arguments.of(turn(Role.USER, text("")), "messages"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses_by_name(Turn turn, String param) {
        var asking = new Asking();
        asking.turns = List.of(turn);
        assertThat(asking.refusal()).isEqualTo(param);
    }

    @Test
    void refuses_json_without_a_schema() {
        var asking = new Asking();
        asking.format = new Format.AnyJson();
        assertThat(asking.refusal()).isEqualTo("response_format");
    }

    /** What both dialects can say survives the way through the canonical form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"hi\"}]}],\"stream\":true}",
                "{\"model\":\"m\",\"max_tokens\":5000,\"system\":[{\"type\":\"text\",\"text\":"
                        + "\"s\"}],\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"hi\"}]},{\"role\":\"assistant\",\"content\":[{\"type\":"
                        + "\"thinking\",\"thinking\":\"t\",\"signature\":\"Eq\"},{\"type\":"
                        + "\"redacted_thinking\",\"data\":\"Ev\"},{\"type\":\"tool_use\",\"id\":"
                        + "\"toolu_1\",\"name\":\"n\",\"input\":{\"a\":[1.50,null]}}]},{\"role\":"
                        + "\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\","
                        + "\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":"
                        + "\"https://x\"}}],\"is_error\":true}]}],\"tools\":[{\"name\":\"n\","
                        + "\"description\":\"d\",\"input_schema\":{\"type\":\"object\"},\"strict\":"
                        + "true}],\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":"
                        + "true},\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},"
                        + "\"stop_sequences\":[\"END\"],\"stream\":false}",
                "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":"
                        + "\"application/pdf\",\"data\":\"JV\"},\"title\":\"T\"}]}],\"temperature\":"
                        + "0.5,\"top_k\":9,\"output_config\":{\"format\":{\"type\":\"json_schema\","
                        + "\"schema\":{\"type\":\"object\"}}},\"stream\":false}"
            })
    void a_request_comes_back_as_it_was(String body) {
        var wire = new AnthropicWire();
        Scan scan =
                wire.scan(
                        RequestHead.of(Surface.MESSAGES),
                        body.getBytes(UTF_8),
                        ScanLimits.STANDARD);
        CanonRead read = wire.read(((Scan.Read) scan).request());
        Written written = new AnthropicProvider().write(((CanonRead.Request) read).request(), "m");
        assertThat(new String(((Written.Body) written).json(), UTF_8)).isEqualTo(body);
    }

    @Test
    void asking_again_and_again_gives_the_same_bytes() {
        var seen = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            seen.add(new Asking().json());
        }
        assertThat(seen).containsOnly(seen.getFirst());
    }
}
