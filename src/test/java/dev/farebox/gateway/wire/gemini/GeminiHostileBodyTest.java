package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent is scanned or refused in words, and read or refused; never an exception. */
class GeminiHostileBodyTest {
    private static final String GOOD =
            """
            {"contents":[{"role":"user","parts":[{"text":"h\\u00e9 😀\\n"}]},
             {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":[1,{}]}}}]},
             {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"r":-0.5e-3}}},
              {"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}],
             "system_instruction":{"parts":[{"text":"s"}]},"model":"models/gemini-x",
             "generationConfig":{"maxOutputTokens":10,"temperature":1.5,"topK":"40",
              "responseSchema":{"type":"OBJECT","properties":{"p":{"type":"STRING"}}},
              "responseMimeType":"application/json","thinkingConfig":{"thinkingBudget":-1}},
             "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}}\
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"contents\"",
                "[]",
                "[{\"contents\":[{}]}]",
                "{",
                "}",
                "{}}",
                "{\"contents\":[{}]} {}",
                "{\"contents\":[{}],}",
                "{\"contents\":[{},]}",
                "{\"contents\":[{}],\"x\":NaN}",
                "{\"contents\":[{}],\"x\":01}",
                "{\"contents\":[{}],\"x\":'a'}",
                "{\"contents\":[{}],x:1}",
                "{\"contents\":[{}]/* c */}",
                "{\"contents\":[{\"parts\":[{\"text\":\"\\q\"}]}]}",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"data\":}}]}]}",
                "\uFEFF{\"contents\":[{}]}"
            })
    void what_is_not_a_json_object_is_refused(String body) {
        for (Surface surface :
                new Surface[] {
                    Surface.GENERATE,
                    Surface.GEMINI_COUNT_TOKENS,
                    Surface.GEMINI_EMBED,
                    Surface.GEMINI_BATCH_EMBED
                }) {
            assertThat(Heads.refused(surface, body).code()).isEqualTo("invalid_json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "e080af", "eda080", "f4908080", "ff", "e282", "80"})
    void text_that_is_not_utf8_is_refused_wherever_it_stands(String hex) {
        String bad = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        for (String body :
                new String[] {
                    "{\"contents\":[{\"parts\":[{\"text\":\"@\"}]}]}",
                    "{\"contents\":[{\"@\":1}]}",
                    "{\"contents\":[{}],\"@\":1}",
                    "@{\"contents\":[{}]}"
                }) {
            byte[] bytes = body.replace("@", bad).getBytes(ISO_8859_1);
            assertThat(((Scan.Invalid) scan(bytes)).message()).contains("not valid UTF-8");
        }
        assertThat(scan(GOOD.getBytes(UTF_16))).isInstanceOf(Scan.Invalid.class);
    }

    @Test
    void depth_numbers_names_and_members_are_bounded() {
        String deep = "{\"contents\":" + "[{\"a\":".repeat(200_000);
        assertThat(Heads.refused(Surface.GENERATE, deep).message()).contains("nested deeper");
        String start = "{\"contents\":[{}],";
        assertThat(Heads.refused(Surface.GENERATE, start + "\"x\":" + "1".repeat(129) + "}").code())
                .isEqualTo("invalid_json");
        assertThat(
                        Heads.refused(Surface.GENERATE, start + "\"" + "n".repeat(60_000) + "\":1}")
                                .code())
                .isEqualTo("invalid_json");
        var many = new StringBuilder(start);
        for (int i = 0; i < 200; i++) {
            many.append("\"k").append(i).append("\":1,");
        }
        many.setCharAt(many.length() - 1, '}');
        assertThat(Heads.refused(Surface.GENERATE, many.toString()).message())
                .contains("More than 200");
    }

    @Test
    void a_huge_text_is_scanned_without_being_copied() {
        String text = "\\u0041".repeat(1_000_000);
        byte[] body =
                ("{\"contents\":[{\"parts\":[{\"text\":\"" + text + "\"}]}]}").getBytes(UTF_8);
        var threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        scan(body);
        long before = threads.getCurrentThreadAllocatedBytes();
        Scan scan = scan(body);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(((Scan.Read) scan).request().input().textBytes()).isEqualTo(1_000_000);
        assertThat(allocated).isLessThan(100_000);
    }

    @Test
    void a_body_truncated_anywhere_is_refused() {
        byte[] whole = GOOD.getBytes(UTF_8);
        assertThat(scan(whole)).isInstanceOf(Scan.Read.class);
        for (int end = 0; end < whole.length; end++) {
            assertThat(((Scan.Invalid) scan(Arrays.copyOf(whole, end))).code())
                    .as("cut at %d", end)
                    .isEqualTo("invalid_json");
        }
    }

    @Test
    void a_damaged_body_is_scanned_and_read_or_refused() {
        long seed = 20261121;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] whole = GOOD.getBytes(UTF_8);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= round % 4; i++) {
                damaged[random.nextInt(damaged.length)] =
                        (byte)
                                (round % 2 == 0
                                        ? random.nextInt()
                                        : "{}[]\",:\\u0e-1 ".charAt(random.nextInt(14)));
            }
            if (scan(damaged) instanceof Scan.Read(ClientRequest request)) {
                request.upstreamBody("other");
                new GeminiWire().read(request);
                new GeminiWire().encoder(request, "r", 0);
            } else {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(4_000, 19_000);
    }

    /** Every value replaced by every type: translation gives a request or a refusal. */
    @Test
    void a_member_of_a_wrong_type_is_read_or_refused() {
        String[] values = {"null", "7", "-1.5", "true", "\"x\"", "[]", "[[]]", "{}", "[7,null]"};
        String[] members = {
            "contents",
            "parts",
            "text",
            "functionCall",
            "name",
            "args",
            "functionResponse",
            "response",
            "inlineData",
            "mimeType",
            "data",
            "system_instruction",
            "generationConfig",
            "temperature",
            "topK",
            "responseSchema",
            "properties",
            "type",
            "thinkingConfig",
            "thinkingBudget",
            "tools",
            "functionDeclarations",
            "parameters",
            "toolConfig",
            "functionCallingConfig",
            "mode",
            "allowedFunctionNames",
            "role"
        };
        int read = 0;
        for (String member : members) {
            for (String value : values) {
                // the old value stays behind under a name that nobody knows
                String body =
                        GOOD.replaceFirst(
                                "\"" + member + "\":",
                                "\"" + member + "\":" + value + ",\"unknown\":");
                if (scan(body.getBytes(UTF_8)) instanceof Scan.Read(ClientRequest request)) {
                    assertThat(new GeminiWire().read(request)).isNotNull();
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThan(150);
    }

    private static Scan scan(byte[] body) {
        return new GeminiWire()
                .scan(Heads.whole(Surface.GENERATE, "gemini-x"), body, ScanLimits.STANDARD);
    }
}
