package dev.farebox.gateway.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A Messages request means in the canonical form what it means to Anthropic. */
class MessagesReadTest {
    private static CanonRequest read(String members) {
        CanonRead read = new AnthropicWire().read(MessagesScanTest.request("{" + members + "}"));
        assertThat(read).as(members).isInstanceOf(CanonRead.Request.class);
        return ((CanonRead.Request) read).request();
    }

    private static List<Part> parts(String role, String blocks) {
        List<Turn> turns =
                read("\"messages\":[{\"role\":\"" + role + "\",\"content\":[" + blocks + "]}]")
                        .turns();
        assertThat(turns).hasSize(1);
        return turns.getFirst().parts();
    }

    @Test
    void texts_of_all_roles_keep_their_place() {
        CanonRequest request =
                read(
                        "\"system\":[{\"type\":\"text\",\"text\":\"s\",\"cache_control\":{}}],"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"u\"},"
                                + "{\"role\":\"system\",\"content\":\"mid\"},"
                                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\"a\"},{\"type\":\"text\",\"text\":\"\"}]}]");
        assertThat(request.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(new Part.Text("s"))),
                        new Turn(Role.USER, List.of(new Part.Text("u"))),
                        new Turn(Role.SYSTEM, List.of(new Part.Text("mid"))),
                        new Turn(Role.ASSISTANT, List.of(new Part.Text("a"))));
    }

    @Test
    void the_billing_block_of_claude_code_is_left_out() {
        CanonRequest request =
                read(
                        "\"system\":[{\"type\":\"text\",\"text\":\"x-anthropic-billing-header:"
                                + " cc_version=2.1.329; cc_entrypoint=cli\"},"
                                + "{\"type\":\"text\",\"text\":\"Be brief.\"}]");
        assertThat(request.turns().getFirst())
                .isEqualTo(new Turn(Role.SYSTEM, List.of(new Part.Text("Be brief."))));
        assertThat(read("\"system\":\"x-anthropic-billing-header: a\"").turns())
                .noneMatch(turn -> turn.role() == Role.SYSTEM);
    }

    @Test
    void media_keep_their_source() {
        assertThat(
                        parts(
                                "user",
                                "{\"type\":\"image\",\"source\":{\"type\":\"base64\","
                                        + "\"media_type\":\"image/png\",\"data\":\"AA==\"}},"
                                        + "{\"type\":\"image\",\"source\":{\"type\":\"url\","
                                        + "\"url\":\"https://x/y\"}},"
                                        + "{\"type\":\"document\",\"title\":\"T\",\"source\":{\"type\":"
                                        + "\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JV\"}},"
                                        + "{\"type\":\"document\",\"source\":{\"type\":\"text\","
                                        + "\"media_type\":\"text/plain\",\"data\":\"plain\"}},"
                                        + "{\"type\":\"document\",\"source\":{\"type\":\"content\","
                                        + "\"content\":\"inner\"}}"))
                .containsExactly(
                        new Part.Image(new Part.Source.Inline("image/png", "AA=="), ""),
                        new Part.Image(new Part.Source.Url("https://x/y"), ""),
                        new Part.Document(new Part.Source.Inline("application/pdf", "JV"), "T"),
                        new Part.Text("plain"),
                        new Part.Text("inner"));
    }

    @Test
    void a_result_knows_the_name_of_its_call() {
        CanonRequest request =
                read(
                        "\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\","
                                + "\"id\":\"toolu_1\",\"name\":\"tide\",\"input\":{\"n\":1.50}}]},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
                                + "\"tool_use_id\":\"toolu_1\",\"content\":\"9\"},"
                                + "{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_2\","
                                + "\"is_error\":true}]}]");
        assertThat(request.turns().get(0).parts())
                .containsExactly(new Part.ToolCall("toolu_1", "tide", "{\"n\":1.50}", null));
        assertThat(request.turns().get(1).parts())
                .containsExactly(
                        new Part.ToolResult("toolu_1", "tide", List.of(new Part.Text("9")), false),
                        new Part.ToolResult("toolu_2", "", List.of(), true));
    }

    /** A signature belongs to whoever gave it, and goes nowhere else. */
    @Test
    void thinking_knows_where_it_came_from() {
        assertThat(
                        parts(
                                "assistant",
                                "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"EqQB\"},"
                                        + "{\"type\":\"redacted_thinking\",\"data\":\"Ev\"},"
                                        + "{\"type\":\"thinking\",\"thinking\":\"g\",\"signature\":"
                                        + "\"farebox.gemini.Cs.1\"},"
                                        + "{\"type\":\"thinking\",\"thinking\":\"d\",\"signature\":"
                                        + "\"farebox.openai.\"},"
                                        + "{\"type\":\"thinking\",\"thinking\":\"n\",\"signature\":\"\"},"
                                        + "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":"
                                        + "\"farebox-call.Th0\"},"
                                        + "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"b\","
                                        + "\"input\":{}}"))
                .containsExactly(
                        new Part.Reasoning("anthropic", "t", "EqQB", null),
                        new Part.Reasoning("anthropic", "", null, "Ev"),
                        new Part.Reasoning("gemini", "g", "Cs.1", null),
                        new Part.Reasoning("openai", "d", null, null),
                        new Part.Reasoning("", "n", null, null),
                        new Part.ToolCall("a", "b", "{}", "Th0"));
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of("{\"type\":\"auto\"}", new ToolChoice.Auto(), true),
                Arguments.of(
                        "{\"type\":\"any\",\"disable_parallel_tool_use\":true}",
                        new ToolChoice.Required(),
                        false),
                Arguments.of("{\"type\":\"none\"}", new ToolChoice.None(), true),
                Arguments.of("{\"type\":\"tool\",\"name\":\"t\"}", new ToolChoice.Named("t"), true),
                Arguments.of("null", new ToolChoice.Auto(), true));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void tool_choice(String json, ToolChoice choice, boolean parallel) {
        CanonRequest request =
                read(
                        "\"tools\":[{\"name\":\"t\",\"description\":\"d\",\"strict\":true,"
                                + "\"input_schema\":{\"type\":\"object\"}}],\"tool_choice\":"
                                + json);
        assertThat(request.toolChoice()).isEqualTo(choice);
        assertThat(request.parallelTools()).isEqualTo(parallel);
        assertThat(request.tools()).hasSize(1);
        assertThat(request.tools().getFirst().name()).isEqualTo("t");
        assertThat(request.tools().getFirst().strict()).isTrue();
    }

    static Stream<Arguments> thinking() {
        return Stream.of(
                Arguments.of("\"x\":1", new Thinking.Unsaid(), false),
                Arguments.of("\"thinking\":{\"type\":\"disabled\"}", new Thinking.Off(), false),
                Arguments.of(
                        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}",
                        new Thinking.Budget(2000),
                        true),
                Arguments.of("\"thinking\":{\"type\":\"adaptive\"}", new Thinking.Adaptive(), true),
                Arguments.of(
                        "\"thinking\":{\"type\":\"between_tools\"}", new Thinking.Adaptive(), true),
                Arguments.of(
                        "\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},"
                                + "\"output_config\":{\"effort\":\"xhigh\"}",
                        new Thinking.Effort("xhigh"),
                        false),
                Arguments.of(
                        "\"output_config\":{\"effort\":\"low\"}",
                        new Thinking.Effort("low"),
                        false));
    }

    @ParameterizedTest
    @MethodSource("thinking")
    void how_much_to_think(String members, Thinking thinking, boolean summarised) {
        assertThat(read(members).thinking()).isEqualTo(thinking);
        assertThat(read(members).summarised()).isEqualTo(summarised);
    }

    @Test
    void limits_sampling_and_stops() {
        CanonRequest request =
                read(
                        "\"max_tokens\":77,\"temperature\":0.70,\"top_p\":0.9,\"top_k\":40,"
                                + "\"stop_sequences\":[\"END\",\"\"],\"stream\":true");
        assertThat(request.maxOutput()).isEqualTo(OptionalLong.of(77));
        assertThat(request.sampling().temperature()).isEqualTo(new BigDecimal("0.70"));
        assertThat(request.sampling().topP()).isEqualTo(new BigDecimal("0.9"));
        assertThat(request.sampling().topK()).isEqualTo(40);
        assertThat(request.stop()).containsExactly("END");
        assertThat(request.stream()).isTrue();
    }

    @Test
    void a_schema_in_either_place() {
        for (String members :
                List.of(
                        "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}",
                        "\"output_format\":{\"type\":\"json_schema\",\"schema\":{}}")) {
            assertThat(read(members).format())
                    .isInstanceOfSatisfying(
                            Format.Schema.class, schema -> assertThat(schema.strict()).isTrue());
        }
    }

    @Test
    void what_changes_neither_meaning_nor_money_is_left_out() {
        CanonRequest request =
                read(
                        "\"metadata\":{\"user_id\":\"u\"},\"service_tier\":\"auto\","
                                + "\"context_management\":{\"edits\":[]},\"mcp_servers\":[],"
                                + "\"inference_geo\":\"global\",\"container\":null,\"new_thing\":1");
        assertThat(request.turns()).hasSize(1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("\"container\":\"c\"", "container"),
                refusal("\"thread\":{\"id\":\"t\"}", "thread"),
                refusal("\"mcp_servers\":[{}]", "mcp_servers"),
                refusal("\"inference_geo\":\"us\"", "inference_geo"),
                refusal("\"tools\":[{\"type\":\"web_search_20260209\"}]", "tools.0.type"),
                refusal("\"tools\":[{\"name\":\"t\"}]", "tools.0.input_schema"),
                refusal("\"tools\":[{\"input_schema\":{}}]", "tools.0.name"),
                refusal("\"tools\":[7]", "tools.0.input_schema"),
                refusal("\"tool_choice\":{\"type\":\"most\"}", "tool_choice.type"),
                refusal("\"tool_choice\":{\"type\":\"tool\"}", "tool_choice.name"),
                refusal("\"temperature\":1.5", "temperature"),
                refusal("\"temperature\":\"hot\"", "temperature"),
                refusal("\"thinking\":{\"type\":\"deep\"}", "thinking.type"),
                refusal("\"thinking\":{\"type\":\"enabled\"}", "thinking.budget_tokens"),
                refusal("\"output_config\":{\"effort\":\"some\"}", "output_config.effort"),
                refusal(
                        "\"output_config\":{\"format\":{\"type\":\"xml\"}}",
                        "output_config.format"),
                refusal("\"stop_sequences\":[7]", "stop_sequences"),
                refusal("\"system\":[{\"type\":\"image\"}]", "system.0.source.type"),
                refusal(message("7"), "messages.0.content"),
                refusal("\"messages\":[{\"content\":\"x\"}]", "messages.0.role"),
                block("{\"type\":\"server_tool_use\"}", ".type"),
                block("{\"type\":\"web_search_tool_result\"}", ".type"),
                block("{\"type\":\"compaction\",\"content\":\"s\"}", ".type"),
                block("7", ".type"),
                block("{\"type\":\"text\",\"text\":[]}", ".text"),
                block("{\"type\":\"tool_use\",\"id\":\"i\",\"name\":\"n\"}", ".input"),
                block("{\"type\":\"tool_use\",\"name\":\"n\",\"input\":{}}", ".id"),
                block("{\"type\":\"tool_result\"}", ".tool_use_id"),
                block(
                        "{\"type\":\"tool_result\",\"tool_use_id\":\"i\",\"content\":[{\"type\":"
                                + "\"document\",\"source\":{\"type\":\"url\",\"url\":\"u\"}}]}",
                        ".content"),
                block(
                        "{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}",
                        ".source.type"),
                block(
                        "{\"type\":\"image\",\"source\":{\"type\":\"base64\"}}",
                        ".source.media_type"));
    }

    private static Arguments refusal(String members, String param) {
        return Arguments.of(members, param);
    }

    private static Arguments block(String block, String member) {
        return Arguments.of(message("[" + block + "]"), "messages.0.content.0" + member);
    }

    private static String message(String content) {
        return "\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]";
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses_by_name(String members, String param) {
        CanonRead read = new AnthropicWire().read(MessagesScanTest.request("{" + members + "}"));
        assertThat(read).isInstanceOf(CanonRead.Refused.class);
        assertThat(((CanonRead.Refused) read).why().param()).isEqualTo(param);
        assertThat(((CanonRead.Refused) read).why().why()).startsWith(param + ": ");
    }
}
