package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Wish WISH = Wish.of("m", "chat", true);
    private static final Wish OTHER_MODEL = Wish.of("n", "chat", true);
    private static final Channel A = Some.ordinary(1);
    private static final Channel B = Some.ordinary(2);

    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final Router router = new Router(now::get, new SplittableRandom(15));

    @Test
    void exactly_one_of_many_threads_gets_the_trial() throws Exception {
        open(A);
        pass(Duration.ofSeconds(2));

        assertThat(together(64)).hasSize(1);
    }

    @Test
    void a_trial_that_succeeds_lets_everybody_in_and_one_that_fails_benches_for_longer() {
        open(A);
        pass(Duration.ofSeconds(2));
        Ticket trial = taken(A);
        trial.failed();
        trial.end();
        assertThat(pause(A)).isEqualTo(Duration.ofSeconds(4));

        pass(Duration.ofSeconds(4));
        Ticket second = taken(A);
        assertThat(router.take(A, WISH)).isEmpty();
        second.answered();
        assertThat(router.take(A, WISH)).isPresent();
        second.succeeded();
        second.end();
        assertThat(router.take(A, WISH)).isPresent();
    }

    @Test
    void a_trial_whose_client_left_leaves_its_turn_to_the_next() {
        open(A);
        pass(Duration.ofSeconds(2));
        Ticket trial = taken(A);
        assertThat(router.take(A, WISH)).isEmpty();

        trial.end();

        assertThat(router.take(A, WISH)).isPresent();
        assertThat(router.take(A, WISH)).isEmpty();
    }

    @Test
    void an_old_ticket_says_nothing_about_a_later_trial() {
        Ticket old = taken(A);
        open(A);
        pass(Duration.ofSeconds(2));
        Ticket passed = taken(A);
        passed.answered();
        open(A);
        pass(Duration.ofSeconds(2));
        taken(A);

        old.failed();
        old.end();
        passed.end();

        assertThat(router.take(A, WISH)).isEmpty();
    }

    @Test
    void a_bad_key_locks_its_own_channel_out_and_no_other_of_the_same_host() {
        Ticket ticket = taken(A);
        ticket.credentialRefused();
        ticket.end();

        for (int i = 0; i < 20; i++) {
            assertThat(chosen(List.of(A, B), Set.of())).isEqualTo(B);
        }
        assertThat(pause(A)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_changed_channel_begins_anew() {
        Ticket ticket = taken(A);
        ticket.credentialRefused();

        Channel changed = Some.channel(1, ChannelTerms.ORDINARY.withParallel(one()), 2);

        assertThat(router.take(A, WISH)).isEmpty();
        assertThat(router.choose(List.of(changed), WISH, Set.of()))
                .isEqualTo(new Choice.Unavailable(Duration.ofSeconds(1), true));
        ticket.end();
        assertThat(router.take(changed, WISH)).isPresent();
    }

    @Test
    void a_limit_or_a_refusal_of_one_model_leaves_the_others_alone() {
        taken(A).rateLimited(Duration.ofSeconds(20));
        assertThat(pause(A)).isEqualTo(Duration.ofSeconds(20));
        assertThat(router.hindrance(List.of(A), OTHER_MODEL)).isEmpty();

        taken(B).modelRefused();
        assertThat(pause(B)).isEqualTo(Duration.ofMinutes(1));
        assertThat(router.hindrance(List.of(B), OTHER_MODEL)).isEmpty();
        assertThat(router.hindrance(List.of(B), Wish.of("m", "embeddings", true))).isEmpty();
    }

    @Test
    void answers_that_break_off_bench_a_channel_although_they_began_well() {
        for (int i = 0; i < Breaker.TOLERATED; i++) {
            Ticket ticket = taken(A);
            ticket.answered();
            ticket.failed();
            ticket.end();
        }

        assertThat(router.take(A, WISH)).isEmpty();
    }

    @Test
    void a_channel_at_its_budget_is_passed_over_and_all_at_theirs_are_busy() {
        Channel narrow = Some.channel(3, ChannelTerms.ORDINARY.withParallel(one()));
        Channel slow = Some.channel(4, ChannelTerms.ORDINARY.withPriority(1).withPerMinute(one()));
        List<Channel> both = List.of(narrow, slow);

        Ticket first = ticket(both, Set.of());
        Ticket second = ticket(both, Set.of());
        assertThat(List.of(first.channel(), second.channel())).containsExactly(narrow, slow);
        second.end();

        assertThat(router.choose(both, WISH, Set.of()))
                .isEqualTo(new Choice.Unavailable(Duration.ofSeconds(1), true));
        assertThat(router.hindrance(both, WISH))
                .contains(new Choice.Unavailable(Duration.ofSeconds(1), true));
        first.end();
        first.end();
        assertThat(chosen(both, Set.of())).isEqualTo(narrow);
        assertThat(router.take(narrow, WISH)).isEmpty();
        pass(Duration.ofSeconds(61));
        assertThat(router.take(slow, WISH)).isPresent();
    }

    @Test
    void many_threads_never_have_more_calls_under_way_than_allowed() throws Exception {
        var terms = ChannelTerms.ORDINARY.withParallel(OptionalInt.of(5));

        assertThat(together(Some.channel(1, terms), 64)).hasSize(5);
    }

    @Test
    void what_was_tried_is_not_chosen_again() {
        assertThat(chosen(List.of(A, B), Set.of(A.id()))).isEqualTo(B);
        assertThat(router.choose(List.of(A), WISH, Set.of(A.id())))
                .isInstanceOf(Choice.Unavailable.class);
    }

    @Test
    void a_channel_that_answers_late_gets_less_but_its_other_models_do_not() {
        measure(A, Duration.ofMillis(100));
        measure(B, Duration.ofMillis(900));

        assertThat(drawn(WISH)).isBetween(860, 940);
        assertThat(drawn(OTHER_MODEL)).isBetween(440, 560);
        assertThat(drawn(Wish.of("m", "chat", false))).isBetween(440, 560);

        for (int i = 0; i < 60; i++) {
            measure(B, Duration.ofMillis(100));
        }
        assertThat(drawn(WISH)).isBetween(440, 560);
    }

    @Test
    void a_probe_brings_a_channel_back_before_its_bench_is_over() {
        open(A);
        router.probed(A, ProbeOutcome.WELL);
        assertThat(router.take(A, WISH)).isPresent();

        Ticket refused = taken(B);
        refused.credentialRefused();
        router.probed(B, ProbeOutcome.UNKNOWN);
        assertThat(router.take(B, WISH)).isEmpty();
        router.probed(B, ProbeOutcome.WELL);
        assertThat(router.take(B, WISH)).isPresent();
        assertThat(router.take(B, WISH)).isPresent();
    }

    @Test
    void a_probe_finds_out_before_a_customer_does() {
        for (int i = 0; i < Breaker.TOLERATED; i++) {
            router.probed(A, ProbeOutcome.FAILING);
        }
        router.probed(B, ProbeOutcome.CREDENTIAL_REFUSED);

        assertThat(router.hindrance(List.of(A, B), WISH))
                .contains(new Choice.Unavailable(Duration.ofSeconds(2), false));
    }

    @Test
    void a_forgotten_channel_begins_anew() {
        open(A);
        router.retain(Set.of(B.id()));
        assertThat(router.take(A, WISH)).isPresent();
    }

    private void open(Channel channel) {
        for (int i = 0; i < Breaker.TOLERATED; i++) {
            Ticket ticket = taken(channel);
            ticket.failed();
            ticket.end();
        }
        assertThat(router.take(channel, WISH)).isEmpty();
    }

    private Ticket taken(Channel channel) {
        return router.take(channel, WISH).orElseThrow();
    }

    private Ticket ticket(List<Channel> channels, Set<UUID> tried) {
        return ((Choice.Taken) router.choose(channels, WISH, tried)).ticket();
    }

    private Channel chosen(List<Channel> channels, Set<UUID> tried) {
        return ticket(channels, tried).channel();
    }

    private Duration pause(Channel channel) {
        return router.hindrance(List.of(channel), WISH).orElseThrow().pause();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void measure(Channel channel, Duration firstByte) {
        Ticket ticket = taken(channel);
        pass(firstByte);
        ticket.firstByte();
        pass(Duration.ofSeconds(30));
        ticket.firstByte();
        ticket.succeeded();
        ticket.end();
    }

    /** How many of a thousand calls go to the first of the two. */
    private int drawn(Wish wish) {
        int first = 0;
        for (int i = 0; i < 1_000; i++) {
            Ticket ticket = ((Choice.Taken) router.choose(List.of(A, B), wish, Set.of())).ticket();
            first += ticket.channel().equals(A) ? 1 : 0;
            ticket.end();
        }
        return first;
    }

    private List<Ticket> together(int threads) throws InterruptedException, ExecutionException {
        return together(A, threads);
    }

    private List<Ticket> together(Channel channel, int threads)
            throws InterruptedException, ExecutionException {
        var shared =
                channel.equals(A)
                        ? router
                        : new Router(now::get, () -> ThreadLocalRandom.current().nextLong());
        var tickets = new ArrayList<Ticket>();
        try (var pool = Executors.newFixedThreadPool(8)) {
            var start = new CountDownLatch(1);
            var calls = new ArrayList<Future<Choice>>();
            for (int i = 0; i < threads; i++) {
                calls.add(
                        pool.submit(() -> {
                            start.await();
                            return shared.choose(List.of(channel), WISH, Set.of());
                        }));
            }
            start.countDown();
            for (Future<Choice> call : calls) {
                if (call.get() instanceof Choice.Taken(Ticket ticket)) {
                    tickets.add(ticket);
                }
            }
        }
        return tickets;
    }

    private static OptionalInt one() {
        return OptionalInt.of(1);
    }
}
