package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.usage.Dimension;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A form is read as every server would read it, or refused in words; never an exception. */
class HostileFormTest {
    private static final String TYPE = "multipart/form-data; boundary=x";
    private static final String FILE = part("file\"; filename=\"a.wav", "RIFF????");
    private static final String MODEL = part("model", "whisper-1");

    @Test
    void a_form_is_measured_where_it_stands() {
        byte[] wav = wav(16_000, 32_000);
        var body = new ByteArrayOutputStream();
        body.writeBytes(head("file\"; filename=\"sp\\\"eech;.wav", "Content-Type: audio/wav\r\n"));
        body.writeBytes(wav);
        body.writeBytes(
                bytes(
                        "\r\n"
                                + part("model", "whisper-1")
                                + part("prompt", "Grüße")
                                + part("include[]", "logprobs")
                                + part("include[]", "more")
                                + part("stream", "true")
                                + "--x--\r\n"));
        ClientRequest request = read(Surface.TRANSCRIPTIONS, TYPE, body.toByteArray());
        assertThat(request.model()).isEqualTo("whisper-1");
        assertThat(request.stream()).isTrue();
        assertThat(request.input().textBytes()).isEqualTo(7);
        assertThat(request.input().audios()).isEqualTo(1);
        assertThat(request.input().audioBytes()).isEqualTo((wav.length + 2) / 3 * 4L);
        assertThat(request.fixed().units(Dimension.SECOND)).isEqualTo(3);
        assertThat(request.maxOutput()).hasValue(15);
        assertThat(request.upstreamBody("whisper-1")).isSameAs(request.body());
        assertThat(new String(request.upstreamBody("big/whisper"), ISO_8859_1))
                .isEqualTo(
                        new String(body.toByteArray(), ISO_8859_1)
                                .replace("whisper-1", "big/whisper"));
    }

    @Test
    void pictures_to_edit_are_counted() {
        String body =
                part("image[]\"; filename=\"a.png", "abc")
                        + part("image[]\"; filename=\"b.png", "abcd")
                        + part("mask\"; filename=\"m.png", "ab")
                        + part("prompt", "a hat")
                        + part("model", "gpt-image-1")
                        + part("n", "2")
                        + part("quality", "low")
                        + part("size", "1024x1024")
                        + "--x--";
        ClientRequest request = read(Surface.IMAGE_EDITS, TYPE, bytes(body));
        assertThat(request.input().images()).isEqualTo(3);
        assertThat(request.input().imageBytes()).isEqualTo(4 + 8 + 4);
        assertThat(request.choices()).isEqualTo(2);
        assertThat(request.fixed().nonZero().toString()).isEqualTo("{OUTPUT_IMAGE=544, IMAGE=2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=x; boundary=y",
                "multipart/form-data; boundary=a b",
                "multipart/form-data; boundary=\"x",
                "multipart/form-data; boundary=ü",
                "multipart/form-data; boundary=y"
            })
    void the_boundary_must_be_clear(String contentType) {
        assertThat(invalid(contentType, FILE + MODEL + "--x--").code()).isEqualTo("invalid_form");
    }

