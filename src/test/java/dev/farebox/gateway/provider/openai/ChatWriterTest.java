package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.json.JsonTree;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A canonical request, as an OpenAI-like upstream is sent it. */
class ChatWriterTest {
    private static final Tool WEATHER =
            new Tool("weather", "Says it.", JsonTree.object().put("type", "object"), true);
    private static final Sampling SAMPLING =
            new Sampling(new BigDecimal("0.20"), BigDecimal.ONE, 40L, 7L, null, null);

    @Test
    void results_follow_their_calls_before_anything_else() {
        List<Turn> turns =
                List.of(
                        turn(Turn.Role.SYSTEM, new Part.Text("be brief")),
                        turn(Turn.Role.USER, new Part.Text("weather?")),
                        turn(
                                Turn.Role.ASSISTANT,
                                new Part.Reasoning("anthropic", "secret", "sig", null),
                                new Part.Reasoning("openai", "hm", null, null),
                                new Part.ToolCall("a", "weather", "{\"city\":\"Oslo\"}", "sig"),
                                new Part.ToolCall("b", "weather", "{}", null)),
                        turn(Turn.Role.SYSTEM, new Part.Text("hurry")),
                        turn(
                                Turn.Role.USER,
                                new Part.Text("and?"),
                                new Part.ToolResult(
                                        "a",
                                        "weather",
                                        List.of(
                                                new Part.Text("rain"),
                                                new Part.Image(
                                                        new Part.Source.Inline("image/png", "iV"),
                                                        "")),
                                        false)),
                        turn(Turn.Role.USER, new Part.ToolResult("b", "weather", List.of(), true)),
                        turn(Turn.Role.ASSISTANT, new Part.Text("It rains.")));
        assertThat(body(turns).path("messages").toString())
                .isEqualTo(
                        """
                        [{"role":"system","content":"be brief"},\
                        {"role":"user","content":"weather?"},\
                        {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[\
                        {"id":"a","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}},\
                        {"id":"b","type":"function","function":{"name":"weather","arguments":"{}"}}]},\
                        {"role":"tool","tool_call_id":"a","content":"rain"},\
                        {"role":"tool","tool_call_id":"b","content":""},\
                        {"role":"user","content":[{"type":"text","text":"Images from the tool call a:"},\
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,iV"}}]},\
                        {"role":"system","content":"hurry"},\
                        {"role":"user","content":"and?"},\
                        {"role":"assistant","content":"It rains."}]\
                        """);
    }

    @Test
    void media_have_the_forms_of_chat() {
        Turn turn =
                turn(
                        Turn.Role.USER,
                        new Part.Text("see"),
                        new Part.Image(new Part.Source.Url("https://example.com/a"), "high"),
                        new Part.Audio("wav", "UklG"),
                        new Part.Document(new Part.Source.Inline("application/pdf", "JVBE"), ""),
                        new Part.Document(new Part.Source.Inline("text/plain", "aMOp"), "n.txt"));
        assertThat(body(List.of(turn)).path("messages").get(0).path("content").toString())
                .isEqualTo(
                        """
                        [{"type":"text","text":"see"},\
                        {"type":"image_url","image_url":{"url":"https://example.com/a","detail":"high"}},\
                        {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}},\
                        {"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}},\
                        {"type":"text","text":"n.txt\\n\\nhé"}]\
                        """);
    }

