package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that leaves is noticed at once, also while the upstream is silent. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves("CRD-3")
class DisconnectTest {
    private static final long FUNDS = 1_000_000_000;
    private static final Duration NOTICED = Duration.ofMillis(200);
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
    }

    @BeforeEach
    void reset() {
        world.faults().reset();
    }

    @AfterEach
    void nothing_is_kept_in_memory() {
        GatewayWorld.await(() -> world.server.bufferedBytes() == 0);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mid_stream_the_upstream_is_broken_off_and_what_was_received_is_charged(boolean reset)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        long left;
        try (var http = world.open(buyer, GatewayWorld.stream("!fault stall after=6 Tea?"))) {
            assertThat(http.events().next(6)).hasSize(6);
            left = System.nanoTime();
            if (reset) {
                http.abort();
            }
        }
        assertAbortedSoonAfter(left);
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("client_disconnect");
        assertThat(record.line().detail()).contains("\"rule\":\"delivered\"", "client_gone");
        assertThat(record.line().usage().outputTokens()).isBetween(3L, 30L);
        assertThat(record.charged())
                .isEqualTo(
                        record.line().usage().inputTokens() * GatewayWorld.INPUT
                                + record.line().usage().outputTokens() * GatewayWorld.OUTPUT);
    }

    @Test
    void before_the_first_byte_the_input_alone_is_charged() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        long left;
        try (var _ = world.open(buyer, GatewayWorld.stream("!fault slow_first_byte 9000 Tea?"))) {
            assertThat(world.faults().await(Count.SEEN, 1, Duration.ofSeconds(5))).isTrue();
            left = System.nanoTime();
        }
        assertAbortedSoonAfter(left);
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("client_disconnect");
        assertThat(record.line().usage().outputTokens()).isZero();
        assertThat(record.charged())
                .isPositive()
                .isEqualTo(record.line().usage().inputTokens() * GatewayWorld.INPUT);
    }

    @Test
    void an_answer_that_is_not_streamed_is_finished_and_charged_exactly() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        try (var _ = world.open(buyer, GatewayWorld.chat("!fault slow_first_byte 400 Tea?"))) {
            assertThat(world.faults().await(Count.SEEN, 1, Duration.ofSeconds(5))).isTrue();
        }
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("completed");
        assertThat(record.line().detail()).contains("client_gone");
        assertThat(record.line().usage().outputTokens()).isPositive();
        assertThat(world.faults().count(Count.FINISHED)).isEqualTo(1);
    }

    @Test
    void an_answer_that_wants_only_its_usage_is_awaited_and_charged_exactly() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        int seen = 0;
        try (var http = world.open(buyer, GatewayWorld.stream("!fault late_usage ms=1500 Tea?"))) {
            http.patience(Duration.ofMillis(700));
            var events = http.events();
            while (events.next().isPresent()) { // ends when the client has waited long enough
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(3);
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("completed");
        assertThat(record.line().detail()).contains("client_gone", "\"basis\":\"reported\"");
    }

    private void assertAbortedSoonAfter(long left) {
        assertThat(world.faults().await(Count.ABORTED, 1, Duration.ofSeconds(5))).isTrue();
        long nanos = world.faults().aborts().getFirst().nanoTime() - left;
        assertThat(Duration.ofNanos(nanos)).isLessThan(NOTICED);
    }
}
