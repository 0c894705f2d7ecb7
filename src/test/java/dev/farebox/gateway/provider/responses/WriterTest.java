package dev.farebox.gateway.provider.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Part.Source;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.gateway.exchange.canon.Written;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A conversation of any dialect is a request for a response that is not stored. */
class WriterTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final ResponsesProvider PROVIDER = new ResponsesProvider();

    @Test
    void a_whole_conversation() {
        JsonNode schema = MAPPER.readTree("{\"type\":\"object\"}");
        var canon =
                new CanonRequest(
                        List.of(
                                turn(
                                        Role.SYSTEM,
                                        new Part.Text("Be brief."),
                                        new Part.Text("Be kind.")),
                                turn(
                                        Role.USER,
                                        new Part.Text("Look."),
                                        new Part.Image(new Source.Inline("image/png", "AAAA"), ""),
                                        new Part.Document(
                                                new Source.Inline("application/pdf", "BBBB"),
                                                "a.pdf"),
                                        new Part.Document(
                                                new Source.Url("https://example.com/b.pdf"), "")),
                                turn(
                                        Role.ASSISTANT,
                                        new Part.Reasoning("openai", "Hm.", "gAAAA", null),
                                        new Part.Reasoning("anthropic", "Not theirs.", "sig", null),
                                        new Part.Reasoning("openai", "Never sealed.", null, null),
                                        new Part.Text("I look."),
                                        new Part.ToolCall("c1", "zoom", "{\"x\":1}", "thought")),
                                turn(
                                        Role.USER,
                                        new Part.ToolResult(
                                                "c1",
                                                "zoom",
                                                List.of(new Part.Text("near"), new Part.Text("er")),
                                                true),
                                        new Part.ToolResult(
                                                "c2",
                                                "",
                                                List.of(
                                                        new Part.Image(
                                                                new Source.Url(
                                                                        "https://example.com/i.png"),
                                                                "low")),
                                                false),
                                        new Part.Text("And now?")),
                                turn(Role.SYSTEM, new Part.Text("Hurry."))),
                        List.of(
                                new Tool("zoom", "Zooms.", schema, true),
                                new Tool("stop", "", schema, false)),
                        new ToolChoice.Allowed(List.of("zoom"), true),
                        false,
                        OptionalLong.of(77),
                        new Sampling(
                                new BigDecimal("0.25"),
                                new BigDecimal("0.9"),
                                5L,
                                6L,
                                BigDecimal.ONE,
                                null),
                        List.of(),
                        new Format.Schema("", schema, true),
                        new Thinking.Effort("high"),
                        true,
                        true);
        assertThat(MAPPER.readTree(written(canon, "gpt-5.6")))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"model":"gpt-5.6","instructions":"Be brief.\\n\\nBe kind.","input":[
                                 {"type":"message","role":"user","content":[{"type":"input_text","text":"Look."},
                                  {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"auto"},
                                  {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,BBBB"},
                                  {"type":"input_file","file_url":"https://example.com/b.pdf"}]},
                                 {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAAA"},
                                 {"type":"message","role":"assistant","content":[{"type":"output_text","text":"I look."}]},
                                 {"type":"function_call","call_id":"c1","name":"zoom","arguments":"{\\"x\\":1}"},
                                 {"type":"function_call_output","call_id":"c1","output":"near\\n\\ner"},
                                 {"type":"function_call_output","call_id":"c2","output":[
                                  {"type":"input_image","image_url":"https://example.com/i.png","detail":"low"}]},
                                 {"type":"message","role":"user","content":[{"type":"input_text","text":"And now?"}]},
                                 {"type":"message","role":"developer","content":[{"type":"input_text","text":"Hurry."}]}],
                                 "tools":[{"type":"function","name":"zoom","description":"Zooms.","parameters":{"type":"object"},"strict":true},
                                  {"type":"function","name":"stop","parameters":{"type":"object"},"strict":false}],
                                 "tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"zoom"}]},
                                 "parallel_tool_calls":false,"max_output_tokens":77,"temperature":0.25,"top_p":0.9,
                                 "text":{"format":{"type":"json_schema","name":"answer","schema":{"type":"object"},"strict":true}},
                                 "include":["reasoning.encrypted_content"],"reasoning":{"effort":"high","summary":"auto"},
                                 "store":false,"stream":true}\
                                """));
    }

    static Stream<Arguments> thinking() {
        return Stream.of(
                Arguments.of("gpt-5.6", new Thinking.Unsaid(), null),
                Arguments.of("gpt-5.6", new Thinking.Adaptive(), null),
                Arguments.of("gpt-5.6", new Thinking.Off(), "none"),
                Arguments.of("gpt-5.6", new Thinking.Effort("xhigh"), "xhigh"),
                Arguments.of("gpt-5.6", new Thinking.Budget(1024), "low"),
                Arguments.of("gpt-5.6", new Thinking.Budget(10_000), "medium"),
                Arguments.of("gpt-5.6", new Thinking.Budget(32_000), "high"),
                Arguments.of("gpt-4.1-mini", new Thinking.Effort("high"), null),
                Arguments.of("ft:gpt-4o:x", new Thinking.Off(), null));
    }

    @ParameterizedTest
    @MethodSource("thinking")
    void thinking_is_asked_for_of_models_that_think(
            String model, Thinking thinking, @Nullable String effort) {
        JsonNode body = MAPPER.readTree(written(plain(List.of(), thinking), model));
        JsonNode reasoning = body.get("reasoning");
        assertThat(reasoning == null ? null : reasoning.get("effort").asString()).isEqualTo(effort);
        assertThat(body.has("include")).isEqualTo(model.equals("gpt-5.6"));
        assertThat(body.has("tools")).isFalse();
        assertThat(body.has("tool_choice")).isFalse();
    }

    @Test
    void stop_texts_sound_and_pictures_of_the_model_are_refused_by_name() {
        assertThat(refused(plain(List.of("END"), new Thinking.Unsaid()))).isEqualTo("stop");
        assertThat(refused(saying(Role.USER, new Part.Audio("wav", "AAAA")))).isEqualTo("messages");
        Part picture = new Part.Image(new Source.Url("https://example.com/i.png"), "");
        assertThat(refused(saying(Role.ASSISTANT, picture))).isEqualTo("messages");
        Part heard = new Part.ToolResult("c", "", List.of(new Part.Audio("wav", "A")), false);
        assertThat(refused(saying(Role.USER, heard))).isEqualTo("messages");
    }

    private static String refused(CanonRequest canon) {
        Written written = PROVIDER.write(canon, "gpt-5.6");
        assertThat(written).isInstanceOf(Written.Refused.class);
        return ((Written.Refused) written).why().param();
    }

    private static byte[] written(CanonRequest canon, String model) {
        Written written = PROVIDER.write(canon, model);
        assertThat(written).isInstanceOf(Written.Body.class);
        return ((Written.Body) written).json();
    }

    private static CanonRequest saying(Role role, Part part) {
        return request(List.of(turn(role, part)), List.of(), new Thinking.Unsaid());
    }

    private static CanonRequest plain(List<String> stop, Thinking thinking) {
        return request(List.of(turn(Role.USER, new Part.Text("Hi"))), stop, thinking);
    }

    private static CanonRequest request(List<Turn> turns, List<String> stop, Thinking thinking) {
        return new CanonRequest(
                turns,
                List.of(),
                new ToolChoice.Auto(),
                true,
                OptionalLong.empty(),
                Sampling.UNSAID,
                stop,
                new Format.Text(),
                thinking,
                false,
                false);
    }

    private static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }
}
