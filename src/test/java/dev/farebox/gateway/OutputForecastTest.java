package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutputForecastTest {
    private static final UUID KEY = new UUID(1, 1);
    private final OutputForecast forecast = new OutputForecast(2);

    @Test
    void nothing_is_forecast_from_few_answers() {
        observe(19, 100);
        assertThat(forecast.p95("m", KEY)).isEmpty();
    }

    @Test
    void nineteen_of_twenty_answers_are_within_the_forecast() {
        observe(95, 100);
        observe(5, 5_000);
        assertThat(forecast.p95("m", KEY)).hasValue(128);
        observe(5, 5_000);
        assertThat(forecast.p95("m", KEY)).hasValue(6_144);
    }

    @Test
    void old_answers_fade() {
        observe(256, 5_000);
        observe(2_000, 10);
        assertThat(forecast.p95("m", KEY)).hasValue(12);
    }

    @Test
    void clients_do_not_share_a_forecast_and_memory_is_bounded() {
        observe(100, 10);
        UUID other = new UUID(2, 2);
        assertThat(forecast.p95("m", other)).isEmpty();
        forecast.observe("m", other, 1);
        forecast.observe("m2", other, 1);
        assertThat(forecast.p95("m", KEY)).isEmpty();
    }

    private void observe(int times, long tokens) {
        for (int i = 0; i < times; i++) {
            forecast.observe("m", KEY, tokens);
        }
    }
}
