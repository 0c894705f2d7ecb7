package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonRead;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent is scanned or refused in words, and what is scanned is read or refused so. */
class HostileRequestTest {
    private static final String GOOD =
            """
            {"model":"m","instructions":"i","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"h\\u00e9 😀"}]},
            {"type":"reasoning","summary":[],"encrypted_content":"farebox.1.s.eA.y"},
            {"type":"function_call","call_id":"c","name":"f","namespace":"n","arguments":"{}"},
            {"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"t"}]}],
            "tools":[{"type":"namespace","name":"n","tools":[{"type":"function","name":"f","parameters":{}}]},{"type":"custom","name":"p"}],
            "stream":true,"max_output_tokens":10,"temperature":0.5e0,"text":{"format":{"type":"text"}},"reasoning":{"effort":"low"},"tool_choice":{"type":"function","name":"f","namespace":"n"}}\
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "{",
                "{}}",
                "{\"model\":\"m\",\"input\":\"x\"} {}",
                "{\"model\":\"m\",\"input\":\"x\",}",
                "{\"model\":\"m\",\"input\":[{},]}",
                "{\"model\":\"m\",\"input\":\"x\",\"y\":NaN}",
                "{\"model\":\"m\",\"input\":\"x\",\"y\":01}",
                "{\"model\":\"m\",\"input\":\"\\q\"}",
                "{\"model\":\"m\",\"input\":\"x\"}\u0000",
                "\uFEFF{\"model\":\"m\",\"input\":\"x\"}"
            })
    void what_is_not_a_json_object_is_refused(String body) {
        assertThat(Scanned.invalid(body).code()).isEqualTo("invalid_json");
    }

    @Test
    void nesting_numbers_and_text_are_bounded() {
        String deep = "{\"model\":\"m\",\"input\":" + "[{\"a\":".repeat(200_000);
        assertThat(Scanned.invalid(deep).message()).contains("nested deeper than 100");
        String number = "{\"model\":\"m\",\"input\":\"x\",\"y\":" + "1".repeat(129) + "}";
        assertThat(Scanned.invalid(number).code()).isEqualTo("invalid_json");
        byte[] notUtf8 = "{\"model\":\"m\",\"input\":\"\u00c0\u00af\"}".getBytes(ISO_8859_1);
        assertThat(Scanned.invalid(Surface.RESPONSES, notUtf8).message()).contains("UTF-8");
    }

    @Test
    void a_body_truncated_anywhere_is_refused() {
        byte[] whole = GOOD.getBytes(UTF_8);
        assertThat(Scanned.scan(Surface.RESPONSES, whole)).isInstanceOf(Scan.Read.class);
        for (int end = 0; end < whole.length; end++) {
            assertThat(Scanned.invalid(Surface.RESPONSES, Arrays.copyOf(whole, end)).code())
                    .as("cut at %d", end)
                    .isEqualTo("invalid_json");
        }
    }

    @Test
    void a_damaged_body_is_refused_or_read_and_answered() {
        long seed = 20261121;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] whole = GOOD.getBytes(UTF_8);
        String[] values = {"null", "7", "[]", "{}", "\"x\"", "true", "[[]]", "{\"type\":\"x\"}"};
        int read = 0;
        int refused = 0;
        for (int round = 0; round < 8_000; round++) {
            byte[] body = round % 2 == 0 ? damaged(whole, random) : swapped(values, random);
            if (!(Scanned.scan(Surface.RESPONSES, body) instanceof Scan.Read(var request))) {
                refused++;
                continue;
            }
            request.upstreamBody("other");
            switch (Scanned.WIRE.read(request)) {
                case CanonRead.Request _ -> read++;
                case CanonRead.Refused(var why) -> {
                    refused++;
                    assertThat(why.param()).isNotEmpty();
                }
            }
            var encoder = Scanned.WIRE.encoder(request, "r", 1);
            ByteSink nowhere = (_, _, _) -> {};
            encoder.event(new CanonEvent.ToolStarted(0, "c", "f", null), nowhere);
            encoder.end(nowhere);
        }
        assertThat(read).as("read, seed %d", seed).isGreaterThan(100);
        assertThat(refused).as("refused, seed %d", seed).isGreaterThan(3_000);
    }

    private static byte[] damaged(byte[] whole, RandomGenerator random) {
        byte[] damaged = whole.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            damaged[random.nextInt(damaged.length)] =
                    (byte) "{}[]\",:\\u0e-1 x".charAt(random.nextInt(15));
        }
        return damaged;
    }

    /** Valid JSON with a value of another type in the place of one. */
    private static byte[] swapped(String[] values, RandomGenerator random) {
        String value = values[random.nextInt(values.length)];
        int at = GOOD.indexOf(':', random.nextInt(GOOD.length() - 40)) + 1;
        int end = at;
        int depth = 0;
        boolean quoted = false;
        while (end < GOOD.length()) {
            char c = GOOD.charAt(end);
            if (c == '"' && GOOD.charAt(end - 1) != '\\') {
                quoted = !quoted;
            }
            if (!quoted && depth == 0 && (c == ',' || c == '}' || c == ']')) {
                break;
            }
            depth += quoted ? 0 : c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            end++;
        }
        return (GOOD.substring(0, at) + value + GOOD.substring(end)).getBytes(UTF_8);
    }
}
