package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.WithDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Where private addresses are refused, what a name resolves to is checked on the connection. */
@WithDatabase(WithDatabase.Scope.METHOD)
class UpstreamAddressTest {
    @Test
    void no_byte_goes_to_a_name_that_leads_to_an_address_that_is_not_allowed(Database database)
            throws Exception {
        var received = new ByteArrayOutputStream();
        try (var inner = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
                var world = new GatewayWorld(database, "upstream.private_addresses", "refuse")) {
            Thread reader = Thread.ofVirtual().start(() -> read(inner, received));
            world.addChannel(
                    "inner", "http://localhost:" + inner.getLocalPort() + "/v1", "sk-secret");
            world.refresh();
            Buyer buyer = world.buyer(1_000_000_000);

            assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(503);

            UsageRecord record = world.settled(buyer);
            assertThat(record.charged()).isZero();
            assertThat(record.line().detail())
                    .contains("\"demo\"", "\"inner\"", "connect_failed AddressRefused")
                    .doesNotContain("answered");
            reader.join();
            assertThat(received.size()).isZero();
        }
    }

    @Test
    void usually_such_a_name_serves(Database database) throws IOException {
        try (var world = new GatewayWorld(database)) {
            world.addChannel(
                    "named",
                    world.upstream.baseUrl().replace("127.0.0.1", "localhost"),
                    dev.farebox.testkit.DemoUpstream.KEY);
            world.refresh();
            Buyer buyer = world.buyer(1_000_000_000);
            for (int i = 0; i < 10; i++) {
                assertThat(world.post(buyer, GatewayWorld.chat("hi")).status()).isEqualTo(200);
            }
            assertThat(world.settled(buyer, 10))
                    .anySatisfy(record -> assertThat(record.line().channel()).isEqualTo("named"));
        }
    }

    /** Until the other side closes. */
    private static void read(ServerSocket server, ByteArrayOutputStream received) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().transferTo(received);
        } catch (IOException _) {
            // The gateway may close hard; what had come is kept.
        }
    }
}
