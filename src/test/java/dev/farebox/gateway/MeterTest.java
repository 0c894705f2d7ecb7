package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.Meter.Demand;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Prices here: 10 nano-credits a token; half a step of growth is 50 tokens. */
class MeterTest {
    private static final Meter.Steps STEPS = new Meter.Steps(200, 100, Duration.ofSeconds(2));
    private final Meter meter = new Meter(STEPS, 3_000, 0);

    @Test
    void a_covered_stream_asks_for_nothing_before_a_checkpoint_is_due() {
        assertThat(consumed(199, 0)).isEqualTo(new Demand.None());
    }

    @Test
    void a_due_checkpoint_records_without_growing() {
        assertThat(consumed(200, 0)).isEqualTo(new Demand.Extend(0, 0, 2_000));
    }

    @Test
    void time_makes_a_checkpoint_due_when_anything_was_consumed() {
        assertThat(consumed(0, Duration.ofSeconds(9).toNanos())).isEqualTo(new Demand.None());
        assertThat(consumed(1, Duration.ofSeconds(9).toNanos()))
                .isEqualTo(new Demand.Extend(0, 0, 10));
    }

    @Test
    void a_hold_that_runs_out_grows_by_one_step_ahead_of_what_is_used() {
        assertThat(consumed(260, 0)).isEqualTo(new Demand.Extend(600, 1, 2_600));
        meter.extended(3_600);
        assertThat(consumed(270, 0)).isEqualTo(new Demand.None());
        assertThat(meter.held()).isEqualTo(3_600);
    }

    @Test
    void one_question_is_open_at_a_time_and_a_spent_hold_waits_for_it() {
        consumed(260, 0);
        assertThat(consumed(270, 0)).isEqualTo(new Demand.None());
        assertThat(meter.mustWait(2_700)).isFalse();
        assertThat(meter.mustWait(3_000)).isTrue();
    }

    @Test
    void a_refused_stream_uses_up_its_hold_and_then_stops() {
        consumed(260, 0);
        meter.refused();
        assertThat(consumed(299, 0)).isEqualTo(new Demand.None());
        assertThat(consumed(300, 0)).isEqualTo(new Demand.Stop());
    }

    @Test
    void a_refused_stream_asks_again_at_its_next_checkpoint() {
        consumed(260, 0);
        meter.refused();
        assertThat(consumed(270, Duration.ofSeconds(3).toNanos()))
                .isEqualTo(new Demand.Extend(700, 1, 2_700));
        meter.extended(3_700);
        assertThat(consumed(300, Duration.ofSeconds(3).toNanos())).isEqualTo(new Demand.None());
    }

    @Test
    void an_overdrawn_hold_needs_at_least_what_was_consumed() {
        assertThat(consumed(400, 0)).isEqualTo(new Demand.Extend(2_000, 1_000, 4_000));
    }

    private Demand consumed(long tokens, long now) {
        return meter.consumed(tokens, tokens * 10, (tokens + 50) * 10, now);
    }
}
