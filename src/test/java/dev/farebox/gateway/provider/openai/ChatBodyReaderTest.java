package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole answer gives its usage, or is not taken for an answer. */
class ChatBodyReaderTest {
    private static final String ANSWER =
            """
            {"id":"c","object":"chat.completion","model":"gpt-5.6-mini","service_tier":"flex",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Hi \\u00e9","refusal":null,
              "tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}},
                            {"id":"call_2","type":"function","function":{"name":"g","arguments":""}}]},
              "logprobs":null,"finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29}}
            """;

    @Test
    void an_answer_tells_what_it_took() {
        assertThat(read(ANSWER)).isInstanceOf(ChatBody.Answer.class);
        ChatSummary summary = ((ChatBody.Answer) read(ANSWER)).summary();
        assertThat(summary.ending()).isEqualTo(ChatSummary.Ending.COMPLETE);
        assertThat(summary.finishReason()).isEqualTo("tool_calls");
        assertThat(summary.outputBytes()).isEqualTo(5 + 3 + 1);
        assertThat(summary.toolCalls()).isEqualTo(2);
        assertThat(summary.estimatedOutput()).isEqualTo(3 + 24);
        assertThat(summary.model()).isEqualTo("gpt-5.6-mini");
        assertThat(Recorded.usage(summary).toString()).isEqualTo("{input=19, output=10}");
        assertThat(((UsageReading.Reported) summary.usage()).usage().tier()).isEqualTo("flex");
    }

    @Test
    void an_answer_cut_anywhere_is_garbage() {
        byte[] whole = ANSWER.strip().getBytes(UTF_8);
        for (int end = 0; end < whole.length; end++) {
            assertThat(
                            ChatBodyReader.read(
                                    Arrays.copyOf(whole, end),
                                    1,
                                    Recorded.SENT,
                                    TokenFactors.ROUGH))
                    .as("cut at %d", end)
                    .isInstanceOf(ChatBody.Garbage.class);
        }
    }

    @Test
    void an_answer_without_usage_is_an_answer() {
        ChatBody body =
                read(
                        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}");
        assertThat(((ChatBody.Answer) body).summary().usage()).isEqualTo(UsageReading.MISSING);
    }

    @Test
    void a_filter_and_a_refusal_are_told_apart_from_an_answer() {
        ChatBody filtered =
                read(
                        "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"content_filter\"}]}");
        ChatBody refused =
                read(
                        "{\"choices\":[{\"message\":{\"refusal\":\"no\"},\"finish_reason\":\"stop\"}]}");
        assertThat(((ChatBody.Answer) filtered).summary().refused()).isTrue();
        assertThat(((ChatBody.Answer) refused).summary().refused()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"m\",\"code\":\"c\"}}",
                "{\"error\":\"broken\"}",
                "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\"}",
                "{\"choices\":[{\"message\":{},\"finish_reason\":\"error\"}]}"
            })
    void an_error_with_status_200_is_an_error(String body) {
        assertThat(read(body)).isInstanceOf(ChatBody.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"x\"",
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "<html>",
                "{\"choices\":[{}]} x",
                "\u0000"
            })
    void what_no_client_can_read_is_garbage(String body) {
        assertThat(read(body)).isInstanceOf(ChatBody.Garbage.class);
    }

    private static ChatBody read(String body) {
        return ChatBodyReader.read(body.getBytes(UTF_8), 1, Recorded.SENT, TokenFactors.ROUGH);
    }
}
