package dev.farebox.gateway.wire.anthropic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One scan finds what we act on, leaves every byte alone and refuses what is ambiguous. */
class MessagesScanTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final AnthropicWire WIRE = new AnthropicWire();

    /** A request that was scanned; what is missing in {@code body} is added. */
    static ClientRequest request(String body) {
        String rest = body.substring(1).strip();
        String full =
                (body.contains("\"model\"") ? "{" : "{\"model\":\"m\",")
                        + (body.contains("\"max_tokens\"") ? "" : "\"max_tokens\":10,")
                        + (body.contains("\"messages\"") ? "" : HI + (rest.equals("}") ? "" : ","))
                        + rest;
        return read(Surface.MESSAGES, full);
    }

    private static ClientRequest read(Surface surface, String body) {
        Scan scan = scan(surface, body);
        assertThat(scan).as(body).isInstanceOf(Scan.Read.class);
        return ((Scan.Read) scan).request();
    }

    private static Scan scan(Surface surface, String body) {
        return WIRE.scan(RequestHead.of(surface), body.getBytes(UTF_8), ScanLimits.STANDARD);
    }

    @Test
    void finds_model_stream_and_limit() {
        ClientRequest request = request("{\"stream\":true,\"max_tokens\":128000}");
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.stream()).isTrue();
        assertThat(request.wantsUsage()).isTrue();
        assertThat(request.maxOutput()).isEqualTo(OptionalLong.of(128_000));
        assertThat(request.choices()).isEqualTo(1);
    }

    @Test
    void replaces_the_model_and_nothing_else() {
        String body =
                "{ \"max_tokens\" : 5,\"x\":1.50e+1, \"model\" : \"a\\u0062c\" ,"
                        + HI
                        + ",\"unknown\":{\"deep\":[\"\\u00e9\"]} }";
        ClientRequest request = read(Surface.MESSAGES, body);
        assertThat(request.model()).isEqualTo("abc");
        assertThat(new String(request.upstreamBody("claude-x"), UTF_8))
                .isEqualTo(body.replace("\"a\\u0062c\"", "\"claude-x\""));
        assertThat(request.upstreamBody("abc")).isSameAs(request.body());
    }

    @Test
    void a_count_of_tokens_needs_no_limit_and_is_no_stream() {
        ClientRequest request =
                read(Surface.COUNT_TOKENS, "{\"model\":\"m\",\"stream\":true," + HI + "}");
        assertThat(request.maxOutput()).isEmpty();
        assertThat(request.stream()).isFalse();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("{" + HI + ",\"max_tokens\":1}", "model: Field required"),
                Arguments.of("{\"model\":\"m\"," + HI + "}", "max_tokens: Field required"),
                Arguments.of("{\"model\":\"m\",\"max_tokens\":1}", "messages: Field required"),
                with("\"model\":7", "model: Input should be a string"),
                with("\"model\":\"\"", "model: must be a name of 1 to 256 bytes"),
                with("\"model\":\"a\\nb\"", "model: must be a name of printable characters"),
                with("\"max_tokens\":\"5\"", "max_tokens: Input should be an integer"),
                with("\"max_tokens\":1.5", "max_tokens: Input should be an integer"),
                with("\"max_tokens\":null", "max_tokens: Input should be an integer"),
                with("\"max_tokens\":-1", "max_tokens: Input should be greater than or equal to 1"),
                with(
                        "\"max_tokens\":99999999999999999999",
                        "max_tokens: Input should be a smaller integer"),
                with("\"stream\":\"yes\"", "stream: Input should be a boolean"),
                with("\"messages\":{}", "messages: Input should be a list"),
                with("\"messages\":[]", "messages: at least one message is required"),
                with(HI.replace("]", ",7]"), "messages.1: Input should be an object"),
                with("\"tools\":{}", "tools: Input should be a list"),
                with("\"system\":5", "system: Input should be a string or a list"),
                with("\"model\":\"m\",\"model\":\"n\"", "Duplicate parameter: 'model'."),
                with("\"stream\":false,\"\\u0073tream\":true", "Duplicate parameter: 'stream'."),
                with(
                        "\"Max_Tokens\":9",
                        "Unknown parameter: 'Max_Tokens'. Did you mean 'max_tokens'?"),
                with(
                        "\"me\\u017f\\u017fages\":[]",
                        "Unknown parameter: 'meſſages'. Did you mean 'messages'?"),
                with("\"a\\u0000\":1", "A parameter name contains a null character."));
    }

    private static Arguments with(String member, String message) {
        String body = "{" + member;
        for (String usual : List.of("\"model\":\"m\"", "\"max_tokens\":1", HI)) {
            String name = usual.substring(0, usual.indexOf(':'));
            body += body.contains(name + ":") ? "" : "," + usual;
        }
        return Arguments.of(body + "}", message);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refuses(String body, String message) {
        assertThat(scan(Surface.MESSAGES, body)).isInstanceOf(Scan.Invalid.class);
        assertThat(((Scan.Invalid) scan(Surface.MESSAGES, body)).message()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u00ef\u00bb\u00bf{}",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{\"model\":\"m\"",
                "{\"model\":\"m\"}}",
                "{\"model\":\"m\",}",
                "{\"model\":\"m\"} x",
                "{'model':1}",
                "{\"a\":\"\u00c0\u0080\"}",
                "{\"a\":NaN}",
                "\u0000"
            })
    void calls_unreadable_what_is_not_one_json_object(String latin) {
        Scan scan =
                WIRE.scan(
                        RequestHead.of(Surface.MESSAGES),
                        latin.getBytes(ISO_8859_1),
                        ScanLimits.STANDARD);
        assertThat(scan).isInstanceOf(Scan.Invalid.class);
        assertThat(((Scan.Invalid) scan).code()).isEqualTo("invalid_json");
    }

    @Test
    void bounds_depth_numbers_and_keys() {
        String deep = "[".repeat(200) + "]".repeat(200);
        assertThat(code("{\"x\":" + deep + "}")).isEqualTo("invalid_json");
        assertThat(code("{\"x\":" + "9".repeat(500) + "}")).isEqualTo("invalid_json");
        var keys = new StringBuilder("{");
        for (int i = 0; i < 300; i++) {
            keys.append("\"k").append(i).append("\":1,");
        }
        assertThat(scan(Surface.MESSAGES, keys + HI + "}")).isInstanceOf(Scan.Invalid.class);
        String nested = "[".repeat(97) + "\"x\"" + "]".repeat(97);
        assertThat(request("{\"system\":" + nested + "}").input().textBytes()).isEqualTo(3);
    }

    private static String code(String body) {
        return String.valueOf(((Scan.Invalid) scan(Surface.MESSAGES, body)).code());
    }

    static Stream<Arguments> sizes() {
        String image =
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\","
                        + "\"media_type\":\"image/png\",\"data\":\"AAAABBBB\"}}";
        return Stream.of(
                size("\"hi there\"", 8, 0, 0, 0, 0),
                size("[{\"type\":\"text\",\"text\":\"gr\\u00fc\\u00df\"}]", 6, 0, 0, 0, 0),
                size("[" + image + "," + image + "]", 0, 2, 16, 0, 0),
                size("[" + image.replace("image/png", "application/pdf") + "]", 0, 0, 0, 1, 8),
                size(
                        "[{\"source\":{\"data\":\"AAAABBBB\",\"media_type\":\"image/png\","
                                + "\"type\":\"base64\"},\"type\":\"image\"}]",
                        0,
                        1,
                        8,
                        0,
                        0),
                // plain text in a document is text, whatever it begins with
                size(
                        "[{\"type\":\"document\",\"source\":{\"type\":\"text\","
                                + "\"media_type\":\"text/plain\",\"data\":\"iVBORplain\"}}]",
                        10,
                        0,
                        0,
                        0,
                        0),
                size(
                        "[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x/y\"}}]",
                        0,
                        1,
                        0,
                        0,
                        0),
                size(
                        "[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]",
                        0,
                        0,
                        0,
                        1,
                        262_144),
                // what looks like an image within a tool's input is text to the model
                size(
                        "[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"n\",\"input\":"
                                + image
                                + "}]",
                        9,
                        0,
                        0,
                        0,
                        0),
                size(
                        "[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":["
                                + image
                                + ",{\"type\":\"text\",\"text\":\"ok\"}]}]",
                        2,
                        1,
                        8,
                        0,
                        0),
                size(
                        "[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"abcd\"}]",
                        6,
                        0,
                        0,
                        0,
                        0));
    }

    private static Arguments size(
            String content, long text, int images, long imageBytes, int files, long fileBytes) {
        return Arguments.of(content, text, images, imageBytes, files, fileBytes);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void measures(
            String content, long text, int images, long imageBytes, int files, long fileBytes) {
        ClientRequest request =
                request("{\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}");
        assertThat(request.input())
                .isEqualTo(
                        new InputSize(1, text, 0, 0, images, imageBytes, 0, 0, files, fileBytes));
    }

    @Test
    void measures_system_tools_and_schema() {
        InputSize size =
                request(
                                "{\"system\":[{\"type\":\"text\",\"text\":\"be brief\"}],"
                                        + "\"tools\":[{\"name\":\"t\"}],"
                                        + "\"output_config\":{\"effort\":\"low\"}}")
                        .input();
        assertThat(size.textBytes()).isEqualTo(8 + 2);
        assertThat(size.tools()).isEqualTo(1);
        assertThat(size.toolBytes())
                .isEqualTo("[{\"name\":\"t\"}]".length() + "{\"effort\":\"low\"}".length());
    }

    @Test
    void requests_of_one_user_belong_together() {
        assertThat(request("{\"metadata\":{\"user_id\":\"u-1\"}}").affinity()).isEqualTo("u-1");
        assertThat(request("{\"metadata\":{\"user_id\":7}}").affinity()).isEmpty();
        assertThat(request("{\"metadata\":[]}").affinity()).isEmpty();
        var head =
                new RequestHead(
                        Surface.MESSAGES,
                        "",
                        false,
                        Map.of("x-claude-code-session-id", "s-1"),
                        Map.of());
        String body = "{\"model\":\"m\",\"max_tokens\":1," + HI + "}";
        Scan scan = WIRE.scan(head, body.getBytes(UTF_8), ScanLimits.STANDARD);
        assertThat(((Scan.Read) scan).request().affinity()).isEqualTo("s-1");
    }
}
