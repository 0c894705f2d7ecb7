package dev.farebox.gateway.wire.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Part.Source;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Gemini request in no vendor's words, or refused by name. */
class GeminiConversationTest {
    private static final String HI = "'contents':[{'role':'user','parts':[{'text':'hi'}]}]";

    @Test
    void instructions_and_words_are_turns() {
        CanonRequest request =
                read(
                        "'system_instruction':{'parts':[{'text':'a'},{'text':'b'}]},"
                                + "'contents':[{'parts':[{'text':'x'},{'text':'y'}]},"
                                + "{'role':'model','parts':[{'text':'p'}]},"
                                + "{'role':'model','parts':[{'text':'q','thoughtSignature':'QQ=='}]},"
                                + "{'role':'user','parts':[{'text':'z'}]}]");
        assertThat(request.turns())
                .containsExactly(
                        turn(Role.SYSTEM, text("a"), text("b")),
                        turn(Role.USER, text("x"), text("y")),
                        turn(Role.ASSISTANT, text("pq")),
                        turn(Role.USER, text("z")));
        assertThat(request.stream()).isFalse();
        assertThat(request.parallelTools()).isTrue();
    }

    @Test
    void calls_without_ids_are_matched_by_name_and_order() {
        CanonRequest request =
                read(
                        "'contents':[{'role':'user','parts':[{'text':'hi'}]},"
                                + "{'role':'model','parts':["
                                + "{'functionCall':{'name':'f','args':{'a':1.50}},"
                                + "'thoughtSignature':'U0lH'},"
                                + "{'function_call':{'name':'g'}},"
                                + "{'functionCall':{'name':'f','args':{}}}]},"
                                + "{'role':'user','parts':["
                                + "{'functionResponse':{'name':'g','response':{'output':'G'}}},"
                                + "{'functionResponse':{'name':'f','response':{'x':[1]}}},"
                                + "{'function_response':{'name':'f','response':{'error':'no'}}}]}]");
        assertThat(request.turns().get(1).parts())
                .containsExactly(
                        new Part.ToolCall("call_0001", "f", "{\"a\":1.50}", "U0lH"),
                        new Part.ToolCall("call_0002", "g", "{}", null),
                        new Part.ToolCall("call_0003", "f", "{}", null));
        assertThat(request.turns().get(2).parts())
                .containsExactly(
                        result("call_0002", "g", "G", false),
                        result("call_0001", "f", "{\"x\":[1]}", false),
                        result("call_0003", "f", "no", true));
    }

    @Test
    void ids_that_are_given_are_kept() {
        CanonRequest request =
                read(
                        "'contents':[{'role':'model','parts':["
                                + "{'functionCall':{'id':'toolu_1','name':'f','args':{}}},"
                                + "{'functionCall':{'id':'toolu_2','name':'f','args':{}}}]},"
                                + "{'parts':[{'functionResponse':{'id':'toolu_2','name':'f',"
                                + "'response':{'result':'2'},'parts':[{'inlineData':"
                                + "{'mimeType':'image/png','data':'AAAA'}}]}},"
                                + "{'functionResponse':{'name':'f','response':{'result':1}}}]}]");
        assertThat(request.turns().get(1).parts())
                .containsExactly(
                        new Part.ToolResult(
                                "toolu_2",
                                "f",
                                List.of(
                                        text("2"),
                                        new Part.Image(new Source.Inline("image/png", "AAAA"), "")),
                                false),
                        result("toolu_1", "f", "{\"result\":1}", false));
    }

    @Test
    void media_are_parts_of_their_kind() {
        CanonRequest request =
                read(
                        "'contents':[{'parts':["
                                + "{'inlineData':{'mimeType':'image/PNG','data':'AAAA'}},"
                                + "{'inline_data':{'mime_type':'audio/mpeg','data':'BBBB'}},"
                                + "{'inlineData':{'mimeType':'application/pdf','data':'CCCC',"
                                + "'displayName':'a.pdf'}},"
                                + "{'fileData':{'mimeType':'image/png',"
                                + "'fileUri':'https://x.example/a'}}]}]");
        assertThat(request.turns().getFirst().parts())
                .containsExactly(
                        new Part.Image(new Source.Inline("image/png", "AAAA"), ""),
                        new Part.Audio("mp3", "BBBB"),
                        new Part.Document(new Source.Inline("application/pdf", "CCCC"), "a.pdf"),
                        new Part.Image(new Source.Url("https://x.example/a"), ""));
    }

