package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {
    /** Far beyond what fits into seconds, as {@code nanoTime} may be, and about to overflow. */
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    /** Each word is one thing that happens; the last column is what a call would meet then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    fail fail fail fail                   | READY     | 0
                    fail fail fail fail fail              | BENCHED   | 2
                    fail fail fail fail ok fail fail      | READY     | 0
                    down | BENCHED   | 2
                    down fail fail ok                     | BENCHED   | 2
                    down +1                     | BENCHED   | 1
                    down +2                     | TRIAL     | 0
                    down +2 begin               | BENCHED   | 60
                    down +2 begin ok fail       | BENCHED   | 60
                    down +2 begin trial-ok      | READY     | 0
                    down +2 begin trial-head    | READY     | 0
                    down +2 begin +60           | TRIAL     | 0
                    down +2 begin gone          | TRIAL     | 0
                    down +2 begin trial-fail    | BENCHED   | 4
                    down +2 begin trial-fail +4 begin trial-fail | BENCHED | 8
                    down +2 begin trial-fail +4 begin trial-ok down | BENCHED | 2
                    down well                   | TRIAL     | 0
                    down +2 ill                 | BENCHED   | 4
                    down ill                    | BENCHED   | 2
                    ill ill ill ill ill                     | BENCHED   | 2
                    credential                            | LOCKED_OUT | 300
                    credential ok                         | LOCKED_OUT | 300
                    credential +300                       | TRIAL     | 0
                    credential +300 begin trial-credential | LOCKED_OUT | 300
                    credential well                       | READY     | 0
                    limit-20                              | BENCHED   | 20
                    limit-0                               | BENCHED   | 2
                    limit-90000                           | BENCHED   | 3600
                    limit-20 limit-5                      | BENCHED   | 20
                    limit-5 limit-20                      | BENCHED   | 20
                    limit-20 well                         | BENCHED   | 20
                    limit-20 +20                          | READY     | 0
                    limit-20 +20 begin fail fail          | READY     | 0
                    model                                 | BENCHED   | 60
                    model +60 begin trial-model           | BENCHED   | 120
                    model +60 begin trial-fail            | BENCHED   | 2
                    """)
    void what_happens_decides_what_the_next_call_meets(
            String happenings, Standing.State state, long seconds) {
        long now = START;
        Breaker breaker = Breaker.CLOSED;
        for (String happening : happenings.strip().split(" ")) {
            if (happening.startsWith("+")) {
                now += seconds(happening.substring(1));
            } else {
                breaker = after(breaker, happening, now);
            }
        }

        Standing standing = breaker.standing(now);

        assertThat(standing.state()).isEqualTo(state);
        assertThat(standing.nanos()).isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void a_bench_doubles_up_to_a_minute() {
        long now = START;
        Breaker breaker = Breaker.CLOSED.opened(Breaker.Cause.FAILING, now);
        for (long bench : List.of(2, 4, 8, 16, 32, 60, 60)) {
            assertThat(breaker.standing(now).nanos()).isEqualTo(bench * 1_000_000_000);
            now += bench * 1_000_000_000;
            breaker = breaker.begun(now).failed(true, now);
        }
    }

    private static Breaker after(Breaker breaker, String happening, long now) {
        return switch (happening) {
            case "down" -> {
                Breaker down = breaker;
                for (int i = 0; i < Breaker.TOLERATED; i++) {
                    down = down.failed(false, now);
                }
                yield down;
            }
            case "ok" -> breaker.succeeded(false);
            case "fail" -> breaker.failed(false, now);
            case "begin" -> breaker.begun(now);
            case "gone" -> breaker.abandoned(true, now);
            case "trial-ok" -> breaker.succeeded(true);
            case "trial-head" -> breaker.answered(true);
            case "trial-fail" -> breaker.failed(true, now);
            case "credential", "trial-credential" ->
                    breaker.opened(Breaker.Cause.CREDENTIAL_REFUSED, now);
            case "model", "trial-model" -> breaker.opened(Breaker.Cause.MODEL_REFUSED, now);
            case "well" -> breaker.probedWell(now);
            case "ill" -> breaker.probedIll(now);
            default -> {
                assertThat(happening).startsWith("limit-");
                long asked = Long.parseLong(happening.substring("limit-".length()));
                yield breaker.rateLimited(Duration.ofSeconds(asked), now);
            }
        };
    }

    private static long seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text)).toNanos();
    }
}
