package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What happens to requests when the gateway or its database goes. */
@WithDatabase(WithDatabase.Scope.METHOD)
class StopTest {
    @Test
    void a_stream_under_way_is_finished_and_settled_before_the_gateway_stops(Database database)
            throws Exception {
        try (var world = new GatewayWorld(database, DemoUpstream.paced(0, 100))) {
            Buyer buyer = world.buyer(1_000_000_000);
            try (var http = world.open(buyer, GatewayWorld.stream("Tea?"))) {
                var events = http.events();
                assertThat(events.next(3)).hasSize(3);
                Thread stopping = Thread.ofVirtual().start(world.server::stop);
                assertThat(events.rest().getLast().isDone()).isTrue();
                stopping.join(Duration.ofSeconds(10));
            }
            assertThat(world.settled(buyer).line().outcome()).isEqualTo("completed");
            Assertions.assertThatThrownBy(() -> RawHttp.connect(world.server.port()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void a_gateway_that_is_about_to_stop_says_that_it_is_not_ready(Database database)
            throws Exception {
        try (var world = new GatewayWorld(database)) {
            Buyer buyer = world.buyer(1_000_000_000);
            assertThat(ready(world, buyer)).isEqualTo(200);
            world.faults().hold();
            try (var http = world.open(buyer, GatewayWorld.chat("Tea?"))) {
                assertThat(world.faults().await(Count.HELD, 1, Duration.ofSeconds(5))).isTrue();
                Thread stopping = Thread.ofVirtual().start(world.server::stop);
                GatewayWorld.await(() -> ready(world, buyer) == 503);
                world.faults().release();
                assertThat(http.answer().status()).isEqualTo(200);
                stopping.join(Duration.ofSeconds(10));
            }
        }
    }

    private static int ready(GatewayWorld world, Buyer buyer) {
        try (var http =
                RawHttp.connect(world.server.port())
                        .request("GET", "/health/ready", RawHttp.json(buyer.secret()), "")) {
            return http.answer().status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void what_does_not_end_in_time_is_interrupted_as_our_fault(Database database)
            throws IOException {
        try (var world = new GatewayWorld(database)) {
            Buyer buyer = world.buyer(1_000_000_000);
            try (var http = world.open(buyer, GatewayWorld.stream("!fault stall after=4 Tea?"))) {
                var events = http.events();
                assertThat(events.next(4)).hasSize(4);
                world.server.stop(Duration.ofMillis(200));
                assertThat(events.rest()).noneMatch(RawEvents.Event::isDone);
                assertThat(events.end()).isNotEqualTo(RawHttp.End.CLEAN);
            }
            UsageRecord record = world.settled(buyer);
            assertThat(record.line().outcome()).isEqualTo("platform_fault");
            assertThat(record.charged()).isZero();
            assertThat(world.account(buyer).held()).isZero();
        }
    }

    @Test
    void without_the_ledger_nothing_new_is_begun(Database database) throws IOException {
        try (var world = new GatewayWorld(database)) {
            Buyer buyer = world.buyer(1_000_000_000);
            world.ledger.close();
            RawHttp.Answer answer = world.post(buyer, GatewayWorld.chat("hi"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isNotNull();
            assertThat(world.faults().count(Count.SEEN)).isZero();
        }
    }
}
