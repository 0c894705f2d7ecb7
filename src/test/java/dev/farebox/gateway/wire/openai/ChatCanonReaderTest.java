package dev.farebox.gateway.wire.openai;

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
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A chat request means the same in the canonical form, or is refused by name. */
class ChatCanonReaderTest {
    @Test
    void messages_become_turns_and_results_of_parallel_calls_come_together() {
        CanonRequest request =
                request(
                        """
                        {"model":"m","messages":[
                          {"role":"system","content":"be brief"},
                          {"role":"developer","content":[{"type":"text","text":"and kind"}]},
                          {"role":"user","name":"ann","content":[
                            {"type":"text","text":"look"},
                            {"type":"image_url","image_url":{"url":"data:image/PNG;base64,iVBO","detail":"low"}},
                            {"type":"image_url","image_url":{"url":"https://example.com/a.jpg"}},
                            {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}},
                            {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}}]},
                          {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[
                            {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1.50}"}},
                            {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
                          {"role":"tool","tool_call_id":"c1","content":"one"},
                          {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"two"}]},
                          {"role":"tool","tool_call_id":"c9","content":""},
                          {"role":"assistant","content":"done","refusal":null},
                          {"role":"user","content":"thanks"}]}
                        """);
        assertThat(request.turns())
                .containsExactly(
                        turn(Turn.Role.SYSTEM, new Part.Text("be brief")),
                        turn(Turn.Role.SYSTEM, new Part.Text("and kind")),
                        turn(
                                Turn.Role.USER,
                                new Part.Text("look"),
                                new Part.Image(new Part.Source.Inline("image/png", "iVBO"), "low"),
                                new Part.Image(
                                        new Part.Source.Url("https://example.com/a.jpg"), ""),
                                new Part.Audio("wav", "UklG"),
                                new Part.Document(
                                        new Part.Source.Inline("application/pdf", "JVBE"),
                                        "a.pdf")),
                        turn(
                                Turn.Role.ASSISTANT,
                                new Part.Reasoning("", "hm", null, null),
                                new Part.ToolCall("c1", "f", "{\"a\":1.50}", null),
                                new Part.ToolCall("c2", "g", "{}", null)),
                        turn(
                                Turn.Role.USER,
                                new Part.ToolResult(
                                        "c1", "f", List.of(new Part.Text("one")), false),
                                new Part.ToolResult(
                                        "c2", "g", List.of(new Part.Text("two")), false),
                                new Part.ToolResult("c9", "", List.of(), false)),
                        turn(Turn.Role.ASSISTANT, new Part.Text("done")),
                        turn(Turn.Role.USER, new Part.Text("thanks")));
    }

