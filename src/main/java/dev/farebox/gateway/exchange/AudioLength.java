package dev.farebox.gateway.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * How long a recording lasts: exact for WAV, FLAC, Opus and Vorbis, near for MP3 of constant rate,
 * else by the rate that speech is usually packed with. For holds, and where nobody says it. A file
 * that claims to be shorter than its bytes can be is not believed.
 */
public final class AudioLength {
    /** Opus, AAC and others at 64 kbit/s. */
    private static final long USUAL_BYTES_PER_SECOND = 8_000;

    private static final long OPUS_RATE = 48_000;
    private static final int LARGEST_PAGE = 65_307;

    /** Stereo as on a CD, not packed at all. */
    private static final long DENSEST = 176_400;

    private static final int[] MPEG1_KBITS = {
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
    };
    private static final int[] MPEG2_KBITS = {
        0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
    };

    private AudioLength() {}

    /** Whole seconds of the bytes [from, to), rounded up; 0 for none. */
    public static long seconds(byte[] bytes, int from, int to) {
        long length = (long) to - from;
        if (length <= 0) {
            return 0;
        }
        if (has(bytes, from, to, 0, "RIFF") && has(bytes, from, to, 8, "WAVE") && length >= 44) {
            return packed(length, wavBytesPerSecond(bytes, from));
        }
        if (has(bytes, from, to, 0, "OggS") && length >= 64) {
            return ogg(bytes, from, to);
        }
        if (has(bytes, from, to, 0, "fLaC") && length >= 26) {
            return flac(bytes, from, length);
        }
        return packed(length, mp3BytesPerSecond(bytes, from, to));
    }

    private static long packed(long length, long bytesPerSecond) {
        long rate = bytesPerSecond < 500 ? USUAL_BYTES_PER_SECOND : bytesPerSecond;
        return Math.ceilDiv(length, rate);
    }

    /** Players go by the samples; a rate that contradicts them is not believed. */
    private static long wavBytesPerSecond(byte[] bytes, int from) {
        long bySamples = little32(bytes, from + 24) * (little32(bytes, from + 32) & 0xFFFF);
        long said = little32(bytes, from + 28);
        return bySamples > 0 ? Math.min(said, bySamples) : said;
    }

    /** By the position at which the last page ends, in samples. */
    private static long ogg(byte[] bytes, int from, int to) {
        boolean vorbis = has(bytes, from, to, 29, "vorbis");
        long rate = vorbis ? little32(bytes, from + 40) : OPUS_RATE;
        for (int at = to - 27; at > from && at > to - LARGEST_PAGE; at--) {
            if (bytes[at] == 'O' && has(bytes, at, to, 0, "OggS")) {
                long samples = little32(bytes, at + 6) | (little32(bytes, at + 10) << 32);
                return samples > 0 && rate > 0
                        ? believed(Math.ceilDiv(samples, rate), (long) to - from)
                        : packed((long) to - from, 0);
            }
        }
        return packed((long) to - from, 0);
    }

    /** Between what the densest and the thinnest of packings hold. */
    private static long believed(long seconds, long length) {
        return Math.clamp(seconds, Math.ceilDiv(length, DENSEST), Math.max(1, length));
    }

    /** The first block says the rate (20 bits) and the number of samples (36 bits). */
    private static long flac(byte[] bytes, int from, long length) {
        long rate = 0;
        for (int i = 18; i < 21; i++) {
            rate = (rate << 8) | (bytes[from + i] & 0xFF);
        }
        rate >>= 4;
        long samples = bytes[from + 21] & 0xF;
        for (int i = 22; i < 26; i++) {
            samples = (samples << 8) | (bytes[from + i] & 0xFF);
        }
        boolean said = rate > 0 && samples > 0 && samples / rate <= length;
        return said ? believed(Math.ceilDiv(samples, rate), length) : packed(length, 0);
    }

    /** By the header of the first frame, behind a tag where there is one; 0 where it is no MP3. */
    private static long mp3BytesPerSecond(byte[] bytes, int from, int to) {
        int at = from;
        if (has(bytes, from, to, 0, "ID3") && to - from > 10) {
            int tag = 0;
            for (int i = 6; i < 10; i++) {
                tag = (tag << 7) | (bytes[from + i] & 0x7F);
            }
            at = (int) Math.min(to, from + 10L + tag);
        }
        if (to - at < 4 || bytes[at] != (byte) 0xFF || (bytes[at + 1] & 0xE6) != 0xE2) {
            return 0;
        }
        int[] kbits = (bytes[at + 1] & 0x18) == 0x18 ? MPEG1_KBITS : MPEG2_KBITS;
        int index = (bytes[at + 2] >> 4) & 0xF;
        return index < kbits.length ? kbits[index] * 125L : 0;
    }

    private static long little32(byte[] bytes, int at) {
        return (bytes[at] & 0xFFL)
                | ((bytes[at + 1] & 0xFFL) << 8)
                | ((bytes[at + 2] & 0xFFL) << 16)
                | ((bytes[at + 3] & 0xFFL) << 24);
    }

    private static boolean has(byte[] bytes, int from, int to, int at, String ascii) {
        byte[] expected = ascii.getBytes(US_ASCII);
        return to - from >= at + expected.length
                && Arrays.equals(
                        bytes,
                        from + at,
                        from + at + expected.length,
                        expected,
                        0,
                        expected.length);
    }
}
