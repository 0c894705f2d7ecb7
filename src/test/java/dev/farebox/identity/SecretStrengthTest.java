package dev.farebox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStrengthTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-Zr8mKq2vXw9TbN4yLc7HdP",
                "sk-4f9c1a7e2b8d3065f1e94c7ab2d8063e",
                "4f9c1a7e2b8d3065f1e94c7ab2d8063e",
                "sk-9Vq3LmX7Zt2RkB8nYc5WdH1jFg6PsA4uEo0TiKxMvNbQyCwL",
                "sk_live_Zr8mKq2vXw9TbN4yLc7HdP!%",
                "491750283846205917364820194756382910475",
            })
    void a_secret_of_128_random_bits_is_strong_enough(String secret) {
        assertThat(SecretStrength.weakness(secret)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sk-short                                | must have 22 to 512 characters
                    ''                                      | must have 22 to 512 characters
                    Zr8mKq2v Xw9TbN4yLc7HdPqw               | may hold visible ASCII characters alone
                    Zr8mKq2vXw9TbN4yLc7HdPqwÄ               | may hold visible ASCII characters alone
                    sk-Zr8mKq2vXw9TbN4yLc7Hd                | hold less than 128 bits
                    4f9c1a7e2b8d3065f1e94c7ab2d8            | hold less than 128 bits
                    491750283846205917364820194756          | hold less than 128 bits
                    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | repeats a pattern
                    sk-passwordpasswordpasswordpassword     | repeats a pattern
                    abcdefghijklmnopqrstuvwxyz0123456789    | repeats a pattern
                    """)
    void a_secret_that_can_be_guessed_is_weak(String secret, String sentence) {
        assertThat(SecretStrength.weakness(secret).orElse("")).contains(sentence);
    }

    @Test
    void a_secret_of_a_megabyte_is_refused() {
        assertThat(SecretStrength.weakness("Zr8mKq2vX".repeat(120_000))).isPresent();
    }

    @Test
    void random_secrets_of_common_makers_pass() {
        long seed = 16;
        var random = new SplittableRandom(seed);
        var ours = new Secrets(random);
        for (int i = 0; i < 20_000; i++) {
            String hex = "%016x%016x".formatted(random.nextLong(), random.nextLong());

            assertThat(SecretStrength.weakness(ours.next(Secrets.KEY))).as("seed 16").isEmpty();
            assertThat(SecretStrength.weakness("sk-" + hex)).as(hex).isEmpty();
        }
    }
}
