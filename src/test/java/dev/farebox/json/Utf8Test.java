package dev.farebox.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Utf8 accepts what the JDK's strict decoder accepts, and nothing else. */
class Utf8Test {
    @Test
    void agrees_with_the_strict_decoder_on_every_pair_and_many_quadruples_of_bytes() {
        byte[] bytes = new byte[4];
        int accepted = 0;
        for (int pair = 0; pair < 0x10000; pair++) {
            for (int rest : new int[] {0x8080, 0xBFBF, 0x4141, 0x807F, 0xC280}) {
                put(bytes, (pair << 16) | rest);
                boolean valid = Utf8.isValid(bytes, 0, 4);
                assertThat(valid).as(HexFormat.of().formatHex(bytes)).isEqualTo(strict(bytes));
                accepted += valid ? 1 : 0;
            }
        }
        assertThat(accepted).isBetween(10_000, 200_000);
    }

    @Test
    void agrees_with_the_strict_decoder_on_damaged_text() {
        long seed = 7;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] text =
                "plain text, größer, 日本語, 👩‍👩‍👧 and plain again"
                        .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = text.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            assertThat(Utf8.isValid(damaged, 0, damaged.length))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(strict(damaged));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"c0af", "e080af", "f08080af", "eda080", "edbfbf", "f4908080", "ff", "80"})
    void refuses_overlong_forms_surrogates_and_strays_behind_plain_text(String hex) {
        byte[] bad = HexFormat.of().parseHex("6161616161616161" + hex + "6161616161616161");
        assertThat(Utf8.isValid(bad, 0, bad.length)).isFalse();
    }

    private static void put(byte[] bytes, int word) {
        ByteBuffer.wrap(bytes).putInt(word);
    }

    private static boolean strict(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
