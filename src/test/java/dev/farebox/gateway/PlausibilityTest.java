package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.config.UsageBounds;
import dev.farebox.gateway.exchange.ModelUsage;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which claims of usage are charged without a person having looked. */
class PlausibilityTest {
    private static final Plausibility PLAUSIBILITY =
            new Plausibility(new UsageBounds(20, 5_000, 20_000_000));
    private static final Foreseen SENT = new Foreseen(1_000, 500);
    private static final Foreseen CONTINUING = new Foreseen(1_000, 500, Usage.NONE, true);

    @Test
    void input_far_beyond_what_was_sent_is_not_believed() {
        assertThat(isBelieved(reported(input(20_000)), SENT)).isTrue();
        assertThat(isBelieved(reported(input(20_001)), SENT)).isFalse();
    }

    @Test
    void input_may_rest_on_what_the_upstream_keeps_or_fetches() {
        assertThat(isBelieved(reported(input(400_000)), CONTINUING)).isTrue();
        var searching =
                Usage.builder().set(Dimension.INPUT, 400_000).set(Dimension.WEB_SEARCH, 3).build();
        assertThat(isBelieved(reported(searching), SENT)).isTrue();
        var rounds =
                new UsageReading.Reported(
                        input(400_000),
                        "{}",
                        List.of(
                                new ModelUsage("", input(200_000)),
                                new ModelUsage("", input(200_000))));
        assertThat(isBelieved(rounds, SENT)).isTrue();
    }

    @Test
    void no_request_uses_more_than_the_operator_allows() {
        assertThat(isBelieved(reported(input(20_000_001)), CONTINUING)).isFalse();
    }

    private static boolean isBelieved(UsageReading.Reported reading, Foreseen foreseen) {
        return PLAUSIBILITY.check(reading, foreseen, 100) instanceof UsageReading.Reported;
    }

    private static UsageReading.Reported reported(Usage usage) {
        return new UsageReading.Reported(usage, "{}");
    }

    private static Usage input(long tokens) {
        return Usage.builder().set(Dimension.INPUT, tokens).build();
    }
}
