package dev.farebox.gateway.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** How long a recording lasts, by its own first bytes where they say it. */
class AudioLengthTest {
    @Test
    void wav_says_its_rate() {
        byte[] wav = tagged("RIFF....WAVE", 44 + 64_000);
        wav[29] = (byte) 0x7D; // 32,000 bytes a second
        assertThat(seconds(wav)).isEqualTo(3);
        wav[29] = 0;
        assertThat(seconds(wav)).as("a rate of nothing").isEqualTo(9);
    }

    @Test
    void wav_is_not_shorter_than_its_samples() {
        byte[] wav = tagged("RIFF....WAVE", 44 + 64_000);
        wav[25] = 0x3E; // 15,872 samples a second
        wav[32] = 2; // of two bytes
        wav[31] = 0x10; // and 268,435,456 bytes in that second
        assertThat(seconds(wav)).isEqualTo(3);
    }

    @Test
    void opus_says_where_its_last_page_ends() {
        byte[] opus = tagged("OggS", 90_000);
        System.arraycopy("OggS".getBytes(US_ASCII), 0, opus, 80_000, 4);
        opus[80_008] = 0x2D; // 45 × 65,536 samples, 48,000 a second
        assertThat(seconds(opus)).isEqualTo(62);
        opus[80_008] = 0;
        opus[80_006] = 1;
        assertThat(seconds(opus)).as("so many bytes are no instant").isEqualTo(1);
        opus[80_013] = (byte) 0x80;
        assertThat(seconds(opus)).as("an end before the beginning").isEqualTo(12);
    }

    @Test
    void flac_is_not_shorter_than_a_disc() {
        byte[] flac = tagged("fLaC", 1_764_000);
        flac[18] = 0x0A;
        flac[19] = (byte) 0xC4;
        flac[20] = 0x40;
        flac[25] = 1;
        assertThat(seconds(flac)).isEqualTo(10);
    }

    @Test
    void flac_says_its_samples() {
        byte[] flac = tagged("fLaC", 100_000);
        flac[18] = 0x0A; // 44,100 in 20 bits
        flac[19] = (byte) 0xC4;
        flac[20] = 0x40;
        flac[24] = (byte) 0xAC; // 44,101 samples
        flac[25] = 0x45;
        assertThat(seconds(flac)).isEqualTo(2);
    }

    @Test
    void mp3_says_its_rate_behind_its_tag() {
        byte[] mp3 = tagged("ID3", 10 + 300 + 40_000);
        mp3[8] = 2; // 300 in groups of 7 bits
        mp3[9] = 44;
        mp3[310] = (byte) 0xFF;
        mp3[311] = (byte) 0xFB;
        mp3[312] = (byte) 0x90; // 128 kbit/s
        assertThat(seconds(mp3)).isEqualTo(3);
        mp3[311] = (byte) 0xF3; // the second MPEG: 80 kbit/s
        assertThat(seconds(mp3)).isEqualTo(5);
    }

    @Test
    void anything_else_is_taken_for_speech_as_it_is_usually_packed() {
        assertThat(seconds(new byte[0])).isZero();
        assertThat(seconds(new byte[1])).isEqualTo(1);
        assertThat(seconds(new byte[80_000])).isEqualTo(10);
    }

    @Test
    void nonsense_never_throws_and_is_never_endless() {
        long seed = 20261121L;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] tags = {"RIFF....WAVE", "fLaC", "ID3", "OggS", "\u007f"};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            byte[] tag = tags[random.nextInt(tags.length)].getBytes(US_ASCII);
            System.arraycopy(tag, 0, bytes, 0, Math.min(tag.length, bytes.length));
            assertThat(seconds(bytes)).as("seed " + seed).isBetween(0L, 201L);
        }
    }

    private static byte[] tagged(String tag, int length) {
        byte[] bytes = new byte[length];
        byte[] ascii = tag.getBytes(US_ASCII);
        System.arraycopy(ascii, 0, bytes, 0, ascii.length);
        return bytes;
    }

    private static long seconds(byte[] bytes) {
        return AudioLength.seconds(bytes, 0, bytes.length);
    }
}
