package dev.farebox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InflationTest {
    private final ByteBudget budget = new ByteBudget(1_000_000);

    @Test
    void gives_the_bytes_and_holds_them_of_the_budget() throws IOException {
        byte[] plain = new byte[50_000];
        BodyOutcome outcome =
                Inflation.inflate(BodyEncoding.GZIP, gzip(plain), 100_000, 10_000, budget);
        assertThat(outcome).isInstanceOf(BodyOutcome.Complete.class);
        var complete = (BodyOutcome.Complete) outcome;
        assertThat(complete.bytes()).isEqualTo(plain);
        assertThat(complete.reserved()).isEqualTo(50_000);
        assertThat(budget.used()).isEqualTo(50_000);
    }

    @Test
    void gives_up_past_each_bound_and_keeps_nothing() throws IOException {
        byte[] bomb = gzip(new byte[2_000_000]);
        assertThat(Inflation.inflate(BodyEncoding.GZIP, bomb, 100_000, 10_000, budget))
                .isEqualTo(new BodyOutcome.TooLarge(100_000));
        assertThat(Inflation.inflate(BodyEncoding.GZIP, bomb, 10_000_000, 100, budget))
                .isEqualTo(new BodyOutcome.TooLarge(bomb.length * 100L));
        assertThat(Inflation.inflate(BodyEncoding.GZIP, bomb, 10_000_000, 10_000, budget))
                .isEqualTo(new BodyOutcome.NoRoom());
        assertThat(budget.used()).isZero();
    }

    @Test
    void every_cut_of_a_compressed_body_is_broken() throws IOException {
        byte[] whole = gzip("a short body".getBytes(StandardCharsets.UTF_8));
        for (int length = 0; length < whole.length; length++) {
            assertThat(
                            Inflation.inflate(
                                    BodyEncoding.GZIP,
                                    Arrays.copyOf(whole, length),
                                    1_000,
                                    100,
                                    budget))
                    .isEqualTo(new BodyOutcome.BrokenEncoding());
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void deflate_is_understood_with_and_without_its_header() {
        byte[] plain = "a body, a body, a body".getBytes(StandardCharsets.UTF_8);
        for (boolean bare : new boolean[] {false, true}) {
            byte[] packed = deflate(plain, bare);
            BodyOutcome outcome =
                    Inflation.inflate(BodyEncoding.DEFLATE, packed, 1_000, 100, budget);
            assertThat(((BodyOutcome.Complete) outcome).bytes()).isEqualTo(plain);
            for (int length = 0; length < packed.length; length++) {
                byte[] cut = Arrays.copyOf(packed, length);
                assertThat(Inflation.inflate(BodyEncoding.DEFLATE, cut, 1_000, 100, budget))
                        .isEqualTo(new BodyOutcome.BrokenEncoding());
            }
            byte[] more = Arrays.copyOf(packed, packed.length + 1);
            assertThat(Inflation.inflate(BodyEncoding.DEFLATE, more, 1_000, 100, budget))
                    .isEqualTo(new BodyOutcome.BrokenEncoding());
        }
        assertThat(budget.used()).isEqualTo(2L * plain.length);
    }

    @Test
    void a_deflate_bomb_is_given_up_at_each_bound() {
        byte[] bomb = deflate(new byte[2_000_000], false);
        assertThat(Inflation.inflate(BodyEncoding.DEFLATE, bomb, 100_000, 10_000, budget))
                .isEqualTo(new BodyOutcome.TooLarge(100_000));
        assertThat(Inflation.inflate(BodyEncoding.DEFLATE, bomb, 10_000_000, 10_000, budget))
                .isEqualTo(new BodyOutcome.NoRoom());
        assertThat(budget.used()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                                    | IDENTITY
                    identity        | IDENTITY
                    gzip            | GZIP
                    ' GZip '        | GZIP
                    x-gzip          | GZIP
                    deflate         | DEFLATE
                    zstd            | ZSTD
                    zstd, gzip      | -
                    br              | -
                    gzip, gzip      | -
                    gzip, deflate   | -
                    identity, gzip  | -
                    gzip;q=1        | -
                    """)
    void one_known_word_is_an_encoding_and_several_are_none(
            @Nullable String header, @Nullable BodyEncoding expected) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (header != null) {
            headers.add("Content-Encoding", header);
        }
        assertThat(BodyEncoding.of(headers)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void a_second_header_is_not_overlooked() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.add("content-encoding", "gzip").add("content-encoding", "gzip");
        assertThat(BodyEncoding.of(headers)).isEmpty();
        assertThat(BodyEncoding.shown(headers)).isEqualTo("gzip,gzip");
    }

    @Test
    void a_zstd_bomb_is_given_up_at_each_bound() {
        // A run of a thousand blocks, each of which is one byte 128 KiB long.
        byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x50};
        byte[] bomb = Arrays.copyOf(head, head.length + 4_000);
        for (int at = head.length; at < bomb.length; at += 4) {
            bomb[at] = 0x02;
            bomb[at + 2] = 0x10;
        }
        assertThat(Inflation.inflate(BodyEncoding.ZSTD, bomb, 400_000, 10_000, budget))
                .isEqualTo(new BodyOutcome.TooLarge(400_000));
        assertThat(Inflation.inflate(BodyEncoding.ZSTD, bomb, 100_000_000, 100, budget))
                .isEqualTo(new BodyOutcome.TooLarge(bomb.length * 100L));
        assertThat(Inflation.inflate(BodyEncoding.ZSTD, bomb, 100_000_000, 100_000, budget))
                .isEqualTo(new BodyOutcome.NoRoom());
        assertThat(budget.used()).isZero();
    }

    private static byte[] deflate(byte[] plain, boolean bare) {
        try (var deflater = new Deflater(9, bare)) {
            deflater.setInput(plain);
            deflater.finish();
            var packed = new byte[plain.length + 100];
            return Arrays.copyOf(packed, deflater.deflate(packed));
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
