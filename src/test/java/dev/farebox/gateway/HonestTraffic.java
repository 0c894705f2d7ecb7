package dev.farebox.gateway;

import dev.farebox.gateway.MutatedExchangeTest.Dialect;
import java.util.List;

/** Requests and whole answers of every dialect with as much in them as honest ones have. */
final class HonestTraffic {
    private HonestTraffic() {}

    static String plain(Dialect dialect, boolean stream) {
        String end = stream ? ",\"stream\":true}" : "}";
        return switch (dialect) {
            case CHAT ->
                    "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]"
                            + end;
            case RESPONSES -> "{\"model\":\"demo\",\"input\":\"x\"" + end;
            case ANTHROPIC ->
                    "{\"model\":\"demo\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]"
                            + end;
            case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]}";
        };
    }

    static List<String> rich(Dialect dialect) {
        return switch (dialect) {
            case CHAT -> List.of(CHAT);
            case RESPONSES -> List.of(RESPONSES);
            case ANTHROPIC -> List.of(MESSAGES);
            case GEMINI -> List.of(GENERATE);
        };
    }

    private static final String CHAT =
            """
            {"model":"demo","temperature":0.5,"top_p":0.9,"max_tokens":100,"stop":["a","b"],"seed":7,
            "reasoning_effort":"low","tool_choice":{"type":"function","function":{"name":"f"}},
            "parallel_tool_calls":false,"user":"u","response_format":{"type":"json_schema","json_schema":
            {"name":"n","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}}}}},
            "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":
            {"type":"object","properties":{"x":{"type":["integer","null"],"enum":[1,2]}},"required":["x"]}}}],
            "messages":[{"role":"system","content":"s"},{"role":"developer","content":[{"type":"text","text":"t"}]},
            {"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":
            {"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}}]},
            {"role":"assistant","content":"c","tool_calls":[{"id":"call_1","type":"function","function":
            {"name":"f","arguments":"{\\"x\\":1}"}},{"id":"call_2","type":"function","function":{"name":"f","arguments":""}}]},
            {"role":"tool","tool_call_id":"call_1","content":"r"},
            {"role":"tool","tool_call_id":"call_2","content":[{"type":"text","text":"r2"}]},
            {"role":"user","content":"go"}]}
            """;

    private static final String RESPONSES =
            """
            {"model":"demo","instructions":"i","temperature":0.5,"top_p":0.9,"max_output_tokens":100,"store":false,
            "reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],
            "text":{"format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object",
            "properties":{"a":{"type":"string"}}}}},"tool_choice":"auto","parallel_tool_calls":true,
            "tools":[{"type":"function","name":"f","description":"d","strict":false,"parameters":{"type":"object",
            "properties":{"x":{"type":"integer"}}}},{"type":"custom","name":"c","description":"d"},
            {"type":"namespace","name":"ns","tools":[{"type":"function","name":"g","parameters":{}}]}],
            "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"look"},
            {"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}]},
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"s"}],"encrypted_content":"e"},
            {"type":"message","role":"assistant","id":"msg_1","content":[{"type":"output_text","text":"o","annotations":[]}]},
            {"type":"function_call","call_id":"call_1","name":"f","arguments":"{\\"x\\":1}"},
            {"type":"function_call_output","call_id":"call_1","output":"r"},
            {"type":"custom_tool_call","call_id":"call_2","name":"c","input":"text"},
            {"type":"custom_tool_call_output","call_id":"call_2","output":"r"},
            {"role":"developer","content":"d"},{"role":"user","content":"go"}]}
            """;

    private static final String MESSAGES =
            """
            {"model":"demo","max_tokens":4000,"temperature":0.5,"top_k":5,"stop_sequences":["a"],
            "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],
            "thinking":{"type":"enabled","budget_tokens":2000},"tool_choice":{"type":"auto","disable_parallel_tool_use":true},
            "metadata":{"user_id":"u"},"output_config":{"effort":"low"},
            "tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"x":{"type":"integer"}}}}],
            "messages":[{"role":"user","content":[{"type":"text","text":"look"},{"type":"image","source":
            {"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"sig"},
            {"type":"redacted_thinking","data":"ZGF0YQ=="},{"type":"text","text":"c"},
            {"type":"tool_use","id":"toolu_1","name":"f","input":{"x":1}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":false,"content":
            [{"type":"text","text":"r"}]},{"type":"text","text":"go"}]}]}
            """;

    private static final String GENERATE =
            """
            {"systemInstruction":{"parts":[{"text":"s"}]},"toolConfig":{"functionCallingConfig":{"mode":"AUTO"}},
            "generationConfig":{"temperature":0.5,"topP":0.9,"topK":5,"maxOutputTokens":100,"stopSequences":["a"],
            "seed":3,"responseMimeType":"application/json","responseSchema":{"type":"OBJECT","properties":
            {"a":{"type":"STRING"}}},"thinkingConfig":{"thinkingBudget":100,"includeThoughts":true}},
            "tools":[{"functionDeclarations":[{"name":"f","description":"d","parameters":{"type":"OBJECT",
            "properties":{"x":{"type":"INTEGER","nullable":true,"enum":["1"]}},"required":["x"]}}]}],
            "contents":[{"role":"user","parts":[{"text":"look"},{"inlineData":{"mimeType":"image/png",
            "data":"iVBORw0KGgo="}}]},{"role":"model","parts":[{"text":"t","thought":true},{"text":"c",
            "thoughtSignature":"c2ln"},{"functionCall":{"id":"1","name":"f","args":{"x":1}}}]},
            {"role":"user","parts":[{"functionResponse":{"id":"1","name":"f","response":{"result":"r"}}}]},
            {"role":"user","parts":[{"text":"go"}]}]}
            """;

    static List<String> answers(Dialect dialect) {
        return switch (dialect) {
            case CHAT ->
                    List.of(
                            """
                            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                            "message":{"role":"assistant","content":"hello","reasoning_content":"hm","refusal":null,
                            "tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}}]},
                            "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,
                            "prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":1}}}
                            """);
            case RESPONSES ->
                    List.of(
                            """
                            {"id":"resp_1","object":"response","status":"completed","model":"m","output":[{"type":"reasoning",
                            "id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"e"},
                            {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":
                            "output_text","text":"hello","annotations":[]},{"type":"refusal","refusal":"no"}]},
                            {"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"{\\"x\\":1}"}],
                            "usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":1},"output_tokens":3,
                            "output_tokens_details":{"reasoning_tokens":1},"total_tokens":12}}
                            """);
            case ANTHROPIC ->
                    List.of(
                            """
                            {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"thinking",
                            "thinking":"hm","signature":"s"},{"type":"text","text":"hello"},{"type":"tool_use","id":"toolu_1",
                            "name":"f","input":{"x":1}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":9,
                            "cache_creation_input_tokens":2,"cache_read_input_tokens":1,"output_tokens":3,"cache_creation":
                            {"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":1},"service_tier":"standard",
                            "iterations":[{"type":"message","model":"m","input_tokens":9,"output_tokens":3}]}}
                            """);
            case GEMINI ->
                    List.of(
                            """
                            {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"hm","thought":true},
                            {"text":"hello","thoughtSignature":"c2ln"},{"functionCall":{"name":"f","args":{"x":1}}}]},
                            "finishReason":"STOP","groundingMetadata":{"webSearchQueries":["q"]}}],"modelVersion":"m",
                            "responseId":"r","usageMetadata":{"promptTokenCount":9,"cachedContentTokenCount":1,
                            "candidatesTokenCount":3,"thoughtsTokenCount":1,"totalTokenCount":13,"promptTokensDetails":
                            [{"modality":"TEXT","tokenCount":9}]}}
                            """);
        };
    }
}
