package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.route.ChannelTerms;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The channel of a call, as customers meet it; the rules by themselves are tested in route. */
@WithDatabase(WithDatabase.Scope.METHOD)
class ChannelChoiceTest {
    private static final long FUNDS = 1_000_000_000;

    @Test
    void a_lower_priority_serves_only_while_the_higher_cannot(Database database)
            throws IOException {
        try (var spare = DemoUpstream.instant();
                var world = new GatewayWorld(database)) {
            world.addChannel(
                    "spare",
                    spare.baseUrl(),
                    DemoUpstream.KEY,
                    ChannelTerms.ORDINARY.withPriority(1));
            world.refresh();
            Buyer buyer = world.buyer(FUNDS);
            for (int i = 0; i < 5; i++) {
                assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(200);
            }
            assertThat(world.settled(buyer, 5))
                    .allSatisfy(record -> assertThat(record.line().channel()).isEqualTo("demo"));

            world.faults().byDefault("status 500");
            assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(200);
            assertThat(world.settled(buyer, 6))
                    .anySatisfy(record -> assertThat(record.line().channel()).isEqualTo("spare"));
        }
    }

    @Test
    void with_all_channels_benched_a_request_is_refused_before_it_is_held(Database database)
            throws IOException {
        try (var world = new GatewayWorld(database)) {
            world.faults().byDefault("status 500");
            Buyer buyer = world.buyer(FUNDS);
            for (int i = 0; i < 5; i++) {
                assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(503);
            }
            world.settled(buyer, 5);

            RawHttp.Answer refused = world.post(buyer, GatewayWorld.chat("hi"));

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isIn("1", "2");
            assertThat(world.settled(buyer, 5)).hasSize(5);
            assertThat(world.tally.upstreamCalls()).isEqualTo(5);
        }
    }

    @Test
    void at_its_budget_a_channel_gets_no_further_call_until_one_ends(Database database)
            throws IOException {
        try (var world = new GatewayWorld(database)) {
            world.setTerms(ChannelTerms.ORDINARY.withParallel(OptionalInt.of(1)));
            Buyer buyer = world.buyer(FUNDS);
            try (var _ =
                    world.open(buyer, GatewayWorld.stream("!fault stall after=2 Tell me tea"))) {
                GatewayWorld.await(() -> world.tally.upstreamCalls() == 1);

                RawHttp.Answer busy = world.post(buyer, GatewayWorld.chat("hi"));
                assertThat(busy.status()).isEqualTo(503);
                assertThat(busy.header("retry-after")).isEqualTo("1");
            }
            UsageRecord left = world.settled(buyer);
            assertThat(left.line().outcome()).isEqualTo("client_disconnect");
            RawHttp.Answer next = world.post(buyer, GatewayWorld.chat("hi"));
            assertThat(next.status()).as(next.toString()).isEqualTo(200);
        }
    }

    @Test
    void a_probe_finds_a_dead_key_before_a_customer_does(Database database) throws Exception {
        var probes = new AtomicInteger();
        var calls = new AtomicInteger();
        HttpServer dead =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 5);
        dead.createContext(
                "/",
                exchange -> {
                    boolean free = exchange.getRequestURI().getPath().equals("/v1/models");
                    (free ? probes : calls).incrementAndGet();
                    exchange.sendResponseHeaders(401, -1);
                    exchange.close();
                });
        dead.start();
        try (var world = new GatewayWorld(database)) {
            Buyer buyer = world.buyer(FUNDS);
            world.addChannel(
                    "dead",
                    "http://127.0.0.1:" + dead.getAddress().getPort() + "/v1",
                    "sk-gone",
                    ChannelTerms.ORDINARY.withProbeInterval(Optional.of(Duration.ofSeconds(5))));
            world.refresh();
            // The second probe begins after the first one's answer was read.
            GatewayWorld.await(() -> probes.get() >= 2);
            for (int i = 0; i < 10; i++) {
                assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(200);
            }
            assertThat(calls).hasValue(0);
        } finally {
            dead.stop(0);
        }
    }
}
