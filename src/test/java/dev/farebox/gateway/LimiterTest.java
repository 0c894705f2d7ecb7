package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.Limiter.Decision;
import dev.farebox.gateway.exchange.GatewayProblem.Limit;
import dev.farebox.gateway.exchange.GatewayProblem.RateLimited;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.identity.ApiKey;
import dev.farebox.identity.Limits;
import dev.farebox.ledger.SpendCaps;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private final AtomicLong now = new AtomicLong(-5_000_000_000L);
    private final Limiter limiter = new Limiter(now::get);

    @Test
    void a_minute_allows_its_burst_and_then_one_request_every_interval() {
        ApiKey key = key(6, 0, 0);
        for (int i = 0; i < 6; i++) {
            admitted(limiter.admit(key, 1));
        }
        assertThat(limiter.admit(key, 1))
                .isEqualTo(refused(Limit.REQUESTS_PER_MINUTE, 6, Duration.ofSeconds(10)));
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        admitted(limiter.admit(key, 1));
        assertThat(limiter.admit(key, 1)).isInstanceOf(Decision.Refused.class);
    }

    @Test
    void tokens_are_corrected_when_the_request_ends() {
        ApiKey key = key(0, 1000, 0);
        Limiter.Pass pass = admitted(limiter.admit(key, 900));
        assertThat(limiter.admit(key, 200))
                .isEqualTo(refused(Limit.TOKENS_PER_MINUTE, 1000, Duration.ofSeconds(6)));
        pass.giveBack(100);
        admitted(limiter.admit(key, 200));
    }

    @Test
    void a_request_larger_than_the_limit_passes_when_nothing_else_was_used() {
        ApiKey key = key(0, 1000, 0);
        admitted(limiter.admit(key, 5000));
        assertThat(limiter.admit(key, 1)).isInstanceOf(Decision.Refused.class);
        now.addAndGet(Duration.ofMinutes(5).toNanos());
        admitted(limiter.admit(key, 1000));
    }

    @Test
    void a_refusal_takes_nothing() {
        ApiKey key = key(10, 100, 2);
        admitted(limiter.admit(key, 100));
        for (int i = 0; i < 100; i++) {
            assertThat(limiter.admit(key, 100)).isInstanceOf(Decision.Refused.class);
        }
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        admitted(limiter.admit(key, 100));
    }

    @Test
    void the_parallel_limit_is_exact_across_threads() throws Exception {
        ApiKey key = key(0, 0, 10);
        var admitted = new AtomicInteger();
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                var _ =
                        threads.submit(() -> {
                            start.await();
                            if (limiter.admit(key, 1) instanceof Decision.Admitted) {
                                admitted.incrementAndGet();
                            }
                            return null;
                        });
            }
            start.countDown();
        }
        assertThat(admitted).hasValue(10);
    }

    @Test
    void giving_back_twice_counts_once() {
        ApiKey key = key(0, 0, 1);
        Limiter.Pass pass = admitted(limiter.admit(key, 1));
        pass.giveBack(1);
        pass.giveBack(1);
        admitted(limiter.admit(key, 1));
        assertThat(limiter.admit(key, 1))
                .isEqualTo(refused(Limit.PARALLEL_REQUESTS, 1, Duration.ofSeconds(1)));
    }

    private static Limiter.Pass admitted(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Admitted.class);
        return ((Decision.Admitted) decision).pass();
    }

    private static Decision refused(Limit limit, long allowed, Duration pause) {
        return new Decision.Refused(new RateLimited(Whose.KEY, limit, allowed, pause.toMillis()));
    }

    private static ApiKey key(int requests, int tokens, int parallel) {
        return new ApiKey(
                new UUID(1, requests * 31L + tokens * 7L + parallel),
                new UUID(2, 2),
                "customer",
                "key",
                "fb-test",
                "default",
                Set.of(),
                SpendCaps.NONE,
                SpendCaps.NONE,
                SpendCaps.NONE,
                new Limits(requests, tokens, parallel),
                Limits.NONE,
                Limits.NONE,
                null);
    }
}