    @Test
    void settings_are_written_where_the_model_takes_them() {
        assertThat(settings("gpt-4.1", new Thinking.Effort("high")))
                .isEqualTo(
                        """
                        {"tools":[{"type":"function","function":{"name":"weather","description":"Says it.",\
                        "parameters":{"type":"object"},"strict":true}}],"tool_choice":"required",\
                        "parallel_tool_calls":false,"max_completion_tokens":50,"stop":["END"],\
                        "temperature":0.20,"top_p":1,"seed":7,\
                        "response_format":{"type":"json_schema","json_schema":{"name":"a_b","schema":{},"strict":true}},\
                        "stream":true,"stream_options":{"include_usage":true}}\
                        """);
        assertThat(settings("openai/gpt-5.6-mini", new Thinking.Effort("high")))
                .contains("\"reasoning_effort\":\"high\"", "\"seed\":7")
                .doesNotContain("temperature", "top_p");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.6, off, none",
        "gpt-5, off, -",
        "gpt-4o, off, -",
        "deepseek-v4, off, -",
        "gpt-5.6, max, xhigh",
        "gpt-5.6, minimal, minimal",
        "gpt-5-chat-latest, high, -",
        "chatgpt-4o-latest, high, -",
        "o3, low, low",
        "some-model, low, low",
        "some-model, adaptive, -",
        "some-model, 2048, low",
        "some-model, 8192, medium",
        "some-model, 8193, high"
    })
    void effort_is_what_the_model_takes(String model, String thinking, String effort) {
        Thinking wish =
                switch (thinking) {
                    case "off" -> new Thinking.Off();
                    case "adaptive" -> new Thinking.Adaptive();
                    default ->
                            Character.isDigit(thinking.charAt(0))
                                    ? new Thinking.Budget(Long.parseLong(thinking))
                                    : new Thinking.Effort(thinking);
                };
        JsonNode body = tree(ChatWriter.write(request(List.of(), List.of(), wish), model));
        assertThat(body.path("reasoning_effort").asString("-")).isEqualTo(effort);
    }

    @Test
    void tool_choices() {
        assertThat(choice(new ToolChoice.Auto())).isEmpty();
        assertThat(choice(new ToolChoice.None())).isEqualTo("\"none\"");
        assertThat(choice(new ToolChoice.Named("weather")))
                .isEqualTo("{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}");
        assertThat(choice(new ToolChoice.Allowed(List.of("weather"), false)))
                .isEqualTo(
                        "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":"
                                + "[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]}}");
    }

    @Test
    void what_chat_cannot_say_is_refused() {
        assertThat(refused(List.of(), List.of("a", "b", "c", "d", "e")).param()).isEqualTo("stop");
        var address = new Part.Source.Url("https://example.com/a.pdf");
        var image = new Part.Image(address, "");
        for (Turn turn :
                List.of(
                        turn(Turn.Role.USER, new Part.Document(address, "")),
                        turn(
                                Turn.Role.USER,
                                new Part.Document(new Part.Source.Inline("text/plain", "?"), "")),
                        turn(Turn.Role.ASSISTANT, image),
                        turn(Turn.Role.SYSTEM, image))) {
            assertThat(refused(List.of(turn), List.of()).param()).isEqualTo("messages");
        }
    }

    private static Turn turn(Turn.Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }

    private static CanonRequest request(List<Turn> turns, List<String> stop, Thinking thinking) {
        return request(turns, stop, thinking, new ToolChoice.Required());
    }

    private static CanonRequest request(
            List<Turn> turns, List<String> stop, Thinking thinking, ToolChoice choice) {
        return new CanonRequest(
                turns,
                List.of(WEATHER),
                choice,
                false,
                OptionalLong.of(50),
                SAMPLING,
                stop,
                new Format.Schema("a b", JsonTree.object(), true),
                thinking,
                true,
                true);
    }

    private static JsonNode body(List<Turn> turns) {
        return tree(ChatWriter.write(request(turns, List.of(), new Thinking.Unsaid()), "m"));
    }

    private static String settings(String model, Thinking thinking) {
        var body =
                (tools.jackson.databind.node.ObjectNode)
                        tree(ChatWriter.write(request(List.of(), List.of("END"), thinking), model));
        assertThat(body.path("model").stringValue()).isEqualTo(model);
        body.remove(List.of("model", "messages"));
        return body.toString();
    }

    private static String choice(ToolChoice choice) {
        var request = request(List.of(), List.of(), new Thinking.Unsaid(), choice);
        JsonNode written = tree(ChatWriter.write(request, "m")).path("tool_choice");
        return written.isMissingNode() ? "" : written.toString();
    }

    private static JsonNode tree(Written written) {
        if (written instanceof Written.Body(byte[] json)) {
            return JsonTree.read(json)
                    .orElseThrow(() -> new AssertionError(new String(json, UTF_8)));
        }
        throw new AssertionError(written);
    }

    private static Untranslatable refused(List<Turn> turns, List<String> stop) {
        if (ChatWriter.write(request(turns, stop, new Thinking.Unsaid()), "m")
                instanceof Written.Refused(Untranslatable why)) {
            return why;
        }
        throw new AssertionError("written: " + turns);
    }
}
