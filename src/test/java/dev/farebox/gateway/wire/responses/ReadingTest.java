package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Part.Source;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request means in any dialect, and what of it means something only at OpenAI. */
class ReadingTest {
    private static final Path CODEX =
            Path.of("src/test/resources/gateway/responses/codex-request.json");

    @Test
    void what_codex_sends_is_a_conversation() throws IOException {
        CanonRequest canon = read(Files.readString(CODEX));
        assertThat(canon.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, text("You are a coding agent.")),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.Text("Fix it."),
                                        new Part.Image(
                                                new Source.Inline("image/png", "AAAA"), "high"))),
                        new Turn(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.Reasoning(
                                                "openai", "Look first.", "gAAAAsealed", null),
                                        new Part.ToolCall(
                                                "call_1", "exec_command", "{\"cmd\":\"ls\"}", null),
                                        new Part.ToolCall(
                                                "call_2", "mcp__docs__find", "{}", null))),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.ToolResult(
                                                "call_1", "exec_command", text("a.txt"), false),
                                        new Part.ToolResult(
                                                "call_2",
                                                "mcp__docs__find",
                                                List.of(
                                                        new Part.Text("page"),
                                                        new Part.Image(
                                                                new Source.Url(
                                                                        "https://example.com/p.png"),
                                                                "auto")),
                                                false))),
                        new Turn(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.ToolCall(
                                                "call_3",
                                                "apply_patch",
                                                "{\"input\":\"*** \\\"Begin\\\"\"}",
                                                null))),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.ToolResult(
                                                "call_3", "apply_patch", text("Done"), false))),
                        new Turn(Role.ASSISTANT, text("Fixed.")),
                        new Turn(Role.USER, text("Thanks.")));
        assertThat(canon.tools().stream().map(Tool::name))
                .containsExactly(
                        "exec_command",
                        "apply_patch",
                        "mcp__docs__find",
                        "mcp__docs__exec_command",
                        "view");
        assertThat(canon.thinking()).isEqualTo(new Thinking.Effort("high"));
        assertThat(canon.summarised()).isTrue();
        assertThat(canon.parallelTools()).isFalse();
        assertThat(canon.stream()).isTrue();
    }

    @Test
    void a_tool_of_free_text_becomes_a_function_of_one_string() throws IOException {
        Tool patch = read(Files.readString(CODEX)).tools().get(1);
        assertThat(patch.schema().toString())
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
                                + "\"required\":[\"input\"],\"additionalProperties\":false}");
        assertThat(patch.description())
                .startsWith("Edits files.")
                .contains("grammar (lark)")
                .endsWith("start: line+");
    }

    @Test
    void names_of_tools_stay_apart() {
        String longName = "n".repeat(70);
        CanonRequest canon =
                read(
                        """
                        {"model":"m","input":"x","tools":[
                        {"type":"namespace","name":"a","tools":[{"type":"function","name":"b"},{"type":"function","name":"c.d"}]},
                        {"type":"namespace","name":"%s","tools":[{"type":"function","name":"x"},{"type":"function","name":"y"}]},
                        {"type":"function","name":"a__b"},{"type":"function","name":"a__b","description":"later"}]}\
                        """
                                .formatted(longName));
        assertThat(canon.tools().stream().map(Tool::name))
                .containsExactly(
                        "a__b_2", "a__c_d", "n".repeat(61) + "__x", "n".repeat(61) + "__y", "a__b");
        assertThat(canon.tools().getLast().description()).isEqualTo("later");
    }

    @Test
    void sealed_thinking_of_others_is_theirs_again() {
        String signed = new Seal.Signed("anthropic", "sig.with.dots").written();
        String redacted = new Seal.Redacted("anthropic", "data").written();
        String ofCall = new Seal.OfCall("call.1", "thought").written();
        CanonRequest canon =
                read(
                        """
                        {"model":"m","input":[
                        {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"%s"},
                        {"type":"reasoning","summary":[],"encrypted_content":"%s"},
                        {"type":"reasoning","summary":[],"encrypted_content":"%s"},
                        {"type":"reasoning","summary":[],"encrypted_content":"farebox.1.z.broken"},
                        {"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"Open."}]},
                        {"type":"function_call","call_id":"call.1","name":"f","arguments":"{"}]}\
                        """
                                .formatted(signed, redacted, ofCall));
        assertThat(canon.turns())
                .containsExactly(
                        new Turn(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.Reasoning(
                                                "anthropic", "Hm.", "sig.with.dots", null),
                                        new Part.Reasoning("anthropic", "", null, "data"),
                                        new Part.Reasoning("", "Open.", null, null),
                                        new Part.ToolCall(
                                                "call.1",
                                                "f",
                                                "{\"invalid_arguments\":\"{\"}",
                                                "thought"))));
    }

    @Test
    void files_sound_and_format_are_read() {
        CanonRequest canon =
                read(
                        """
                        {"model":"m","instructions":"Be brief.","max_output_tokens":50,"temperature":0.5,"top_p":1,
                        "text":{"format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object"}}},
                        "input":[{"role":"user","content":[
                        {"type":"input_file","filename":"a.pdf","file_data":"BBBB"},
                        {"type":"input_file","file_url":"https://example.com/b.pdf"},
                        {"type":"input_audio","input_audio":{"format":"wav","data":"CCCC"}}]}]}\
                        """);
        assertThat(canon.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, text("Be brief.")),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.Document(
                                                new Source.Inline("application/pdf", "BBBB"),
                                                "a.pdf"),
                                        new Part.Document(
                                                new Source.Url("https://example.com/b.pdf"), ""),
                                        new Part.Audio("wav", "CCCC"))));
        assertThat(canon.format()).isInstanceOf(Format.Schema.class);
        assertThat(canon.maxOutput()).hasValue(50);
        assertThat(canon.sampling().temperature()).isEqualByComparingTo("0.5");
        assertThat(canon.thinking()).isEqualTo(new Thinking.Unsaid());
        assertThat(canon.parallelTools()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "auto"                                                  | Auto[]
                    "none"                                                  | None[]
                    "required"                                              | Required[]
                    null                                                    | Auto[]
                    {"type":"function","name":"f"}                          | Named[name=f]
                    {"type":"custom","name":"p"}                            | Named[name=p]
                    {"type":"function","name":"g","namespace":"n"}          | Named[name=n__g]
                    {"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"},{"type":"web_search"}]} | Allowed[names=[f], required=true]
                    """)
    void choices_of_tools(String choice, String expected) {
        ToolChoice read =
                read("""
                {"model":"m","input":"x","tools":[{"type":"function","name":"f"},{"type":"custom","name":"p"},
                {"type":"namespace","name":"n","tools":[{"type":"function","name":"g"}]}],"tool_choice":%s}\
                """
                                .formatted(choice))
                        .toolChoice();
        assertThat(read).hasToString(expected);
    }

    /** What would change meaning or money is refused by name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "previous_response_id":"r"                                                | previous_response_id
                    "conversation":"c"                                                        | conversation
                    "moderation":{"model":"x"}                                                | moderation
                    "context_management":[{"type":"compaction"}]                              | context_management
                    "top_logprobs":3                                                          | top_logprobs
                    "include":["message.output_text.logprobs"]                                | include
                    "temperature":3                                                           | temperature
                    "temperature":1e999999999                                                 | temperature
                    "top_p":"x"                                                               | top_p
                    "reasoning":{"effort":"furious"}                                          | reasoning.effort
                    "text":{"format":{"type":"grammar"}}                                      | text.format.type
                    "text":{"format":{"type":"json_schema"}}                                  | text.format.schema
                    "tool_choice":{"type":"web_search"}                                       | tool_choice
                    "tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"mcp"}]} | tool_choice.tools
                    "tools":[{"type":"web_search"}]                                           | tools[0].type
                    "tools":[{"type":"web_search_preview"}]                                   | tools[0].type
                    "tools":[{"type":"function","name":"f"},{"type":"file_search"}]           | tools[1].type
                    "tools":[{"type":"code_interpreter"}]                                     | tools[0].type
                    "tools":[{"type":"image_generation"}]                                     | tools[0].type
                    "tools":[{"type":"mcp"}]                                                  | tools[0].type
                    "tools":[{"type":"computer_use_preview"}]                                 | tools[0].type
                    "tools":[{"type":"local_shell"}]                                          | tools[0].type
                    "tools":[{"type":"function"}]                                             | tools[0].name
                    "tools":[{"type":"namespace","name":"n","tools":[{"type":"mcp","name":"x"}]}] | tools[0].tools[0].type
                    "input":[{"type":"item_reference","id":"x"}]                              | input[0].type
                    "input":[{"type":"compaction","encrypted_content":"x"}]                   | input[0].type
                    "input":[{"role":"user","content":"x"},{"type":"compaction_trigger"}]     | input[1].type
                    "input":[{"type":"computer_call_output","call_id":"x"}]                   | input[0].type
                    "input":[{"type":"local_shell_call_output","call_id":"x"}]                | input[0].type
                    "input":[{"type":"mcp_approval_response"}]                                | input[0].type
                    "input":[{"type":"function_call","name":"f","arguments":"{}"}]            | input[0].call_id
                    "input":[{"type":"function_call_output","output":"x"}]                    | input[0].call_id
                    "input":[{"role":"owner","content":"x"}]                                  | input[0].role
                    "input":[{"role":"user","content":7}]                                     | input[0].content
                    "input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}] | input[0].content[0].file_id
                    "input":[{"role":"user","content":[{"type":"input_image"}]}]              | input[0].content[0].image_url
                    "input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png,x"}]}] | input[0].content[0].image_url
                    "input":[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}] | input[0].content[0].file_id
                    "input":[{"role":"user","content":[{"type":"input_audio"}]}]              | input[0].content[0].input_audio.data
                    "input":[{"role":"user","content":[{"type":"hologram"}]}]                 | input[0].content[0].type
                    "input":[{"type":"web_search_call"}]                                      | input
                    """)
    void only_at_openai(String members, String param) {
        String input = members.startsWith("\"input\"") ? "" : ",\"input\":\"x\"";
        CanonRead read =
                Scanned.WIRE.read(Scanned.request("{\"model\":\"m\"," + members + input + "}"));
        assertThat(read).isInstanceOf(CanonRead.Refused.class);
        assertThat(((CanonRead.Refused) read).why().param()).isEqualTo(param);
        assertThat(((CanonRead.Refused) read).why().why()).endsWith(".");
    }

    @Test
    void a_whole_body_is_read_as_utf8() {
        String text = "é😀";
        assertThat(read("{\"model\":\"m\",\"input\":\"" + text + "\"}").turns())
                .containsExactly(
                        new Turn(Role.USER, text(new String(text.getBytes(UTF_8), UTF_8))));
    }

    private static List<Part> text(String text) {
        return List.of(new Part.Text(text));
    }

    private static CanonRequest read(String body) {
        CanonRead read = Scanned.WIRE.read(Scanned.request(body));
        assertThat(read).isInstanceOf(CanonRead.Request.class);
        return ((CanonRead.Request) read).request();
    }
}
