package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.Standing.Room;
import dev.farebox.gateway.exchange.Surface.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RateHeadersTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Standing BOTH =
            new Standing(
                    new Room(60, 59, Duration.ofSeconds(1).toNanos()),
                    new Room(10_000, 9_000, Duration.ofSeconds(6).toNanos()));

    @Test
    void openai_clients_read_limit_rest_and_time_for_requests_and_tokens() {
        assertThat(RateHeaders.of(Family.OPENAI, BOTH, NOW))
                .isEqualTo(
                        Map.of(
                                "x-ratelimit-limit-requests", "60",
                                "x-ratelimit-remaining-requests", "59",
                                "x-ratelimit-reset-requests", "1s",
                                "x-ratelimit-limit-tokens", "10000",
                                "x-ratelimit-remaining-tokens", "9000",
                                "x-ratelimit-reset-tokens", "6s"));
    }

    @Test
    void anthropic_clients_read_the_same_with_a_point_in_time_for_every_kind_of_token() {
        Map<String, String> headers = RateHeaders.of(Family.ANTHROPIC, BOTH, NOW);

        assertThat(headers)
                .hasSize(12)
                .containsEntry("anthropic-ratelimit-requests-limit", "60")
                .containsEntry("anthropic-ratelimit-requests-remaining", "59")
                .containsEntry("anthropic-ratelimit-requests-reset", "2026-11-21T08:00:01Z");
        for (String kind : new String[] {"tokens", "input-tokens", "output-tokens"}) {
            String prefix = "anthropic-ratelimit-" + kind;
            assertThat(headers)
                    .containsEntry(prefix + "-limit", "10000")
                    .containsEntry(prefix + "-remaining", "9000")
                    .containsEntry(prefix + "-reset", "2026-11-21T08:00:06Z");
        }
    }

    @Test
    void gemini_has_no_such_headers() {
        assertThat(RateHeaders.of(Family.GEMINI, BOTH, NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void what_is_not_limited_is_not_mentioned(Family family) {
        assertThat(RateHeaders.of(family, Standing.UNLIMITED, NOW)).isEmpty();
        assertThat(RateHeaders.of(family, new Standing(BOTH.requests(), null), NOW).keySet())
                .noneMatch(name -> name.contains("tokens"));
    }

    @ParameterizedTest
    @CsvSource({
        "            0, 0s,       2026-11-21T08:00:00Z",
        "            1, 1ms,      2026-11-21T08:00:01Z",
        "    119000001, 120ms,    2026-11-21T08:00:01Z",
        "    999000001, 1s,       2026-11-21T08:00:01Z",
        "   1000000000, 1s,       2026-11-21T08:00:01Z",
        "   1000000001, 2s,       2026-11-21T08:00:02Z",
        "  59999999999, 1m0s,     2026-11-21T08:01:00Z",
        " 360000000000, 6m0s,     2026-11-21T08:06:00Z",
        "3661000000000, 1h1m1s,   2026-11-21T09:01:01Z",
    })
    void a_time_is_rounded_up(long nanos, String openAi, String anthropic) {
        var standing = new Standing(new Room(1, 0, nanos), null);
        assertThat(RateHeaders.of(Family.OPENAI, standing, NOW))
                .containsEntry("x-ratelimit-reset-requests", openAi);
        assertThat(RateHeaders.of(Family.ANTHROPIC, standing, NOW))
                .containsEntry("anthropic-ratelimit-requests-reset", anthropic);
    }
}
