package dev.farebox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InflationTest {
    private final ByteBudget budget = new ByteBudget(1_000_000);

    @Test
    void gives_the_bytes_and_holds_them_of_the_budget() throws IOException {
        byte[] plain = new byte[50_000];
        BodyOutcome outcome = Inflation.gunzip(gzip(plain), 100_000, 10_000, budget);
        assertThat(outcome).isInstanceOf(BodyOutcome.Complete.class);
        var complete = (BodyOutcome.Complete) outcome;
        assertThat(complete.bytes()).isEqualTo(plain);
        assertThat(complete.reserved()).isEqualTo(50_000);
        assertThat(budget.used()).isEqualTo(50_000);
    }

    @Test
    void gives_up_past_each_bound_and_keeps_nothing() throws IOException {
        byte[] bomb = gzip(new byte[2_000_000]);
        assertThat(Inflation.gunzip(bomb, 100_000, 10_000, budget))
                .isEqualTo(new BodyOutcome.TooLarge(100_000));
        assertThat(Inflation.gunzip(bomb, 10_000_000, 100, budget))
                .isEqualTo(new BodyOutcome.TooLarge(bomb.length * 100L));
        assertThat(Inflation.gunzip(bomb, 10_000_000, 10_000, budget))
                .isEqualTo(new BodyOutcome.NoRoom());
        assertThat(budget.used()).isZero();
    }

    @Test
    void every_cut_of_a_compressed_body_is_broken() throws IOException {
        byte[] whole = gzip("a short body".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (int length = 0; length < whole.length; length++) {
            assertThat(Inflation.gunzip(Arrays.copyOf(whole, length), 1_000, 100, budget))
                    .isEqualTo(new BodyOutcome.BrokenEncoding());
        }
        assertThat(budget.used()).isZero();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
