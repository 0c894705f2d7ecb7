package dev.farebox.gateway.wire.openai;

import static dev.farebox.gateway.wire.openai.ChatScanTest.scanned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The upstream gets the client's bytes, but for the model's name and the wish for usage. */
class SpliceTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"model":"m","messages":[{}]}                 | {"model":"m","messages":[{}]} | false
                    { "stream":false, "model":"m","messages":[{}]} | { "stream":false, "model":"m","messages":[{}]} | false
                    {"model":"m","messages":[{}],"stream":true}   | {"stream_options":{"include_usage":true},"model":"m","messages":[{}],"stream":true} | false
                    {"stream_options":null,"stream":true,"model":"m","messages":[{}]} | {"stream_options":{"include_usage":true},"stream":true,"model":"m","messages":[{}]} | false
                    {"stream_options":{},"stream":true,"model":"m","messages":[{}]} | {"stream_options":{"include_usage":true},"stream":true,"model":"m","messages":[{}]} | false
                    {"stream_options":{ },"stream":true,"model":"m","messages":[{}]} | {"stream_options":{"include_usage":true },"stream":true,"model":"m","messages":[{}]} | false
                    {"stream_options":{"x":[1]},"stream":true,"model":"m","messages":[{}]} | {"stream_options":{"include_usage":true,"x":[1]},"stream":true,"model":"m","messages":[{}]} | false
                    {"stream_options":{"include_usage":false},"stream":true,"model":"m","messages":[{}]} | {"stream_options":{"include_usage":true},"stream":true,"model":"m","messages":[{}]} | false
                    {"stream_options":{"include_usage" : null },"stream":true,"model":"m","messages":[{}]} | {"stream_options":{"include_usage" : true },"stream":true,"model":"m","messages":[{}]} | false
                    {"stream_options":{"include_usage":true},"stream":true,"model":"m","messages":[{}]} | {"stream_options":{"include_usage":true},"stream":true,"model":"m","messages":[{}]} | true
                    {"stream_options":{"include_usage":false},"stream":false,"model":"m","messages":[{}]} | {"stream_options":{"include_usage":false},"stream":false,"model":"m","messages":[{}]} | false
                    {"stre\\u0061m_options":{"include_usag\\u0065":false},"stream":true,"model":"m","messages":[{}]} | {"stre\\u0061m_options":{"include_usag\\u0065":true},"stream":true,"model":"m","messages":[{}]} | false
                    """)
    void streams_ask_for_usage(String body, String upstream, boolean clientWantsUsage) {
        ClientRequest request = scanned(body);
        assertThat(request.wantsUsage()).isEqualTo(clientWantsUsage);
        assertThat(new String(request.upstreamBody("m"), UTF_8)).isEqualTo(upstream);
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // that it is the same array is the point
    void nothing_is_copied_where_nothing_changes() {
        ClientRequest request = scanned("{\"model\":\"m\",\"messages\":[{}]}");
        assertThat(request.upstreamBody("m") == request.body()).isTrue();
    }

    @Test
    void the_model_is_replaced_in_place_and_escaped() {
        ClientRequest request = scanned(" {\"messages\":[{}], \"mod\\u0065l\" : \"m\\u0031\" }\n");
        assertThat(request.model()).isEqualTo("m1");
        assertThat(new String(request.upstreamBody("a/\"b\"\\é:c"), UTF_8))
                .isEqualTo(" {\"messages\":[{}], \"mod\\u0065l\" : \"a/\\\"b\\\"\\\\é:c\" }\n");
    }

    @Test
    void random_requests_differ_from_what_the_upstream_gets_only_there() {
        long seed = 20261121;
        var random = new Random(seed);
        int streams = 0;
        for (int round = 0; round < 5_000; round++) {
            var drawn = Drawn.of(random);
            ClientRequest request = scanned(drawn.body());
            byte[] upstream = request.upstreamBody("up/stream");
            assertThat(new String(upstream, UTF_8))
                    .as("seed %d round %d: %s", seed, round, drawn.body())
                    .isEqualTo(drawn.upstream());
            MAPPER.readTree(upstream);
            streams += request.stream() ? 1 : 0;
        }
        assertThat(streams).isBetween(1000, 4000);
    }

    /** A request, and what the upstream must get of it, written from the same parts. */
    private record Drawn(String body, String upstream) {
        static Drawn of(Random random) {
            String more = value(random, 2);
            String[] options =
                    switch (random.nextInt(6)) {
                        case 0 -> new String[] {"null", "{\"include_usage\":true}"};
                        case 1 ->
                                new String[] {
                                    "{\"a\":" + more + ",\"include_usage\":false}",
                                    "{\"a\":" + more + ",\"include_usage\":true}"
                                };
                        case 2 ->
                                new String[] {
                                    "{\"x\":" + more + "}",
                                    "{\"include_usage\":true,\"x\":" + more + "}"
                                };
                        case 3 -> {
                            String same = "{\"include_usage\": true, \"x\":" + more + "}";
                            yield new String[] {same, same};
                        }
                        default -> new String[0];
                    };
            boolean stream = random.nextBoolean();
            String template = template(random, stream, options.length > 0);
            String inserted =
                    stream && options.length == 0
                            ? "\"stream_options\":{\"include_usage\":true},"
                            : "";
            String had = options.length == 0 ? "" : options[0];
            String gets = options.length == 0 ? "" : options[stream ? 1 : 0];
            return new Drawn(
                    template.replace("@I", "").replace("@M", "m\\u0031").replace("@O", had),
                    template.replace("@I", inserted)
                            .replace("@M", "up/stream")
                            .replace("@O", gets));
        }

        private static String template(Random random, boolean stream, boolean options) {
            List<String> members = new ArrayList<>();
            members.add("\"model\"" + space(random) + ":" + space(random) + "\"@M\"");
            members.add("\"messages\":[" + object(random, 3) + "," + object(random, 2) + "]");
            if (stream || random.nextBoolean()) {
                members.add("\"stream\":" + stream);
            }
            if (options) {
                members.add("\"stream_options\"" + space(random) + ":@O");
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                members.add("\"k" + i + "\":" + value(random, 3));
            }
            Collections.shuffle(members, random);
            return space(random)
                    + "{@I"
                    + String.join("," + space(random), members)
                    + "}"
                    + space(random);
        }
    }

    private static String object(Random random, int depth) {
        var members = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.add("\"p" + i + "\":" + value(random, depth - 1));
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> "null";
            case 1 -> "-" + random.nextInt(1000) + ".50e+1";
            case 2 -> "\"m\\u00e9\\\\\\\"{}[],:日😀\"";
            case 3 -> "true";
            case 4 -> "1" + "0".repeat(random.nextInt(40));
            case 5 -> "\"\"";
            case 6, 7 -> object(random, depth);
            default -> "[" + value(random, depth - 1) + space(random) + "]";
        };
    }

    private static String space(Random random) {
        return " \n\t\r".repeat(2).substring(0, random.nextInt(4));
    }
}
