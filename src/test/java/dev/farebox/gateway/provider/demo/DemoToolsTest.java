package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.answer;
import static dev.farebox.gateway.provider.demo.DemoCall.body;
import static dev.farebox.gateway.provider.demo.DemoCall.chunks;
import static dev.farebox.gateway.provider.demo.DemoCall.events;
import static dev.farebox.gateway.provider.demo.DemoCall.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.DemoUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The demo provider calls tools and writes JSON that fits what was asked for. */
class DemoToolsTest {
    private static final DemoUpstream DEMO = DemoUpstream.instant();

    private static final String WEATHER =
            """
            {"type":"object","required":["city","unit"],"additionalProperties":false,"properties":{\
            "city":{"type":"string","minLength":3},"unit":{"type":"string","enum":["C","F"]},\
            "days":{"type":"integer","minimum":2,"maximum":5}}}\
            """;
    private static final String ORDER =
            """
            {"type":"object","required":["lines","when","note","total"],"properties":{\
            "lines":{"type":"array","minItems":2,"maxItems":3,"items":{"$ref":"#/$defs/line"}},\
            "when":{"type":"string","format":"date"},"gift":{"type":"boolean"},\
            "note":{"anyOf":[{"type":"string","maxLength":5},{"type":"null"}]},\
            "kind":{"const":"retail"},"total":{"type":"number","exclusiveMinimum":0,"multipleOf":0.25},\
            "parent":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},\
            "$defs":{"line":{"type":"object","required":["sku","count"],"properties":{\
            "sku":{"type":"string"},"count":{"type":["integer","null"],"minimum":1}}}}}\
            """;
    private static final String TOOLS =
            "\"tools\":[" + tool("get_weather", WEATHER) + "," + tool("place_order", ORDER) + "]";

    @AfterAll
    static void stop() {
        DEMO.close();
    }

    private static String tool(String name, String schema) {
        return "{\"type\":\"function\",\"function\":{\"name\":\"%s\",\"parameters\":%s}}"
                .formatted(name, schema);
    }

    @Test
    void a_named_tool_is_called_with_arguments_that_fit() throws IOException {
        JsonNode answer = answer(DEMO, body("What is the weather in Oslo?", TOOLS));
        JsonNode choice = answer.at("/choices/0");
        assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/content").isNull()).isTrue();
        JsonNode call = choice.at("/message/tool_calls/0");
        assertThat(call.at("/function/name").asString()).isEqualTo("get_weather");
        JsonNode arguments = DemoCall.JSON.readTree(call.at("/function/arguments").asString());
        assertThat(SchemaCheck.faults(DemoCall.JSON.readTree(WEATHER), arguments)).isEmpty();
        assertThat(arguments.path("city").asString()).isEqualTo("Oslo");
    }

    @Test
    void a_nested_schema_is_met_for_many_prompts() throws IOException {
        JsonNode schema = DemoCall.JSON.readTree(ORDER);
        for (int i = 0; i < 50; i++) {
            JsonNode answer =
                    answer(
                            DEMO,
                            body(
                                    "Number " + i,
                                    TOOLS,
                                    "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"place_order\"}}"));
            String arguments =
                    answer.at("/choices/0/message/tool_calls/0/function/arguments").asString();
            assertThat(SchemaCheck.faults(schema, DemoCall.JSON.readTree(arguments)))
                    .as(arguments)
                    .isEmpty();
        }
    }

    @Test
    void several_calls_come_in_parallel_when_asked_for() throws IOException {
        String prompt = "Use get_weather for both Oslo and Paris, in parallel";
        var calls = new TreeMap<Integer, List<JsonNode>>();
        List<JsonNode> chunks = chunks(events(DEMO, stream(prompt, TOOLS)));
        for (JsonNode chunk : chunks) {
            for (JsonNode call : chunk.at("/choices/0/delta/tool_calls").values()) {
                calls.computeIfAbsent(call.path("index").asInt(), _ -> new ArrayList<>()).add(call);
            }
        }
        assertThat(calls).containsOnlyKeys(0, 1);
        var cities = new ArrayList<String>();
        int tokens = 0;
        for (List<JsonNode> fragments : calls.values()) {
            JsonNode first = fragments.getFirst();
            assertThat(first.path("id").asString()).startsWith("call_");
            assertThat(first.at("/function/name").asString()).isEqualTo("get_weather");
            assertThat(fragments.stream().filter(fragment -> fragment.has("id"))).hasSize(1);
            var arguments = new StringBuilder();
            for (JsonNode fragment : fragments) {
                arguments.append(fragment.at("/function/arguments").asString());
            }
            cities.add(DemoCall.JSON.readTree(arguments.toString()).path("city").asString());
            tokens += 3 + fragments.size();
        }
        assertThat(cities).containsExactly("Oslo", "Paris");
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(tokens);
        JsonNode one = answer(DEMO, body(prompt, TOOLS, "\"parallel_tool_calls\":false"));
        assertThat(one.at("/choices/0/message/tool_calls")).hasSize(1);
    }

    @Test
    void tools_are_called_only_when_asked_for() throws IOException {
        var expected =
                Map.of(
                        body("Good morning", TOOLS), false,
                        body("Good morning", TOOLS, "\"tool_choice\":\"required\""), true,
                        body("Use a tool", TOOLS, "\"tool_choice\":\"none\""), false,
                        body("Use a tool", TOOLS), true,
                        body("Use a tool"), false);
        for (var row : expected.entrySet()) {
            assertThat(answer(DEMO, row.getKey()).at("/choices/0/message").has("tool_calls"))
                    .as(row.getKey())
                    .isEqualTo(row.getValue());
        }
    }

    @Test
    void the_result_of_a_tool_is_answered_with_text() throws IOException {
        String messages =
                """
                {"model":"demo-tools","messages":[{"role":"user","content":"Use get_weather"},\
                {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",\
                "function":{"name":"get_weather","arguments":"{}"}}]},\
                {"role":"tool","tool_call_id":"c1","content":"17 degrees"}],\
                """;
        JsonNode answer = answer(DEMO, messages + TOOLS + "}");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(answer.at("/choices/0/message/content").asString()).contains("17 degrees");
        String stranger = messages.replace("\"tool_call_id\":\"c1\"", "\"tool_call_id\":\"c2\"");
        assertThat(answer(DEMO, stranger + TOOLS + "}").at("/error/message").asString())
                .contains("must be a response to a preceding message");
    }

    @Test
    void json_is_answered_when_json_is_asked_for() throws IOException {
        JsonNode any =
                answer(DEMO, body("About Rome", "\"response_format\":{\"type\":\"json_object\"}"));
        assertThat(
                        DemoCall.JSON
                                .readTree(any.at("/choices/0/message/content").asString())
                                .isObject())
                .isTrue();
        JsonNode strict =
                answer(
                        DEMO,
                        body(
                                "About Rome",
                                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":"
                                        + ORDER
                                        + "}}"));
        String text = strict.at("/choices/0/message/content").asString();
        assertThat(SchemaCheck.faults(DemoCall.JSON.readTree(ORDER), DemoCall.JSON.readTree(text)))
                .as(text)
                .isEmpty();
    }
}