    @Test
    void a_quoted_boundary_is_one() {
        String type = "Multipart/Form-Data; charset=utf-8; Boundary=\"x\"";
        assertThat(read(Surface.TRANSLATIONS, type, bytes(FILE + MODEL + "--x--")).model())
                .isEqualTo("whisper-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--x",
                "--x--",
                "--x\r\n",
                "--x\n",
                "hello\r\n--x\r\n",
                "%FILE%%MODEL%",
                "%FILE%%MODEL%--x-",
                "%FILE%%MODEL%--x--more",
                "%FILE%%MODEL%--x--\r\nmore",
                "%FILE%%MODEL%--x--\r\n\r\n",
                "%FILE%%MODEL%--xy\r\n",
                "%FILE%%MODEL%--x \r\n",
                "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n--x--",
                "--x\r\n\r\nvalue\r\n--x--",
                "--x\nContent-Disposition: form-data; name=\"model\"\n\nm\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"model\"\n\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data;\r\n name=\"model\"\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"model\"\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"prompt\"; name=\"model\"\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"mo\\del\"\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"mo%64el\"\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name=\"model\" x\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data; name*=utf-8''model\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: attachment; name=\"model\"\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Disposition: form-data\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Type: text/plain\r\n\r\nm\r\n--x--",
                "--x\r\nX-Other: 1\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--x--",
                "--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nbQ==\r\n--x--"
            })
    void what_could_be_cut_otherwise_is_refused(String body) {
        String whole = body.replace("%FILE%", FILE).replace("%MODEL%", MODEL);
        assertThat(invalid(TYPE, whole).code()).isEqualTo("invalid_form");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model | model=a, model=b",
                "MODEL | model=a, MODEL=b",
                "model[] | model=a, model[]=b",
                "model[0] | model=a, model[0]=b",
                "stream | model=a, stream=true, stream=false",
                "stream | model=a, stream=True",
                "stream | model=a, stream=1",
                "model | model=",
                "model | prompt=p",
                "n | model=a, n=one",
                "n | model=a, n=0",
                "_charset_ | model=a, _charset_=utf-16"
            })
    void what_could_be_read_otherwise_is_refused_by_name(String param, String values) {
        var body = new StringBuilder(FILE);
        for (String pair : values.split(", ")) {
            int equals = pair.indexOf('=');
            body.append(part(pair.substring(0, equals), pair.substring(equals + 1)));
        }
        assertThat(invalid(TYPE, body + "--x--").param()).isEqualTo(param);
    }

    @Test
    void a_model_is_plain_text_and_a_file_is_a_file() {
        String named = part("model\"; filename=\"m", "whisper-1");
        assertThat(invalid(TYPE, FILE + named + "--x--").param()).isEqualTo("model");
        String other =
                new String(head("model", "Content-Type: text/plain; charset=utf-16\r\n"), UTF_8);
        assertThat(invalid(TYPE, FILE + other + "m\r\n--x--").param()).isEqualTo("model");
        assertThat(invalid(TYPE, part("file", "RIFF") + MODEL + "--x--").param()).isEqualTo("file");
    }

    @Test
    void parts_and_headers_are_bounded() {
        assertThat(invalid(TYPE, part("a[]", "1").repeat(5_000) + "--x--").message())
                .contains("more than 200 parts");
        String huge = "Content-Type: " + "a".repeat(100_000) + "\r\n";
        assertThat(invalid(TYPE, new String(head("model", huge), UTF_8) + "m\r\n--x--").message())
                .contains("headers of part 0 do not end");
    }

    /** Near misses of the boundary everywhere, which would be slow for a naive search. */
    @Test
    void a_body_made_to_be_slow_is_not() {
        String boundary = "a".repeat(70);
        String type = "multipart/form-data; boundary=" + boundary;
        String start =
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n";
        for (String filler : new String[] {"a", "\r\n--" + "a".repeat(69) + "b", "\r\n--", "\r"}) {
            byte[] body = bytes(start + filler.repeat(16_000_000 / filler.length()));
            Assertions.assertTimeout(
                    Duration.ofSeconds(2),
                    () ->
                            assertThat(scan(Surface.TRANSCRIPTIONS, type, body))
                                    .isInstanceOf(Scan.Invalid.class));
        }
    }

    @Test
    void broken_forms_never_throw() {
        long seed = 20261121L;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] good = bytes(FILE + MODEL + part("stream", "true") + part("prompt", "p") + "--x--");
        for (int round = 0; round < 20_000; round++) {
            byte[] body = good.clone();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(body.length) : body.length;
            Scan scan = scan(Surface.TRANSCRIPTIONS, TYPE, java.util.Arrays.copyOf(body, length));
            if (scan instanceof Scan.Read(var request)) {
                assertThat(request.model()).as("seed " + seed).isNotEmpty();
            }
        }
    }

    private static byte[] wav(int bytesPerSecond, int samples) {
        byte[] wav = new byte[44 + samples];
        System.arraycopy(bytes("RIFF"), 0, wav, 0, 4);
        System.arraycopy(bytes("WAVE"), 0, wav, 8, 4);
        for (int i = 0; i < 4; i++) {
            wav[28 + i] = (byte) (bytesPerSecond >> (8 * i));
        }
        return wav;
    }

    private static byte[] head(String name, String more) {
        return bytes(
                "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n" + more + "\r\n");
    }

    private static String part(String name, String value) {
        return new String(head(name, ""), UTF_8) + value + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static ClientRequest read(Surface surface, String type, byte[] body) {
        if (scan(surface, type, body) instanceof Scan.Read(var request)) {
            return request;
        }
        throw new AssertionError(scan(surface, type, body));
    }

    private static Scan.Invalid invalid(String type, String body) {
        if (scan(Surface.TRANSCRIPTIONS, type, bytes(body)) instanceof Scan.Invalid invalid) {
            return invalid;
        }
        throw new AssertionError("read: " + body);
    }

    private static Scan scan(Surface surface, String type, byte[] body) {
        var head = new RequestHead(surface, "", false, Map.of("content-type", type), Map.of());
        return new MediaWire().scan(head, body, ScanLimits.STANDARD);
    }
}
