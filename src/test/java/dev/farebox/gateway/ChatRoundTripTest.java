package dev.farebox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.gateway.provider.openai.ChatProvider;
import dev.farebox.gateway.wire.openai.ChatWire;
import dev.farebox.json.JsonTree;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A chat request that is translated to chat is itself; nonsense in its place never throws. */
class ChatRoundTripTest {
    private static final String REQUEST =
            """
            {"model":"m","messages":[
              {"role":"system","content":"be brief"},
              {"role":"user","content":[{"type":"text","text":"look"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO","detail":"low"}},
                {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}},
                {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}}]},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1.50}"}},
                {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"c1","content":"one"},
              {"role":"tool","tool_call_id":"c2","content":"two"},
              {"role":"user","content":"thanks"}],
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"type":"number","maximum":1.50}}},"strict":true}}],
             "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}},
             "parallel_tool_calls":false,"max_completion_tokens":80,"stop":["a"],
             "temperature":0.10,"top_p":1,"presence_penalty":-2,"frequency_penalty":0.5,"seed":7,
             "reasoning_effort":"low",
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}},
             "stream":true,"stream_options":{"include_usage":true}}
            """;

    @Test
    void a_request_comes_through_as_it_was() {
        assertThat(JsonTree.read(translated(REQUEST.getBytes(UTF_8))))
                .isEqualTo(JsonTree.read(REQUEST.getBytes(UTF_8)));
    }

    @Test
    void nonsense_is_translated_or_refused_in_words() {
        long seed = 20261121L;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] values = {"7", "-1e999", "\"x\"", "null", "[]", "{}", "[[{}]]", "true", "\"\""};
        String[] pieces = REQUEST.split("(?<=:)(?=[\\[{\"0-9tf-])");
        int through = 0;
        for (int round = 0; round < 5_000; round++) {
            int at = 1 + random.nextInt(pieces.length - 1);
            String[] mutated = pieces.clone();
            String scalar = mutated[at].replaceFirst("^(\"(?:[^\"\\\\]|\\\\.)*\"|[-\\w.]+)", "");
            mutated[at] =
                    scalar.equals(mutated[at])
                            ? mutated[at]
                            : values[random.nextInt(values.length)] + scalar;
            through += translated(String.join("", mutated).getBytes(UTF_8)).length > 0 ? 1 : 0;
        }
        assertThat(through).as("seed " + seed).isBetween(500, 4_900);
    }

    /** Empty where it is refused. */
    private static byte[] translated(byte[] body) {
        var wire = new ChatWire();
        if (wire.scan(RequestHead.of(Surface.CHAT), body, ScanLimits.STANDARD)
                        instanceof Scan.Read(var request)
                && wire.read(request) instanceof CanonRead.Request(var canon)
                && new ChatProvider().write(canon, request.model())
                        instanceof Written.Body(byte[] json)) {
            return json;
        }
        return new byte[0];
    }
}
