package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each topic of a conversation in Gemini's words, or refused by name. */
class GeminiRequestWriterTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String OLD = "gemini-2.5-flash";
    private static final String NEW = "gemini-3-flash";

    private final List<Turn> turns = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final List<String> stop = new ArrayList<>();
    private ToolChoice choice = new ToolChoice.Auto();
    private OptionalLong maxOutput = OptionalLong.empty();
    private Sampling sampling = Sampling.UNSAID;
    private Format format = new Format.Text();
    private Thinking thinking = new Thinking.Unsaid();
    private boolean summarised;

    @Test
    void the_first_instructions_are_the_systems_and_later_ones_marked_text() {
        say(Role.SYSTEM, text("a"));
        say(Role.SYSTEM, text("b"));
        say(Role.USER, text("hi"));
        say(Role.ASSISTANT, text("yes?"));
        say(Role.SYSTEM, text("be brief"));
        say(Role.USER, text("go"));
        assertThat(json(NEW, "systemInstruction"))
                .isEqualTo("{'parts':[{'text':'a'},{'text':'b'}]}");
        assertThat(json(NEW, "contents"))
                .isEqualTo(
                        "[{'role':'user','parts':[{'text':'hi'}]},"
                                + "{'role':'model','parts':[{'text':'yes?'}]},"
                                + "{'role':'user','parts':[{'text':'<system>\\nbe brief\\n"
                                + "</system>'},{'text':'go'}]}]");
    }

    @Test
    void neighbours_of_one_role_are_joined_and_results_come_first() {
        say(Role.USER, text("hi"));
        say(Role.ASSISTANT, text("let me"), call("c1", "f", "{'a':1}", null));
        say(Role.ASSISTANT, call("c2", "f", "", null));
        say(Role.USER, text("also"), result("c2", "", "two"));
        say(Role.USER, result("c1", "f", "{'x':1}"));
        assertThat(json(OLD, "contents"))
                .isEqualTo(
                        "[{'role':'user','parts':[{'text':'hi'}]},"
                                + "{'role':'model','parts':[{'text':'let me'},"
                                + "{'functionCall':{'name':'f','args':{'a':1}}},"
                                + "{'functionCall':{'name':'f','args':{}}}]},"
                                + "{'role':'user','parts':["
                                + "{'functionResponse':{'name':'f','response':{'output':'two'}}},"
                                + "{'functionResponse':{'name':'f','response':{'x':1}}},"
                                + "{'text':'also'}]}]");
    }

    @Test
    void the_third_generation_gets_ids_and_signatures() {
        say(Role.USER, text("hi"));
        say(Role.ASSISTANT, call("c1", "f", "{}", "U0lH"), call("c2", "g", "{}", null));
        say(Role.USER, result("c1", "", "1"), result("c2", "", "2"));
        say(Role.ASSISTANT, call("c3", "f", "{}", null));
        assertThat(json(NEW, "contents"))
                .contains(
                        "{'functionCall':{'id':'c1','name':'f','args':{}},"
                                + "'thoughtSignature':'U0lH'},"
                                + "{'functionCall':{'id':'c2','name':'g','args':{}}}]")
                .contains("{'functionResponse':{'id':'c1','name':'f',")
                .contains(
                        "{'functionCall':{'id':'c3','name':'f','args':{}},"
                                + "'thoughtSignature':'skip_thought_signature_validator'}");
    }

    @Test
    void errors_and_pictures_of_tools_are_said() {
        say(Role.USER, text("hi"));
        say(Role.ASSISTANT, call("c1", "f", "{}", null));
        say(
                Role.USER,
                new Part.ToolResult("c1", "f", List.of(text("broken")), true),
                new Part.ToolResult("c1", "f", List.of(text("a"), text("b"), picture()), false));
        assertThat(json(OLD, "contents"))
                .contains("'response':{'error':'broken'}")
                .contains("'response':{'output':'a\\nb'}")
                .endsWith("{'inlineData':{'mimeType':'image/png','data':'AAAA'}}]}]");
    }

    @Test
    void media_are_inline_or_by_an_address_that_the_provider_fetches() {
        say(
                Role.USER,
                picture(),
                new Part.Document(new Source.Inline("application/pdf", "BBBB"), "a.pdf"),
                new Part.Audio("wav", "CCCC"),
                new Part.Image(new Source.Url("https://x.example/a.JPG?size=1"), "high"),
                new Part.Image(new Source.Url("https://x.example/a"), ""),
                new Part.Document(new Source.Url("https://x.example/a"), ""));
        assertThat(json(NEW, "contents"))
                .isEqualTo(
                        "[{'role':'user','parts':["
                                + "{'inlineData':{'mimeType':'image/png','data':'AAAA'}},"
                                + "{'inlineData':{'mimeType':'application/pdf','data':'BBBB'}},"
                                + "{'inlineData':{'mimeType':'audio/wav','data':'CCCC'}},"
                                + "{'fileData':{'mimeType':'image/jpeg',"
                                + "'fileUri':'https://x.example/a.JPG?size=1'}},"
                                + "{'fileData':{'fileUri':'https://x.example/a'}},"
                                + "{'fileData':{'mimeType':'application/pdf',"
                                + "'fileUri':'https://x.example/a'}}]}]");
    }

    @Test
    void only_its_own_signed_thoughts_go_back() {
        say(Role.USER, text("hi"));
        say(
                Role.ASSISTANT,
                new Part.Reasoning("anthropic", "secret", "c2ln", null),
                new Part.Reasoning("", "unsigned", null, null),
                new Part.Reasoning("anthropic", "", null, "sealed"),
                new Part.Reasoning("gemini", "mine", "R0VN", null),
                text("yes"));
        assertThat(json(NEW, "contents"))
                .contains(
                        "'model','parts':[{'text':'mine','thought':true,"
                                + "'thoughtSignature':'R0VN'},{'text':'yes'}]")
                .doesNotContain("secret", "unsigned", "sealed");
    }

    @Test
    void tools_carry_their_json_schema_without_what_only_comments_it() {
        say(Role.USER, text("hi"));
        tool(
                "f",
                "{'$schema':'x','type':'object','properties':{'$id':{'type':'string','examples':[1]},"
                        + "'n':{'enum':['$schema'],'default':{'example':1}}},"
                        + "'additionalProperties':false,'required':['n']}");
        tool("g", "{'type':'object','properties':{}}");
        assertThat(json(NEW, "tools"))
                .isEqualTo(
                        "[{'functionDeclarations':[{'name':'f','description':'does f',"
                                + "'parametersJsonSchema':{'type':'object','properties':"
                                + "{'$id':{'type':'string'},"
                                + "'n':{'enum':['$schema'],'default':{'example':1}}},"
                                + "'additionalProperties':false,'required':['n']}},"
                                + "{'name':'g','description':'does g'}]}]");
        assertThat(json(NEW, "toolConfig")).isEmpty();
    }

    @Test
    void choices_among_tools_are_modes() {
        say(Role.USER, text("hi"));
        for (String name : List.of("f", "g", "h")) {
            tool(name, "{'type':'object'}");
        }
        choice = new ToolChoice.None();
        assertThat(json(NEW, "toolConfig")).isEqualTo("{'functionCallingConfig':{'mode':'NONE'}}");
        choice = new ToolChoice.Required();
        assertThat(json(NEW, "toolConfig")).isEqualTo("{'functionCallingConfig':{'mode':'ANY'}}");
        choice = new ToolChoice.Named("g");
        assertThat(json(NEW, "toolConfig")).endsWith("'ANY','allowedFunctionNames':['g']}}");
        choice = new ToolChoice.Allowed(List.of("f", "g"), true);
        assertThat(json(NEW, "toolConfig")).endsWith("'ANY','allowedFunctionNames':['f','g']}}");
        choice = new ToolChoice.Allowed(List.of("g"), false);
        assertThat(json(NEW, "toolConfig")).isEmpty();
        assertThat(json(NEW, "tools")).contains("'g'").doesNotContain("'f'", "'h'");
    }

    @Test
    void limits_sampling_and_form_are_the_configuration() {
        say(Role.USER, text("hi"));
        maxOutput = OptionalLong.of(700);
        sampling =
                new Sampling(
                        new BigDecimal("1.5"),
                        new BigDecimal("0.9"),
                        40L,
                        4_294_967_299L,
                        BigDecimal.ZERO,
                        new BigDecimal("0.5"));
        stop.add("END");
        format =
                new Format.Schema(
                        "n", MAPPER.readTree("{\"type\":\"object\",\"$id\":\"x\"}"), true);
        assertThat(json(NEW, "generationConfig"))
                .isEqualTo(
                        "{'maxOutputTokens':700,'temperature':1.5,'topP':0.9,'topK':40,'seed':3,"
                                + "'frequencyPenalty':0.5,'stopSequences':['END'],"
                                + "'responseMimeType':'application/json',"
                                + "'responseJsonSchema':{'type':'object'}}");
        format = new Format.AnyJson();
        assertThat(json(NEW, "generationConfig"))
                .endsWith("'responseMimeType':'application/json'}");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.0-flash, effort:high, ''",
        "gemma-3-27b, off, ''",
        "gemini-2.5-flash, unsaid, ''",
        "gemini-2.5-flash, off, thinkingBudget:0",
        "gemini-2.5-pro, off, thinkingBudget:128",
        "gemini-2.5-flash, adaptive, thinkingBudget:-1",
        "gemini-2.5-flash, effort:minimal, thinkingBudget:1024",
        "gemini-2.5-flash, effort:medium, thinkingBudget:8192",
        "gemini-2.5-flash, effort:max, thinkingBudget:24576",
        "gemini-2.5-flash, budget:100, thinkingBudget:512",
        "gemini-2.5-flash, budget:90000, thinkingBudget:24576",
        "gemini-2.5-pro, budget:90000, thinkingBudget:32768",
        "gemini-2.5-pro, budget:9000, thinkingBudget:9000",
        "gemini-3-flash, unsaid, ''",
        "gemini-3-flash, adaptive, ''",
        "gemini-3-flash, off, thinkingLevel:'MINIMAL'",
        "gemini-3-pro-preview, off, thinkingLevel:'LOW'",
        "gemini-3-flash, effort:low, thinkingLevel:'LOW'",
        "gemini-3-flash, effort:medium, thinkingLevel:'MEDIUM'",
        "gemini-3-pro-preview, effort:medium, thinkingLevel:'HIGH'",
        "gemini-3.1-pro, effort:medium, thinkingLevel:'MEDIUM'",
        "gemini-flash-latest, effort:xhigh, thinkingLevel:'HIGH'",
        "publishers/google/models/gemini-3-flash, budget:2000, thinkingLevel:'LOW'",
        "gemini-3-flash, budget:9000, thinkingLevel:'MEDIUM'",
        "gemini-3-flash, budget:32000, thinkingLevel:'HIGH'"
    })
    void thinking_is_set_as_the_models_generation_takes_it(String model, String how, String said) {
        say(Role.USER, text("hi"));
        String amount = how.substring(how.indexOf(':') + 1);
        thinking =
                switch (how.replaceFirst(":.*", "")) {
                    case "off" -> new Thinking.Off();
                    case "adaptive" -> new Thinking.Adaptive();
                    case "effort" -> new Thinking.Effort(amount);
                    case "budget" -> new Thinking.Budget(Long.parseLong(amount));
                    default -> new Thinking.Unsaid();
                };
        String member = said.isEmpty() ? "" : "'" + said.replaceFirst(":", "':");
        assertThat(json(model, "generationConfig"))
                .isEqualTo(said.isEmpty() ? "" : "{'thinkingConfig':{" + member + "}}");
    }

    @Test
    void thoughts_are_asked_for_where_there_are_any() {
        say(Role.USER, text("hi"));
        summarised = true;
        assertThat(json(NEW, "generationConfig"))
                .isEqualTo("{'thinkingConfig':{'includeThoughts':true}}");
        assertThat(json("gemini-2.0-flash", "generationConfig")).isEmpty();
    }

    @Test
    void what_cannot_be_said_is_refused_by_name() {
        say(Role.USER, new Part.Image(new Source.Url("http://x.example/a.png"), ""));
        assertThat(refused(NEW)).isEqualTo("image");
        turns.clear();
        say(Role.USER, new Part.Image(new Source.Url("https://x.example/a.png"), ""));
        assertThat(refused(OLD)).isEqualTo("image");
        turns.clear();
        say(Role.SYSTEM, text("only this"));
        assertThat(refused(NEW)).isEqualTo("messages");
        say(Role.USER, result("c9", "", "lost"));
        assertThat(refused(NEW)).isEqualTo("tool_call_id");
        turns.clear();
        say(Role.USER, text("hi"));
        say(Role.ASSISTANT, call("c", "f", "{'a':", null));
        assertThat(refused(NEW)).isEqualTo("arguments");
        turns.clear();
        say(Role.SYSTEM, picture());
        assertThat(refused(NEW)).isEqualTo("system");
        turns.clear();
        say(Role.USER, text("hi"));
        stop.addAll(List.of("1", "2", "3", "4", "5", "6"));
        assertThat(refused(NEW)).isEqualTo("stop");
    }

    private void say(Role role, Part... parts) {
        turns.add(new Turn(role, List.of(parts)));
    }

    private static Part text(String text) {
        return new Part.Text(text);
    }

    private static Part picture() {
        return new Part.Image(new Source.Inline("image/png", "AAAA"), "");
    }

    private static Part call(String id, String name, String arguments, @Nullable String signature) {
        return new Part.ToolCall(id, name, arguments.replace('\'', '"'), signature);
    }

    private static Part result(String id, String name, String text) {
        return new Part.ToolResult(id, name, List.of(text(text.replace('\'', '"'))), false);
    }

    private void tool(String name, String schema) {
        tools.add(new Tool(name, "does " + name, MAPPER.readTree(schema.replace('\'', '"')), true));
    }

    private Written write(String model) {
        return new GeminiProvider()
                .write(
                        new CanonRequest(
                                turns,
                                tools,
                                choice,
                                true,
                                maxOutput,
                                sampling,
                                stop,
                                format,
                                thinking,
                                summarised,
                                true),
                        model);
    }

    /** A member of the body, with single quotes; empty where it is not there. */
    private String json(String model, String member) {
        Written written = write(model);
        assertThat(written).isInstanceOf(Written.Body.class);
        String body = new String(((Written.Body) written).json(), UTF_8);
        JsonNode value = MAPPER.readTree(body).get(member);
        return value == null ? "" : value.toString().replace('"', '\'');
    }

    private String refused(String model) {
        return ((Written.Refused) write(model)).why().param();
    }
}
