package dev.farebox.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text of an upstream names no account of ours. */
class SafeTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Rate limit reached for org-AbC123xyz on tokens     | Rate limit reached for [removed] on tokens
                    Project `proj_9Yz8abc` has no access               | Project `[removed]` has no access
                    Incorrect API key provided: sk-abc12***********xyz9. | Incorrect API key provided: [removed]
                    key sk-proj-abcdefgh12345                           | key [removed]
                    Bearer eyJhbGciOi.x.y is bad                       | [removed] is bad
                    write to billing.team@example.com                  | write to [removed]
                    account 0b5e2c1a-1234-4abc-9def-0123456789ab       | account [removed]
                    This model's maximum context length is 128000      | This model's maximum context length is 128000
                    The organization must be verified                  | The organization must be verified
                    Invalid 'user_name': too long                      | Invalid 'user_name': too long
                    """)
    void has_identities_removed(String text, String safe) {
        assertThat(SafeText.of(text)).isEqualTo(safe);
    }

    @Test
    void is_one_short_line() {
        String safe = SafeText.of("a\nb\u0000c\ud800" + "x".repeat(5000));
        assertThat(safe).startsWith("a b c x").hasSize(SafeText.MAX);
    }
}
