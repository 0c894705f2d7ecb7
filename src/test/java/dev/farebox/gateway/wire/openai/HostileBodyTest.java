package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent is scanned or refused in words; never an exception. */
class HostileBodyTest {
    private static final String GOOD =
            """
            {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"h\\u00e9 😀\\n"}]}],
             "stream":true,"stream_options":{"include_usage":false},"max_tokens":10,"n":1,
             "tools":[{"type":"function"}],"temperature":-0.5e-3,"user":"u"}\
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\n",
                "null",
                "true",
                "7",
                "\"model\"",
                "[]",
                "[{\"model\":\"m\"}]",
                "{",
                "}",
                "{}}",
                "{\"model\":\"m\",\"messages\":[{}]} {}",
                "{\"model\":\"m\",\"messages\":[{}]},",
                "{\"model\":\"m\",\"messages\":[{}],}",
                "{\"model\":\"m\",\"messages\":[{},]}",
                "{\"model\":\"m\" \"messages\":[{}]}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":NaN}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":+1}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":01}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":1.}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":.5}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":-}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":1e}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":0x10}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":12abc}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":tru}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":'a'}",
                "{\"model\":\"m\",\"messages\":[{}],x:1}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":\"\\q\"}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":\"\\u12\"}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":\"a\nb\"}",
                "{\"model\":\"m\",\"messages\":[{}],\"x\":\"a\u0000b\"}",
                "{\"model\":\"m\",\"messages\":[{}]/* c */}",
                "{\"model\":\"m\",\"messages\":[{}]}//c",
                "{\"model\":\"m\",\"messages\":[{}]}\u0000",
                "{\"model\":\"m\",\"messages\":[{]}}",
                "\uFEFF{\"model\":\"m\",\"messages\":[{}]}"
            })
    void what_is_not_a_json_object_is_refused(String body) {
        assertThat(scan(body.getBytes(UTF_8)).code()).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0af",
                "e080af",
                "f08080af",
                "eda080",
                "eda0bdedb880",
                "f4908080",
                "ff",
                "e282",
                "80"
            })
    void text_that_is_not_utf8_is_refused_wherever_it_stands(String hex) {
        String bad = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        for (String body :
                new String[] {
                    "{\"model\":\"m@\",\"messages\":[{}]}",
                    "{\"model\":\"m\",\"messages\":[{\"content\":\"@\"}]}",
                    "{\"model\":\"m\",\"messages\":[{\"@\":1}]}",
                    "{\"model\":\"m\",\"messages\":[{}],\"@\":1}",
                    "{\"model\":\"m\",\"messages\":[{}]}@",
                    "@{\"model\":\"m\",\"messages\":[{}]}"
                }) {
            byte[] bytes = body.replace("@", bad).getBytes(ISO_8859_1);
            assertThat(scan(bytes).message()).contains("not valid UTF-8");
        }
    }

    @Test
    void other_encodings_are_refused() {
        assertThat(scan(GOOD.getBytes(UTF_16)).code()).isEqualTo("invalid_json");
        assertThat(scan(GOOD.getBytes(UTF_16LE)).code()).isEqualTo("invalid_json");
    }

    @Test
    void nesting_is_bounded_exactly() {
        assertThat(nested(97)).isInstanceOf(Scan.Read.class);
        assertThat(nested(100)).isInstanceOf(Scan.Invalid.class);
        assertThat(nested(1_000_000)).isInstanceOf(Scan.Invalid.class);
        String inMessages = "{\"model\":\"m\",\"messages\":" + "[{\"a\":".repeat(200_000);
        assertThat(scan(inMessages.getBytes(UTF_8)).message()).contains("nested deeper than 100");
    }

    @Test
    void numbers_names_and_members_are_bounded() {
        String start = "{\"model\":\"m\",\"messages\":[{}],";
        assertThat(scan((start + "\"x\":" + "1".repeat(129) + "}").getBytes(UTF_8)).code())
                .isEqualTo("invalid_json");
        assertThat(
                        scan((start + "\"max_tokens\":" + "9".repeat(127) + "}").getBytes(UTF_8))
                                .param())
                .isEqualTo("max_tokens");
        assertThat(scan((start + "\"" + "n".repeat(60_000) + "\":1}").getBytes(UTF_8)).code())
                .isEqualTo("invalid_json");
        var many = new StringBuilder(start);
        for (int i = 0; i < 199; i++) {
            many.append("\"k").append(i).append("\":1,");
        }
        many.setCharAt(many.length() - 1, '}');
        assertThat(scan(many.toString().getBytes(UTF_8)).message()).contains("More than 200");
        String longModel = "{\"model\":\"" + "m".repeat(1 << 20) + "\",\"messages\":[{}]}";
        assertThat(scan(longModel.getBytes(UTF_8)).param()).isEqualTo("model");
    }

    @Test
    void a_huge_text_is_scanned_without_being_copied() {
        String text = "\\u0041".repeat(2_000_000);
        byte[] body =
                ("{\"model\":\"m\",\"messages\":[{\"content\":\"" + text + "\"}]}").getBytes(UTF_8);
        var threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        ChatScan.scan(body, ScanLimits.STANDARD);
        long before = threads.getCurrentThreadAllocatedBytes();
        var outcome = (Scan.Read) ChatScan.scan(body, ScanLimits.STANDARD);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(outcome.request().input().textBytes()).isEqualTo(2_000_000);
        assertThat(allocated).isLessThan(100_000);
    }

    @Test
    void a_body_truncated_anywhere_is_refused() {
        byte[] whole = GOOD.getBytes(UTF_8);
        assertThat(ChatScan.scan(whole, ScanLimits.STANDARD)).isInstanceOf(Scan.Read.class);
        for (int end = 0; end < whole.length; end++) {
            assertThat(scan(Arrays.copyOf(whole, end)).code())
                    .as("cut at %d", end)
                    .isEqualTo("invalid_json");
        }
    }

    @Test
    void a_damaged_body_is_scanned_or_refused() {
        long seed = 20261121;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] whole = GOOD.getBytes(UTF_8);
        int refused = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= round % 4; i++) {
                damaged[random.nextInt(damaged.length)] =
                        (byte)
                                (round % 2 == 0
                                        ? random.nextInt()
                                        : "{}[]\",:\\u0e-1 ".charAt(random.nextInt(14)));
            }
            Scan outcome = ChatScan.scan(damaged, ScanLimits.STANDARD);
            if (outcome instanceof Scan.Read(var request)) {
                request.upstreamBody("other");
            } else {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(10_000, 49_000);
    }

    private static Scan nested(int depth) {
        String value = "[".repeat(depth) + "]".repeat(depth);
        String body = "{\"model\":\"m\",\"messages\":[{}],\"x\":" + value + "}";
        return ChatScan.scan(body.getBytes(UTF_8), ScanLimits.STANDARD);
    }

    private static Scan.Invalid scan(byte[] body) {
        Scan outcome = ChatScan.scan(body, ScanLimits.STANDARD);
        assertThat(outcome).isInstanceOf(Scan.Invalid.class);
        return (Scan.Invalid) outcome;
    }
}
