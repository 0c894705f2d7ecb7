package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Before the first byte another channel may serve; every attempt is on the receipt. */
@WithDatabase(WithDatabase.Scope.METHOD)
class FailoverTest {
    @ParameterizedTest
    @ValueSource(strings = {"status 500", "status 429", "status 401", "hang_up"})
    void another_channel_serves_when_the_first_fails(String fault, Database database)
            throws IOException {
        try (var broken = DemoUpstream.instant();
                var world = new GatewayWorld(database)) {
            broken.faults().byDefault(fault);
            world.addChannel("broken", broken.baseUrl(), DemoUpstream.KEY);
            world.refresh();
            Buyer buyer = world.buyer(1_000_000_000);
            for (int i = 0; i < 20; i++) {
                assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(200);
            }
            UsageRecord retried =
                    world.settled(buyer, 20).stream()
                            .filter(record -> record.line().detail().contains("broken"))
                            .findFirst()
                            .orElseThrow();
            var attempts = JsonMapper.shared().readTree(retried.line().detail()).get("attempts");
            assertThat(attempts.size()).isEqualTo(2);
            assertThat(attempts.get(0).get("channel").asString()).isEqualTo("broken");
            assertThat(attempts.get(0).get("cost").asLong()).isZero();
            assertThat(attempts.get(1).get("result").asString()).isEqualTo("answered");
            assertThat(attempts.get(1).get("cost").asLong()).isEqualTo(retried.line().cost());
            assertThat(retried.line().channel()).isEqualTo("demo");
        }
    }

    @Test
    void a_channel_that_refuses_our_credential_is_left_alone(Database database) throws IOException {
        try (var broken = DemoUpstream.instant();
                var world = new GatewayWorld(database)) {
            world.addChannel("broken", broken.baseUrl(), "sk-not-the-key-of-the-demo");
            world.refresh();
            Buyer buyer = world.buyer(1_000_000_000);
            for (int i = 0; i < 30; i++) {
                assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(200);
            }
            long tried =
                    world.settled(buyer, 30).stream()
                            .filter(record -> record.line().detail().contains("broken"))
                            .count();
            assertThat(tried).isEqualTo(1);
        }
    }
}
