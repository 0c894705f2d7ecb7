package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A number that no machine can hold is answered like any other nonsense. */
@WithDatabase
class HostileNumberTest {
    @Test
    void an_exponent_beyond_32_bits_is_refused_and_its_bytes_are_given_back(Database database)
            throws IOException {
        // Room for three such bodies only: had one kept its place, the later ones would get none.
        try (var world =
                new GatewayWorld(
                        database,
                        "limits.buffered_body_budget",
                        "1MiB",
                        "limits.max_body_bytes",
                        "1MiB")) {
            world.addChannel(
                    "on-anthropic",
                    "anthropic",
                    world.upstream.anthropicUrl(),
                    "on-anthropic",
                    "demo-chat");
            world.refresh();
            Buyer buyer = world.buyer(1_000_000_000);
            String padding = "x".repeat(300_000);
            for (int i = 0; i < 8; i++) {
                RawHttp.Answer answer =
                        world.post(
                                buyer,
                                GatewayWorld.chat(padding, "\"temperature\":1e99999999999")
                                        .replace("demo-chat", "on-anthropic"));
                assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            }
        }
    }
}