    @Test
    void tools_limits_and_sampling_are_carried() {
        CanonRequest request =
                request(
                        """
                        {"model":"m","messages":[{"role":"user","content":"x"}],"stream":true,
                         "max_tokens":90,"max_completion_tokens":80,"temperature":0.10,"top_p":1,"top_k":40,
                         "seed":7,"presence_penalty":-2,"frequency_penalty":0.5,"stop":["a","b"],
                         "parallel_tool_calls":false,"tool_choice":"required",
                         "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                           "parameters":{"type":"object","properties":{"a":{"type":"integer"}}}}},
                          {"type":"function","function":{"name":"g"}},
                          {"type":"custom","custom":{"name":"h"}}],
                         "response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}}}
                        """);
        assertThat(request.maxOutput()).hasValue(80);
        assertThat(request.sampling().toString())
                .isEqualTo(
                        "Sampling[temperature=0.10, topP=1, topK=40, seed=7, presencePenalty=-2,"
                                + " frequencyPenalty=0.5]");
        assertThat(request.stop()).containsExactly("a", "b");
        assertThat(request.parallelTools()).isFalse();
        assertThat(request.stream()).isTrue();
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Required());
        assertThat(request.tools().toString())
                .isEqualTo(
                        """
                        [Tool[name=f, description=d, schema={"type":"object","properties":{"a":{"type":"integer"}}}, strict=true], \
                        Tool[name=g, description=, schema={"type":"object","properties":{}}, strict=false], \
                        Tool[name=h, description=, schema={"type":"object","properties":{"input":{"type":"string"}},\
                        "required":["input"],"additionalProperties":false}, strict=false]]\
                        """);
        assertThat(request.format()).isInstanceOf(Format.Schema.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Unsaid[] | false",
                "'\"reasoning_effort\":\"high\"' | Effort[word=high] | true",
                "'\"reasoning_effort\":\"none\"' | Off[] | false",
                "'\"reasoning_effort\":null' | Unsaid[] | false",
                "'\"reasoning\":{\"effort\":\"low\",\"exclude\":true}' | Effort[word=low] | false",
                "'\"reasoning\":{\"max_tokens\":2000}' | Budget[tokens=2000] | true",
                "'\"reasoning\":{\"enabled\":true}' | Adaptive[] | true",
                "'\"reasoning\":{\"enabled\":false}' | Off[] | false",
                "'\"thinking\":{\"type\":\"disabled\"}' | Off[] | false",
                "'\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":99}' | Budget[tokens=99] | true",
                "'\"thinking\":{\"type\":\"enabled\"}' | Adaptive[] | true",
                "'\"include_reasoning\":true' | Unsaid[] | true"
            })
    void thinking_is_asked_for_in_many_ways(String member, String thinking, boolean shown) {
        CanonRequest request = request(with(member));
        Thinking read = request.thinking();
        assertThat(read.toString()).isEqualTo(thinking);
        assertThat(request.summarised()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"auto\" | Auto[]",
                "\"none\" | None[]",
                "\"any\" | Required[]",
                "null | Auto[]",
                "{\"type\":\"function\",\"function\":{\"name\":\"f\"}} | Named[name=f]",
                "{\"type\":\"custom\",\"custom\":{\"name\":\"h\"}} | Named[name=h]",
                "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}} | Allowed[names=[f], required=true]"
            })
    void tool_choices(String json, String choice) {
        assertThat(request(with("\"tool_choice\":" + json)).toolChoice().toString())
                .isEqualTo(choice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"user\":\"u\"",
                "\"metadata\":{\"a\":\"b\"}",
                "\"store\":false",
                "\"prompt_cache_key\":\"k\"",
                "\"safety_identifier\":\"s\"",
                "\"verbosity\":\"low\"",
                "\"service_tier\":\"auto\"",
                "\"service_tier\":\"default\"",
                "\"n\":1",
                "\"n\":null",
                "\"logprobs\":false",
                "\"top_logprobs\":0",
                "\"logit_bias\":{}",
                "\"modalities\":[\"text\"]",
                "\"prediction\":null",
                "\"anything\":null",
                "\"usage\":{\"include\":true}"
            })
    void what_changes_nothing_is_dropped(String member) {
        assertThat(request(with(member))).isEqualTo(request(with("")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n | \"n\":2",
                "logprobs | \"logprobs\":true",
                "top_logprobs | \"top_logprobs\":3",
                "logit_bias | \"logit_bias\":{\"1\":5}",
                "prediction | \"prediction\":{\"type\":\"content\",\"content\":\"x\"}",
                "audio | \"audio\":{\"voice\":\"v\",\"format\":\"mp3\"}",
                "modalities | \"modalities\":[\"text\",\"audio\"]",
                "web_search_options | \"web_search_options\":{}",
                "store | \"store\":true",
                "service_tier | \"service_tier\":\"priority\"",
                "functions | \"functions\":[{\"name\":\"f\"}]",
                "function_call | \"function_call\":\"auto\"",
                "something_new | \"something_new\":1",
                "temperature | \"temperature\":2.1",
                "temperature | \"temperature\":\"hot\"",
                "temperature | \"temperature\":1e999999999",
                "top_p | \"top_p\":-1",
                "seed | \"seed\":99999999999999999999",
                "stop | \"stop\":[\"\"]",
                "stop | \"stop\":{}",
                "parallel_tool_calls | \"parallel_tool_calls\":\"no\"",
                "reasoning_effort | \"reasoning_effort\":\"immense\"",
                "reasoning_effort | \"reasoning_effort\":{}",
                "thinking.type | \"thinking\":{}",
                "response_format.type | \"response_format\":{\"type\":\"grammar\"}",
                "response_format.json_schema.schema | \"response_format\":{\"type\":\"json_schema\"}",
                "tools[0].type | \"tools\":[{\"type\":\"web_search\"}]",
                "tools[0].function.name | \"tools\":[{\"type\":\"function\"}]",
                "tools[0].function.parameters | \"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":[]}}]",
                "tools[1].custom.format | \"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"custom\",\"custom\":{\"name\":\"h\",\"format\":{\"type\":\"grammar\"}}}]",
                "tool_choice | \"tool_choice\":\"some\"",
                "tool_choice | \"tool_choice\":\"\"",
                "tool_choice.type | \"tool_choice\":{\"type\":\"mcp\"}",
                "tool_choice.allowed_tools.tools | \"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\"}}"
            })
    void what_would_change_meaning_or_money_is_refused_by_name(String param, String member) {
        assertThat(refused(with(member)).param()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages[0].role | {\"role\":\"function\",\"content\":\"x\"}",
                "messages[0].role | {\"content\":\"x\"}",
                "messages[0].content | {\"role\":\"user\"}",
                "messages[0].content | {\"role\":\"user\",\"content\":7}",
                "messages[0].content[0].type | {\"role\":\"user\",\"content\":[{\"type\":\"video_url\"}]}",
                "messages[0].content[0].type | {\"role\":\"user\",\"content\":[7]}",
                "messages[0].content[0].type | {\"role\":\"system\",\"content\":[{\"type\":\"image_url\"}]}",
                "messages[0].content[0].image_url.url | {\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"ftp://a/b\"}}]}",
                "messages[0].content[0].image_url.url | {\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png,abc\"}}]}",
                "messages[0].content[0].image_url.url | {\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:;base64,abc\"}}]}",
                "messages[0].content[0].file.file_id | {\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}]}",
                "messages[0].audio | {\"role\":\"assistant\",\"audio\":{\"id\":\"a\"}}",
                "messages[0].function_call | {\"role\":\"assistant\",\"function_call\":{\"name\":\"f\"}}",
                "messages[0].tool_calls[0].id | {\"role\":\"assistant\",\"tool_calls\":[{}]}",
                "messages[0].tool_calls[0].type | {\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"mcp\"}]}",
                "messages[0].tool_calls[0].function.arguments | {\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]}",
                "messages[0].tool_calls[0].function.arguments | {\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"[1]\"}}]}",
                "messages[0].tool_call_id | {\"role\":\"tool\",\"content\":\"x\"}"
            })
    void messages_are_refused_by_their_place(String param, String message) {
        assertThat(refused("{\"model\":\"m\",\"messages\":[" + message + "]}").param())
                .isEqualTo(param);
    }

    private static Turn turn(Turn.Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }

    private static String with(String member) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]"
                + (member.isEmpty() ? "" : "," + member)
                + "}";
    }

    private static CanonRequest request(String body) {
        if (read(body) instanceof CanonRead.Request(CanonRequest request)) {
            return request;
        }
        throw new AssertionError(read(body));
    }

    private static Untranslatable refused(String body) {
        if (read(body) instanceof CanonRead.Refused(Untranslatable why)) {
            return why;
        }
        throw new AssertionError(read(body));
    }

    private static CanonRead read(String body) {
        var wire = new ChatWire();
        var head = RequestHead.of(Surface.CHAT);
        if (wire.scan(head, body.getBytes(UTF_8), ScanLimits.STANDARD)
                instanceof Scan.Read(var request)) {
            return wire.read(request);
        }
        throw new AssertionError("not scanned: " + body);
    }
}