    @Test
    void pieces_of_a_thought_are_one_again_with_whoever_signed_it() {
        String seal = Seals.signed("anthropic", "si:g=");
        CanonRequest request =
                read(
                        "'contents':[{'role':'model','parts':[{'text':'one ','thought':true}]},"
                                + "{'role':'model','parts':[{'text':'two','thought':true},"
                                + "{'text':'','thought':true,'thoughtSignature':'"
                                + seal
                                + "'},{'text':'','thought':true,'thoughtSignature':'"
                                + Seals.redacted("anthropic", "data")
                                + "'},{'text':'g','thought':true,'thoughtSignature':'R0VNSU5J'},"
                                + "{'text':'open','thought':true},{'text':'done'}]}]");
        assertThat(request.turns().getFirst().parts())
                .containsExactly(
                        new Part.Reasoning("anthropic", "one two", "si:g=", null),
                        new Part.Reasoning("anthropic", "", null, "data"),
                        new Part.Reasoning("gemini", "g", "R0VNSU5J", null),
                        new Part.Reasoning("", "open", null, null),
                        text("done"));
    }

    @Test
    void tools_have_json_schemas() {
        CanonRequest request =
                read(
                        HI
                                + ",'tools':[{'functionDeclarations':[{'name':'f','description':'d',"
                                + "'parameters':{'type':'OBJECT','nullable':true,"
                                + "'propertyOrdering':['a'],'required':['a'],'properties':{"
                                + "'a':{'type':'ARRAY','minItems':'2','items':{'type':'STRING',"
                                + "'enum':['TYPE','X'],'nullable':true}},"
                                + "'type':{'any_of':[{'type':'NUMBER'},{'type':'BOOLEAN'}]}}}},"
                                + "{'name':'g','parametersJsonSchema':{'type':'object','$defs':{}}},"
                                + "{'name':'h'}]}]");
        assertThat(request.tools().get(0).schema().toString().replace('"', '\''))
                .isEqualTo(
                        "{'type':['object','null'],'required':['a'],'properties':{"
                                + "'a':{'type':'array','minItems':2,'items':{"
                                + "'type':['string','null'],'enum':['TYPE','X']}},"
                                + "'type':{'anyOf':[{'type':'number'},{'type':'boolean'}]}}}");
        assertThat(request.tools().get(1).schema().toString().replace('"', '\''))
                .isEqualTo("{'type':'object','$defs':{}}");
        assertThat(request.tools().get(2).schema().toString().replace('"', '\''))
                .isEqualTo("{'type':'object','properties':{}}");
        assertThat(request.tools().get(0).description()).isEqualTo("d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Auto[]",
                "{'mode':'AUTO'} | Auto[]",
                "{'mode':'NONE'} | None[]",
                "{'mode':'ANY'} | Required[]",
                "{'mode':'any','allowedFunctionNames':['f']} | Named[name=f]",
                "{'mode':'ANY','allowed_function_names':['f','g']} | Allowed[names=[f, g],"
                        + " required=true]",
                "{'mode':'VALIDATED','allowedFunctionNames':['f']} | Allowed[names=[f],"
                        + " required=false]"
            })
    void modes_are_choices(String config, String choice) {
        ToolChoice read =
                read(HI + ",'tool_config':{'function_calling_config':" + config + "}").toolChoice();
        assertThat(read).hasToString(choice);
    }

