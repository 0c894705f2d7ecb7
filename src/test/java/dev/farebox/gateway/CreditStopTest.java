package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** A stream's hold grows with it, and the stream stops when the credit does. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreditStopTest {
    private static final String LONG =
            "{\"model\":\"demo-long\",\"stream\":true,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"A story\"}]}";
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world =
                new GatewayWorld(
                        database,
                        DemoUpstream.paced(0, 2_000),
                        "holds.fallback_output_tokens",
                        "32",
                        "holds.extension_tokens",
                        "32",
                        "holds.checkpoint_tokens",
                        "16");
    }

    @BeforeEach
    void reset() {
        world.faults().reset();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void a_hold_grows_with_a_long_stream() throws IOException {
        Buyer buyer = world.buyer(1_000_000_000);
        try (var http = world.open(buyer, LONG)) {
            assertThat(http.events().rest().getLast().isDone()).isTrue();
        }
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("completed");
        assertThat(record.charged()).isGreaterThan(heldAtFirst(record) * 2);
        assertThat(record.owed() + record.borne()).isZero();
    }

    @Test
    @Proves("CRD-7")
    void when_credit_ends_the_stream_stops_with_an_error_and_nothing_is_owed() throws IOException {
        long funds = 200 * GatewayWorld.OUTPUT;
        Buyer buyer = world.buyer(funds);
        try (var http = world.open(buyer, LONG)) {
            var events = http.events();
            List<Event> all = events.rest();
            assertThat(all.getLast().data()).startsWith("{\"error\"").contains("credit");
            assertThat(all).noneMatch(Event::isDone);
            assertThat(events.end()).isEqualTo(RawHttp.End.CUT);
        }
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("credit_stop");
        assertThat(record.charged()).isBetween(funds * 9 / 10, funds);
        assertThat(record.owed()).isZero();
        assertThat(world.account(buyer).available()).isEqualTo(funds - record.charged());
        assertThat(world.faults().await(Count.ABORTED, 1, Duration.ofSeconds(2))).isTrue();
    }

    private static long heldAtFirst(UsageRecord record) {
        return JsonMapper.shared().readTree(record.line().detail()).at("/hold/amount").asLong();
    }
}
