package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.wire.anthropic.AnthropicWire;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Whatever a client or an upstream sends has a defined result. */
class HostileInputTest {
    private static final long SEED = 20261121L;
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "1e999",
                    "99999999999999999999",
                    "\"\"",
                    "\"x\"",
                    "\"\\ud800\"",
                    "[]",
                    "[[]]",
                    "[null]",
                    "{}",
                    "{\"type\":7}",
                    "{\"type\":\"tool_use\"}",
                    "[{\"type\":\"text\"}]");
    private static final String REQUEST =
            "{\"model\":\"m\",\"max_tokens\":9,\"system\":[{\"type\":\"text\",\"text\":\"s\"}],"
                    + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"u\"},"
                    + "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":"
                    + "\"image/png\",\"data\":\"AA\"}}]},{\"role\":\"assistant\",\"content\":[{\"type\":"
                    + "\"thinking\",\"thinking\":\"t\",\"signature\":\"Eq\"},{\"type\":\"tool_use\","
                    + "\"id\":\"i\",\"name\":\"n\",\"input\":{\"a\":1}}]},{\"role\":\"user\","
                    + "\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"i\",\"content\":[{"
                    + "\"type\":\"text\",\"text\":\"r\"}],\"is_error\":false}]}],\"tools\":[{\"name\":"
                    + "\"n\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\"},\"strict\":"
                    + "true}],\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":false},"
                    + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":9},\"output_config\":{"
                    + "\"effort\":\"low\",\"format\":{\"type\":\"json_schema\",\"schema\":{}}},"
                    + "\"stop_sequences\":[\"E\"],\"temperature\":1,\"top_k\":1,\"metadata\":{"
                    + "\"user_id\":\"u\"},\"stream\":true}";

    /** Each value of the request in turn is something else. */
    @Test
    void a_request_with_any_value_in_any_place_is_read_or_refused() {
        int refused = 0;
        int read = 0;
        for (int at = REQUEST.indexOf(':'); at > 0; at = REQUEST.indexOf(':', at + 1)) {
            for (String value : VALUES) {
                String body = replaced(REQUEST, at + 1, value);
                boolean taken = translate(body);
                read += taken ? 1 : 0;
                refused += taken ? 0 : 1;
            }
        }
        assertThat(read).isGreaterThan(50);
        assertThat(refused).isGreaterThan(100);
    }

    private static boolean translate(String body) {
        var wire = new AnthropicWire();
        var head = RequestHead.of(Surface.MESSAGES);
        try {
            return wire.scan(head, body.getBytes(UTF_8), ScanLimits.STANDARD)
                            instanceof Scan.Read(var request)
                    && wire.read(request) instanceof CanonRead.Request(var canon)
                    && new AnthropicProvider().write(canon, "m") != null;
        } catch (RuntimeException e) {
            return fail(body, e);
        }
    }

    /** With the value that starts at {@code from} replaced; bodies that break are welcome too. */
    private static String replaced(String body, int from, String value) {
        int depth = 0;
        boolean string = false;
        int to = from;
        for (; to < body.length(); to++) {
            char c = body.charAt(to);
            string ^= c == '"';
            depth += string ? 0 : c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (!string && (depth < 0 || (depth == 0 && body.charAt(to + 1) == ','))) {
                break;
            }
        }
        int end = depth < 0 ? to : to + 1;
        return body.substring(0, from) + value + body.substring(end);
    }

    /** Streams with bytes changed, left out and doubled. */
    @Test
    void a_stream_with_any_damage_is_read_and_translated() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        List<Recorded> streams = Recorded.all().toList();
        int complete = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] stream = streams.get(random.nextInt(streams.size())).stream().clone();
            int damages = 1 + random.nextInt(6);
            for (int i = 0; i < damages; i++) {
                stream[random.nextInt(stream.length)] =
                        (byte) "{}[]\":,0-9ae\\\n\u00ff".charAt(random.nextInt(15));
            }
            try {
                complete += relay(stream) ? 1 : 0;
            } catch (RuntimeException e) {
                fail("seed " + SEED + " round " + round + ": " + new String(stream, UTF_8), e);
            }
        }
        assertThat(complete).isBetween(1, 2999);
    }

    private static boolean relay(byte[] stream) {
        var provider = new AnthropicProvider();
        var request = Recorded.request("{}");
        var reader = provider.streamReader(Surface.MESSAGES, request, TokenFactors.ROUGH);
        var writer = new AnthropicWire().passing(request, "r");
        AnswerDecoder decoder = provider.decoder();
        AnswerEncoder encoder = new AnthropicWire().encoder(request, "r", 0);
        var out = new ByteArrayOutputStream();
        SseSplitter.Sink sink =
                event -> {
                    switch (reader.read(event)) {
                        case FORWARD, USAGE_ONLY, LAST -> {
                            writer.forward(
                                    event,
                                    dev.farebox.gateway.exchange.Step.FORWARD,
                                    (bytes, off, len) -> out.write(bytes, off, len));
                            decoder.event(event, canon -> encode(encoder, canon, out));
                        }
                        case NOISE, FAILED, GARBAGE -> {}
                    }
                    assertThat(reader.summary().estimatedOutput())
                            .isEqualTo(reader.estimatedOutput());
                };
        var splitter = new SseSplitter(65_536);
        splitter.feed(stream, 0, stream.length, sink);
        splitter.end(sink);
        decoder.end(canon -> encode(encoder, canon, out));
        encoder.end((bytes, off, len) -> out.write(bytes, off, len));
        return reader.summary().complete();
    }

    private static void encode(AnswerEncoder encoder, CanonEvent event, ByteArrayOutputStream out) {
        encoder.event(event, (bytes, off, len) -> out.write(bytes, off, len));
    }

    @Test
    void a_whole_answer_with_any_value_in_any_place_is_read() {
        String answer =
                "{\"type\":\"message\",\"id\":\"m\",\"model\":\"c\",\"content\":[{\"type\":"
                        + "\"thinking\",\"thinking\":\"t\",\"signature\":\"Eq\"},{\"type\":"
                        + "\"tool_use\",\"id\":\"i\",\"name\":\"n\",\"input\":{\"a\":1}}],"
                        + "\"stop_reason\":\"tool_use\",\"stop_sequence\":null,\"usage\":{"
                        + "\"input_tokens\":1,\"output_tokens\":2,\"cache_creation\":{"
                        + "\"ephemeral_5m_input_tokens\":1},\"iterations\":[{\"type\":\"message\","
                        + "\"model\":\"c\",\"input_tokens\":1,\"output_tokens\":2}],"
                        + "\"service_tier\":\"standard\"}}";
        var provider = new AnthropicProvider();
        int results = 0;
        for (int at = answer.indexOf(':'); at > 0; at = answer.indexOf(':', at + 1)) {
            for (String value : VALUES) {
                byte[] body = replaced(answer, at + 1, value).getBytes(UTF_8);
                try {
                    assertThat(provider.decoder().whole(body)).isNotEmpty();
                    assertThat(
                                    provider.readWhole(
                                            Surface.MESSAGES,
                                            body,
                                            "",
                                            Recorded.request("{}"),
                                            TokenFactors.ROUGH))
                            .isNotNull();
                    results++;
                } catch (RuntimeException e) {
                    fail(new String(body, UTF_8), e);
                }
            }
        }
        assertThat(results).isGreaterThan(200);
    }

    @Test
    void depth_is_bounded_everywhere() {
        String deep = "[".repeat(20_000);
        assertThat(translate("{\"model\":\"m\",\"messages\":" + deep)).isFalse();
        assertThat(
                        relay(
                                ("data: {\"type\":\"message_start\",\"x\":" + deep + "\n\n")
                                        .getBytes(UTF_8)))
                .isFalse();
        assertThat(new AnthropicProvider().decoder().whole(deep.getBytes(UTF_8))).isNotEmpty();
    }
}
