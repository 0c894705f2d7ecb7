package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.testkit.WithDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request under way keeps its hold, however long its upstream takes. */
@WithDatabase
class HoldRenewalTest {
    @Test
    void a_hold_is_renewed_while_the_upstream_is_silent(Database database) throws Exception {
        try (var world =
                new GatewayWorld(
                        database,
                        "holds.ttl",
                        "30s",
                        "upstream.first_byte_timeout",
                        "20s",
                        "upstream.idle_timeout",
                        "20s")) {
            Buyer buyer = world.buyer(1_000_000_000);
            world.faults().hold();
            try (var http = world.open(buyer, GatewayWorld.chat("Tea?"))) {
                assertThat(world.faults().await(Count.HELD, 1, Duration.ofSeconds(5))).isTrue();
                String first = expiry(world, buyer);
                GatewayWorld.await(() -> expiry(world, buyer).compareTo(first) > 0);
                world.faults().release();
                assertThat(http.answer().status()).isEqualTo(200);
            }
            assertThat(world.settled(buyer).line().outcome()).isEqualTo("completed");
        }
    }

    private static String expiry(GatewayWorld world, Buyer buyer) {
        return world.database
                .tx(tx ->
                        tx.query(
                                """
                                SELECT expires_at FROM hold WHERE bucket = ? AND account_id = ?
                                """,
                                row -> row.instant("expires_at").toString(),
                                buyer.account().bucket(),
                                buyer.account().value()))
                .getFirst();
    }
}
