package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.route.ChannelTerms;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a call ends, its place at the channel and the memory for its body are free again: with
 * room for one, the next call finds it.
 */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelPlaceTest {
    private static final long FUNDS = 1_000_000_000_000L;

    /** Two of these do not fit at once: a body that kept its place would refuse the next. */
    private static final String PADDING = " tea".repeat(150_000);

    private static final List<String> FAULTS =
            List.of(
                    "none",
                    "hang_up",
                    "cut after=0",
                    "cut after=3",
                    "clean_end after=3",
                    "error_event after=0",
                    "error_event after=3",
                    "no_done",
                    "open_after_done",
                    "status 400",
                    "status 401",
                    "status 404",
                    "status 429",
                    "status 503",
                    "garbage bytes",
                    "garbage json",
                    "garbage html",
                    "no_usage",
                    "stall after=0",
                    "stall after=3",
                    "slow_first_byte ms=60000",
                    "huge_event");

    @SuppressWarnings("NullAway.Init")
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world =
                new GatewayWorld(
                        database,
                        "limits.max_body_bytes",
                        "1MiB",
                        "limits.buffered_body_budget",
                        "1MiB",
                        "upstream.first_byte_timeout",
                        "400ms",
                        "upstream.idle_timeout",
                        "400ms");
        world.setTerms(ChannelTerms.ORDINARY.withParallel(OptionalInt.of(1)));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    static Stream<Arguments> endings() {
        return FAULTS.stream()
                .flatMap(fault ->
                        Stream.of(true, false)
                                .flatMap(stream ->
                                        Stream.of(true, false)
                                                .map(stays -> Arguments.of(fault, stream, stays))));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void the_next_call_finds_the_place(String fault, boolean stream, boolean stays)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String prompt = "!fault " + fault + " Tell me about" + PADDING;
        String body = stream ? GatewayWorld.stream(prompt) : GatewayWorld.chat(prompt);
        long calls = world.tally.upstreamCalls();
        try (var http = world.open(buyer, body)) {
            if (stays) {
                http.answer();
            } else {
                GatewayWorld.await(() -> world.tally.upstreamCalls() > calls);
            }
        }
        GatewayWorld.await(() -> world.tally.inFlight() == 0);
        world.faults().release();
        world.wellAgain();

        RawHttp.Answer next = world.post(buyer, GatewayWorld.chat("hi" + PADDING));
        assertThat(next.status()).as(next.toString()).isEqualTo(200);
    }
}