    @Test
    void the_configuration_is_limits_sampling_and_form() {
        CanonRequest request =
                read(
                        HI
                                + ",'generation_config':{'max_output_tokens':700,'temperature':1.5,"
                                + "'top_p':0.9,'topK':40.0,'seed':'7','presencePenalty':0.1,"
                                + "'frequencyPenalty':0.2,'stop_sequences':['END'],"
                                + "'response_mime_type':'application/json',"
                                + "'response_schema':{'type':'OBJECT'},"
                                + "'thinkingConfig':{'includeThoughts':true,'thinkingBudget':64}}");
        assertThat(request.maxOutput()).hasValue(700);
        assertThat(request.sampling().temperature()).isEqualTo(new BigDecimal("1.5"));
        assertThat(request.sampling().topK()).isEqualTo(40);
        assertThat(request.sampling().seed()).isEqualTo(7);
        assertThat(request.stop()).containsExactly("END");
        assertThat(((Format.Schema) request.format()).schema().toString())
                .isEqualTo("{\"type\":\"object\"}");
        assertThat(request.thinking()).isEqualTo(new Thinking.Budget(64));
        assertThat(request.summarised()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Unsaid[]",
                "{'thinkingBudget':0} | Off[]",
                "{'thinkingBudget':-1} | Adaptive[]",
                "{'thinking_budget':'512'} | Budget[tokens=512]",
                "{'thinkingLevel':'HIGH'} | Effort[word=high]",
                "{'thinkingLevel':'THINKING_LEVEL_UNSPECIFIED'} | Unsaid[]"
            })
    void thinking_is_a_level_or_a_budget(String config, String thinking) {
        assertThat(read(HI + ",'generationConfig':{'thinkingConfig':" + config + "}").thinking())
                .hasToString(thinking);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "HI,'cachedContent':'cachedContents/a' | cachedContent",
                "HI,'service_tier':'priority' | serviceTier",
                "HI,'tools':[{'googleSearch':{}}] | tools[0].googleSearch",
                "HI,'tools':[{'functionDeclarations':[]},{'code_execution':{}}] |"
                        + " tools[1].codeExecution",
                "HI,'tools':[{'functionDeclarations':[{}]}] | tools[0].functionDeclarations[0].name",
                "HI,'generationConfig':{'candidateCount':2} | generationConfig.candidateCount",
                "HI,'generationConfig':{'responseModalities':['TEXT','IMAGE']} |"
                        + " generationConfig.responseModalities",
                "HI,'generationConfig':{'speechConfig':{}} | generationConfig.speechConfig",
                "HI,'generationConfig':{'responseLogprobs':true} |"
                        + " generationConfig.responseLogprobs",
                "HI,'generationConfig':{'responseMimeType':'text/x.enum'} |"
                        + " generationConfig.responseMimeType",
                "HI,'toolConfig':{'functionCallingConfig':{'mode':'SOME'}} |"
                        + " toolConfig.functionCallingConfig.mode",
                "'contents':[{'role':'robot','parts':[{'text':'a'}]}] | contents[0].role",
                "'contents':[{'parts':[{'executableCode':{}}]}] | contents[0].parts[0].executableCode",
                "'contents':[{'parts':[{'inlineData':{'mimeType':'video/mp4','data':'AA'}}]}] |"
                        + " contents[0].parts[0].inlineData",
                "'contents':[{'parts':[{'inlineData':{'data':'AA'}}]}] |"
                        + " contents[0].parts[0].inlineData",
                "'contents':[{'parts':[{'fileData':{'mimeType':'image/png','fileUri':"
                        + "'https://generativelanguage.googleapis.com/v1beta/files/a'}}]}] |"
                        + " contents[0].parts[0].fileData",
                "'contents':[{'parts':[{'fileData':{'mimeType':'image/png','fileUri':'gs://a/b'}}]}]"
                        + " | contents[0].parts[0].fileData",
                "'contents':[{'parts':[{'text':'a'},{'functionResponse':{'name':'f'}}]}] |"
                        + " contents[0].parts[1].functionResponse",
                "'contents':[{'role':'model','parts':[{'functionCall':{'args':{}}}]}] |"
                        + " contents[0].parts[0].functionCall",
                "'contents':[{'role':'model','parts':[{'functionCall':{'name':'f','args':[]}}]}] |"
                        + " contents[0].parts[0].functionCall",
                "'contents':[{'parts':[{'hologram':{}}]}] | contents[0].parts[0]",
                "HI,'systemInstruction':{'parts':[{'inlineData':{}}]} | systemInstruction.parts[0]"
            })
    void what_would_change_meaning_or_money_is_refused_by_name(String members, String param) {
        CanonRead read = canon(members.replace("HI", HI));
        assertThat(read).isInstanceOf(CanonRead.Refused.class);
        assertThat(((CanonRead.Refused) read).why().param()).isEqualTo(param);
        assertThat(((CanonRead.Refused) read).why().why()).endsWith(".");
    }

    @Test
    void what_only_google_knows_is_left_out() {
        CanonRequest request =
                read(
                        HI
                                + ",'safetySettings':[{'category':'X','threshold':'Y'}],'labels':{},"
                                + "'serviceTier':'standard','cachedContent':'',"
                                + "'generationConfig':{'mediaResolution':'MEDIA_RESOLUTION_LOW',"
                                + "'responseModalities':['TEXT'],'candidateCount':1,"
                                + "'responseLogprobs':false}");
        assertThat(request.turns()).containsExactly(turn(Role.USER, text("hi")));
    }

    private static CanonRequest read(String members) {
        CanonRead read = canon(members);
        assertThat(read).isInstanceOf(CanonRead.Request.class);
        return ((CanonRead.Request) read).request();
    }

    private static CanonRead canon(String members) {
        String body = ("{" + members + "}").replace('\'', '"');
        return new GeminiWire().read(Heads.read(Surface.GENERATE, body));
    }

    private static Turn turn(Role role, Part... parts) {
        return new Turn(role, List.of(parts));
    }

    private static Part text(String text) {
        return new Part.Text(text);
    }

    private static Part result(String id, String name, String text, boolean error) {
        return new Part.ToolResult(id, name, List.of(text(text)), error);
    }
}
