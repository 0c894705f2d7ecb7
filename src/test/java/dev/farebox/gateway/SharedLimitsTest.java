package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.Limiter.Decision;
import dev.farebox.gateway.exchange.GatewayProblem.Limit;
import dev.farebox.gateway.exchange.GatewayProblem.RateLimited;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.gateway.exchange.PlainProblem;
import dev.farebox.identity.ApiKey;
import dev.farebox.identity.Limits;
import dev.farebox.ledger.SpendCaps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of a key, of its customer and of its group hold together. */
class SharedLimitsTest {
    private static final Limits NONE = Limits.NONE;

    private final AtomicLong now = new AtomicLong(7_000_000_000L);
    private final Limiter limiter = new Limiter(now::get);

    /**
     * Limits of key, customer and group as requests/tokens/parallel. One request of 10 tokens is in
     * flight; the next, of 10 tokens, meets the first limit in its way.
     */
    @ParameterizedTest
    @CsvSource({
        "1/15/1, 1/15/1, 1/15/1, KEY,      PARALLEL_REQUESTS,   1",
        "1/15/0, 1/15/1, 1/15/1, KEY,      REQUESTS_PER_MINUTE, 1",
        "0/15/0, 1/15/1, 1/15/1, KEY,      TOKENS_PER_MINUTE,  15",
        "0/0/0,  1/15/1, 1/15/1, CUSTOMER, PARALLEL_REQUESTS,   1",
        "9/99/9, 1/15/0, 1/15/1, CUSTOMER, REQUESTS_PER_MINUTE, 1",
        "9/99/9, 0/15/0, 1/15/1, CUSTOMER, TOKENS_PER_MINUTE,  15",
        "9/99/9, 9/99/9, 1/15/1, GROUP,    PARALLEL_REQUESTS,   1",
        "9/99/9, 9/99/9, 1/15/9, GROUP,    REQUESTS_PER_MINUTE, 1",
        "0/0/0,  0/0/0,  9/15/9, GROUP,    TOKENS_PER_MINUTE,  15",
    })
    void the_first_limit_in_the_way_is_named_key_before_customer_before_group(
            String key, String customer, String group, Whose whose, Limit limit, long allowed) {
        ApiKey caller = caller(1, 1, "g", limits(key), limits(customer), limits(group));
        granted(limiter.admit(caller, 10));

        RateLimited refusal = refused(limiter.admit(caller, 10)).problem();

        assertThat(refusal.whose()).isEqualTo(whose);
        assertThat(refusal.limit()).isEqualTo(limit);
        assertThat(refusal.allowed()).isEqualTo(allowed);
        assertThat(refusal.retryAfterMillis()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    KEY      | this API key may use 60 requests per minute
                    CUSTOMER | this account may use 60 requests per minute
                    GROUP    | this service group may use 60 requests per minute
                    """)
    void a_refusal_says_whose_limit_it_is(Whose whose, String words) {
        var problem = new RateLimited(whose, Limit.REQUESTS_PER_MINUTE, 60, 10);
        assertThat(PlainProblem.of(problem).message()).contains(words);
        assertThat(PlainProblem.of(problem).status()).isEqualTo(429);
    }

    @Test
    void keys_of_one_customer_share_its_limit_and_customers_share_their_groups() {
        var two = new Limits(2, 0, 0);
        var three = new Limits(3, 0, 0);
        granted(limiter.admit(caller(1, 1, "g", NONE, two, three), 1));
        granted(limiter.admit(caller(2, 1, "g", NONE, two, three), 1));
        assertThat(refused(limiter.admit(caller(3, 1, "g", NONE, two, three), 1)).problem().whose())
                .isEqualTo(Whose.CUSTOMER);
        granted(limiter.admit(caller(4, 2, "g", NONE, two, three), 1));
        assertThat(refused(limiter.admit(caller(5, 3, "g", NONE, two, three), 1)).problem().whose())
                .isEqualTo(Whose.GROUP);
        granted(limiter.admit(caller(6, 3, "other", NONE, two, three), 1));
    }

    @Test
    void a_request_that_the_group_refuses_eats_nothing_of_key_and_customer() {
        var hundred = new Limits(100, 1_000, 5);
        ApiKey noisy = caller(1, 1, "g", hundred, hundred, new Limits(1, 0, 0));
        granted(limiter.admit(noisy, 10)).giveBack(10);

        for (int i = 0; i < 1_000; i++) {
            assertThat(refused(limiter.admit(noisy, 10)).problem().whose()).isEqualTo(Whose.GROUP);
        }

        ApiKey elsewhere = caller(1, 1, "h", hundred, hundred, NONE);
        granted(limiter.admit(elsewhere, 10));
        Standing standing = limiter.standing(elsewhere);
        assertThat(left(standing.requests())).isEqualTo(98);
        assertThat(left(standing.tokens())).isEqualTo(980);
    }

    @Test
    void a_request_that_the_key_refuses_eats_nothing_of_customer_and_group() {
        var hundred = new Limits(100, 0, 1);
        ApiKey full = caller(1, 1, "g", new Limits(0, 0, 1), hundred, hundred);
        Limiter.Pass pass = granted(limiter.admit(full, 1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(refused(limiter.admit(full, 1)).problem().whose()).isEqualTo(Whose.KEY);
        }
        pass.giveBack(1);

        ApiKey other = caller(2, 1, "g", NONE, hundred, hundred);
        granted(limiter.admit(other, 1));
        Standing standing = limiter.standing(other);
        assertThat(left(standing.requests())).isEqualTo(98);
    }

    @Test
    void tokens_are_corrected_for_all_three() {
        var thousand = new Limits(0, 1_000, 0);
        ApiKey caller = caller(1, 1, "g", NONE, thousand, thousand);
        Limiter.Pass pass = granted(limiter.admit(caller, 900));
        assertThat(refused(limiter.admit(caller, 200)).problem().whose()).isEqualTo(Whose.CUSTOMER);
        pass.giveBack(100);
        pass.giveBack(100);
        granted(limiter.admit(caller, 200));
        Standing standing = limiter.standing(caller);
        assertThat(left(standing.tokens())).isEqualTo(700);
    }

    @Test
    void the_standing_is_that_of_the_limit_with_the_least_left() {
        ApiKey caller =
                caller(
                        1,
                        1,
                        "g",
                        new Limits(60, 1_000, 0),
                        new Limits(30, 9_000, 0),
                        new Limits(6_000, 500, 0));
        granted(limiter.admit(caller, 100));
        Standing standing = limiter.standing(caller);
        assertThat(standing)
                .isEqualTo(
                        new Standing(
                                new Standing.Room(30, 29, 2_000_000_000L),
                                new Standing.Room(500, 400, 12_000_000_000L)));
        assertThat(limiter.standing(caller(9, 9, "z", NONE, NONE, NONE)))
                .isEqualTo(Standing.UNLIMITED);
    }

    @Test
    void idle_gauges_are_dropped_and_busy_ones_never() {
        var limits = new Limits(10, 0, 1);
        ApiKey busy = caller(0, 1, "g", limits, NONE, NONE);
        granted(limiter.admit(busy, 1));
        for (int i = 1; i <= 50_000; i++) {
            granted(limiter.admit(caller(i, 1, "g", limits, NONE, NONE), 1)).giveBack(1);
            now.addAndGet(Duration.ofMillis(20).toNanos());
        }

        assertThat(limiter.size()).isLessThanOrEqualTo(2 * Gauges.KEPT);
        assertThat(refused(limiter.admit(busy, 1)).problem().limit())
                .isEqualTo(Limit.PARALLEL_REQUESTS);
    }

    /** Callers on many threads while the clock runs; counted from outside. */
    @Test
    void no_limit_is_ever_exceeded_by_many_threads() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var customer = new Limits(300, 30_000, 7);
        var group = new Limits(400, 36_000, 9);
        var inFlight = new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()};
        var requests = new AtomicLong[] {new AtomicLong(), new AtomicLong()};
        var tokens = new AtomicLong[] {new AtomicLong(), new AtomicLong()};
        var together = new AtomicInteger();
        var faults = new AtomicInteger();
        long began = now.get();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var root = new SplittableRandom(seed);
            for (int t = 0; t < 8; t++) {
                SplittableRandom random = root.split();
                var _ =
                        threads.submit(() -> {
                            var open = new ArrayList<Runnable>();
                            for (int i = 0; i < 40_000; i++) {
                                int who = random.nextInt(2);
                                int size = random.nextInt(200);
                                ApiKey caller =
                                        caller(random.nextInt(4), who, "g", NONE, customer, group);
                                if (limiter.admit(caller, size)
                                        instanceof Decision.Admitted(var pass)) {
                                    requests[who].incrementAndGet();
                                    tokens[who].addAndGet(size);
                                    boolean tooMany = inFlight[who].incrementAndGet() > 7;
                                    tooMany |= together.incrementAndGet() > 9;
                                    faults.addAndGet(tooMany ? 1 : 0);
                                    open.add(() -> {
                                        together.decrementAndGet();
                                        inFlight[who].decrementAndGet();
                                        pass.giveBack(size);
                                    });
                                }
                                if (!open.isEmpty() && random.nextInt(3) > 0) {
                                    open.removeLast().run();
                                }
                                now.addAndGet(random.nextInt(2_000_000));
                            }
                            open.forEach(Runnable::run);
                        });
            }
        }
        double minutes = 1 + (now.get() - began) / 60e9;
        assertThat(faults).hasValue(0);
        for (int who = 0; who < 2; who++) {
            assertThat((double) requests[who].get()).isLessThanOrEqualTo(300 * minutes + 1);
            assertThat((double) tokens[who].get()).isLessThanOrEqualTo(30_000 * minutes + 1);
        }
        assertThat((double) requests[0].get() + requests[1].get())
                .isLessThanOrEqualTo(400 * minutes + 1)
                .as("and not far below: what was refused took nothing")
                .isGreaterThan(0.9 * 36_000 / 200 * minutes);
        assertThat((double) tokens[0].get() + tokens[1].get())
                .isLessThanOrEqualTo(36_000 * minutes + 1);
    }

    private static long left(Standing.@Nullable Room room) {
        return Objects.requireNonNull(room).remaining();
    }

    private static Limiter.Pass granted(Decision ruling) {
        assertThat(ruling).isInstanceOf(Decision.Admitted.class);
        return ((Decision.Admitted) ruling).pass();
    }

    private static Decision.Refused refused(Decision ruling) {
        assertThat(ruling).isInstanceOf(Decision.Refused.class);
        return (Decision.Refused) ruling;
    }

    private static Limits limits(String text) {
        String[] parts = text.split("/");
        return new Limits(
                Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private static ApiKey caller(
            long key, long customer, String group, Limits own, Limits customers, Limits groups) {
        return new ApiKey(
                new UUID(1, key),
                new UUID(2, customer),
                "customer",
                "key",
                "fb-test",
                group,
                Set.of(),
                SpendCaps.NONE,
                SpendCaps.NONE,
                SpendCaps.NONE,
                own,
                customers,
                groups,
                null);
    }
}
