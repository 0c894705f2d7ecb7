package dev.farebox.http.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packed files were made by the reference tool (zstd 1.5.4), the number is its level: {@code
 * frames} are two with one to be skipped between them, {@code streamed} does not say its size,
 * {@code blocks} have several blocks that use each other's tables.
 */
class ZstdTest {
    private static final int LARGEST = 1 << 22;

    @ParameterizedTest
    @CsvSource({
        "1.3       ,    579, 7d380c235befe3b6",
        "2.19      ,   4110, 8022f2d948b3b39a",
        "3.fast    ,  20000, 3d428a6e5da0e435",
        "blocks.1  , 379485, 08e8ba7c01c0a820",
        "blocks.19 , 379485, 08e8ba7c01c0a820",
        "empty     ,      0, e3b0c44298fc1c14",
        "frames    ,   4689, fa349c76919862e0",
        "random.3  ,   3000, ac908f9fb37299c4",
        "streamed.3,    579, 7d380c235befe3b6",
        "zeros.3   , 300000, 886715e4051e827f",
    })
    void what_the_reference_tool_packed_is_unpacked(String name, int size, String sha256)
            throws Exception {
        byte[] plain = unpack(packed(name));
        assertThat(plain).hasSize(size);
        assertThat(digest(plain)).startsWith(sha256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3", "2.19", "random.3", "streamed.3", "zeros.3"})
    void every_cut_is_refused(String name) throws IOException {
        byte[] whole = packed(name);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> unpack(cut));
        }
    }

    @Test
    void what_follows_a_frame_must_be_a_frame() throws IOException {
        byte[] whole = packed("1.3");
        byte[] more = Arrays.copyOf(whole, whole.length + 4);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unpack(more))
                .withMessageContaining("something else");
    }

    @Test
    void a_frame_that_needs_a_dictionary_is_refused() {
        byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x21, 7, 0, 1, 0, 0};
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unpack(head))
                .withMessageContaining("dictionary");
    }

    @Test
    void a_frame_that_is_not_as_long_as_it_says_is_refused() {
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x20, 2, 9, 0, 0, 'a'};
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unpack(frame))
                .withMessageContaining("not as long");
        frame[5] = 1;
        assertThat(unpacked(frame)).containsExactly('a');
    }

    /** Whatever is changed, the outcome is bytes or a refusal, and at most a block at a time. */
    @ParameterizedTest
    @ValueSource(strings = {"1.3", "2.19", "3.fast", "frames", "random.3", "zeros.3"})
    void damaged_input_gives_a_refusal_or_bounded_output(String name) throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        byte[] whole = packed(name);
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                int reach = random.nextBoolean() ? Math.min(40, whole.length) : whole.length;
                damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            refused += isRefused(damaged) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    private static boolean isRefused(byte[] packed) {
        var zstd = new Zstd(packed);
        try {
            int before = 0;
            while (zstd.next() && zstd.size() < LARGEST) {
                assertThat(zstd.size() - before).isBetween(0, Zstd.LARGEST_BLOCK);
                before = zstd.size();
            }
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static byte[] unpacked(byte[] packed) {
        try {
            return unpack(packed);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        var zstd = new Zstd(packed);
        while (zstd.next()) {
            assertThat(zstd.size()).isLessThan(LARGEST);
        }
        return zstd.toArray();
    }

    private static byte[] packed(String name) throws IOException {
        try (InputStream in = ZstdTest.class.getResourceAsStream("/http/zstd/" + name + ".zst")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static String digest(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
