package dev.farebox.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.Tee;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each real client out of credit, with a revoked key, with an upstream that breaks off and with one
 * that fails: it must show an error and no success, however often it repeats itself nothing is
 * charged, and what is refused leaves no trace in the ledger.
 */
@ExtendWith(WithClients.class)
class FailuresTest {
    private static final int AT_ONCE = 5;
    private static final int MORE_TRIES = 5;
    private static final Map<String, Result> RESULTS = new LinkedHashMap<>();

    @SuppressWarnings("NullAway.Init")
    private static ClientWorld world;

    enum Situation {
        NO_CREDIT("out of credit", "", "0"),
        REVOKED("revoked key", "", "10"),
        CUT("upstream cut", "!fault cut after=9\n", "10"),
        UPSTREAM_FAILS("upstream 500", "!fault status 500\n", "10");

        private final String words;
        private final String order;
        private final String credits;

        Situation(String words, String order, String credits) {
            this.words = words;
            this.order = order;
            this.credits = credits;
        }

        /** Whether Farebox refuses by itself, before any upstream. */
        boolean isRefusal() {
            return this == NO_CREDIT || this == REVOKED;
        }
    }

    record Result(Turn turn, int requests, List<Integer> statuses, Written written) {}

    @BeforeAll
    static void run(ClientWorld shared) throws Exception {
        world = shared;
        world.node();
        // A channel that fails often is left alone for a while, so what must reach it comes first.
        world.operator().awaitRecovery(world.usual());
        run(Situation.NO_CREDIT, Situation.REVOKED);
        run(Situation.CUT);
        run(Situation.UPSTREAM_FAILS);
    }

    private static void run(Situation... situations) throws Exception {
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            var running = new LinkedHashMap<String, Future<Result>>();
            for (Situation situation : situations) {
                for (Callers.Named caller : Callers.all()) {
                    running.put(
                            name(caller, situation), pool.submit(() -> meet(caller, situation)));
                }
            }
            for (var each : running.entrySet()) {
                RESULTS.put(each.getKey(), each.getValue().get());
            }
        }
    }

    @AfterAll
    static void mend() {
        world.operator().awaitRecovery(world.usual());
    }

    static Stream<Arguments> everyMeeting() {
        return Stream.of(Situation.values())
                .flatMap(situation ->
                        Callers.all().stream().map(caller -> Arguments.of(caller, situation)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyMeeting")
    void it_fails_visibly_and_costs_nothing(Callers.Named caller, Situation situation) {
        Result result = result(caller, situation);
        assertThat(result.turn().failed()).as(result.toString()).isTrue();
        assertThat(result.written().charged()).as(result.toString()).isZero();
        if (situation.isRefusal()) {
            assertThat(result.written().lines()).isEmpty();
        } else {
            assertThat(result.written().lines()).hasSizeLessThanOrEqualTo(result.requests());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.farebox.clients.Callers#all")
    void out_of_credit_and_a_revoked_key_are_asked_for_once(Callers.Named caller) {
        Result empty = result(caller, Situation.NO_CREDIT);
        // It repeats every 429, whatever the answer advises.
        int most = caller.name().equals("npm vercel-openai") ? 3 : 1;
        assertThat(empty.requests()).as(empty.toString()).isEqualTo(most);
        assertThat(empty.statuses()).containsAnyOf(402, 429);
        assertThat(empty.turn().error()).containsAnyOf("credit", "Quota exceeded");
        Result revoked = result(caller, Situation.REVOKED);
        // It would repeat a 401.
        int status = caller.name().equals(Agents.CODEX) ? 400 : 401;
        assertThat(revoked.statuses()).as(revoked.toString()).containsExactly(status);
        assertThat(revoked.turn().error()).contains("revoked");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.farebox.clients.Callers#all")
    void a_cut_answer_was_begun(Callers.Named caller) {
        assertThat(result(caller, Situation.CUT).statuses()).contains(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.farebox.clients.Callers#all")
    void an_upstream_that_fails_is_asked_for_a_few_times(Callers.Named caller) {
        Result result = result(caller, Situation.UPSTREAM_FAILS);
        assertThat(result.statuses()).containsAnyOf(503, 529).doesNotContain(200, 500);
        int most =
                switch (caller.name()) {
                    case Agents.CLAUDE_CODE -> 10;
                    case Agents.CODEX -> 5;
                    default -> 3;
                };
        assertThat(result.requests()).as(result.toString()).isBetween(1, most);
    }

    @Test
    void nothing_left_the_machine() {
        assertThat(world.attemptsToGetOut()).isEmpty();
    }

    private static Result result(Callers.Named caller, Situation situation) {
        Result result = RESULTS.get(name(caller, situation));
        if (result == null) {
            throw new AssertionError("never ran: " + name(caller, situation));
        }
        return result;
    }

    private static String name(Callers.Named caller, Situation situation) {
        return caller.name() + ", " + situation;
    }

    /**
     * So many broken answers bench a channel for a moment; then what was to be seen is tried anew.
     */
    private static Result meet(Callers.Named caller, Situation situation) throws IOException {
        Result result = once(caller, situation);
        for (int i = 0; i < MORE_TRIES && benched(situation, result); i++) {
            world.operator().awaitRecovery(world.usual());
            result = once(caller, situation);
        }
        return result;
    }

    private static boolean benched(Situation situation, Result result) {
        return situation == Situation.CUT && !result.statuses().contains(200);
    }

    private static Result once(Callers.Named caller, Situation situation) throws IOException {
        Account account = world.operator().customer(name(caller, situation), situation.credits);
        if (situation == Situation.REVOKED) {
            world.operator().revoke(account);
        }
        try (Tee tee = world.tee()) {
            long started = System.nanoTime();
            Turn turn =
                    caller.turn(
                            world,
                            new Where(tee.url(), account.key()),
                            situation.order + "Tell me about tea");
            long millis = (System.nanoTime() - started) / 1_000_000;
            var result = new Result(turn, tee.requests(), tee.statuses(), world.settled(account));
            world.report()
                    .add(
                            new Report.Row(
                                    caller.name(),
                                    situation.words,
                                    result.requests(),
                                    result.statuses(),
                                    millis,
                                    result.written(),
                                    turn.shown()));
            return result;
        }
    }
}
