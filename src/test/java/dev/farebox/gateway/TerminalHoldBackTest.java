package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.db.Tx;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * No client sees the end of an answer before its charge is durable: the test holds the lock of the
 * account's row, so that the ledger cannot commit.
 */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalHoldBackTest {
    private static final Duration SILENCE = Duration.ofMillis(700);
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
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
    void a_stream_shows_no_finish_reason_before_the_commit() throws Exception {
        Buyer buyer = world.buyer(1_000_000_000);
        try (var http = held(buyer, GatewayWorld.stream("Tea?"))) {
            var seen = new CopyOnWriteArrayList<Event>();
            Thread reader = Thread.ofVirtual().start(() -> readInto(seen, http));
            whileLocked(
                    buyer,
                    () -> {
                        world.faults().release();
                        GatewayWorld.await(() -> seen.size() > 3);
                        Thread.sleep(SILENCE);
                        assertThat(seen).noneMatch(TerminalHoldBackTest::isTerminal);
                        assertThat(world.usage(buyer)).isEmpty();
                    });
            reader.join(Duration.ofSeconds(10));
            assertThat(seen).filteredOn(TerminalHoldBackTest::isTerminal).hasSize(2);
            assertThat(seen.getLast().isDone()).isTrue();
        }
        assertThat(world.settled(buyer).line().outcome()).isEqualTo("completed");
    }

    @Test
    void a_whole_answer_shows_nothing_before_the_commit() throws Exception {
        Buyer buyer = world.buyer(1_000_000_000);
        try (var http = held(buyer, GatewayWorld.chat("Tea?"))) {
            whileLocked(
                    buyer,
                    () -> {
                        world.faults().release();
                        assertThat(world.faults().await(Count.FINISHED, 1, SILENCE)).isTrue();
                        http.patience(SILENCE);
                        assertThat(http.closedByPeer()).isFalse();
                    });
            http.patience(Duration.ofSeconds(10));
            assertThat(http.answer().status()).isEqualTo(200);
        }
    }

    private static boolean isTerminal(Event event) {
        return event.isDone() || event.data().contains("\"finish_reason\":\"");
    }

    private static void readInto(List<Event> seen, RawHttp http) {
        try {
            var events = http.events();
            for (var next = events.next(); next.isPresent(); next = events.next()) {
                seen.add(next.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request that has its hold and waits at the upstream's gate. */
    private RawHttp held(Buyer buyer, String body) throws IOException {
        world.faults().hold();
        RawHttp http = world.open(buyer, body);
        assertThat(world.faults().await(Count.HELD, 1, Duration.ofSeconds(5))).isTrue();
        return http;
    }

    private interface Check {
        void run() throws Exception;
    }

    /** Runs {@code check} while another transaction holds the lock of the account's row. */
    private void whileLocked(Buyer buyer, Check check) throws Exception {
        var locked = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        Thread holder =
                Thread.ofVirtual()
                        .start(() ->
                                world.database.tx(tx -> {
                                    lock(tx, buyer);
                                    locked.countDown();
                                    return awaited(done);
                                }));
        try {
            locked.await();
            check.run();
        } finally {
            done.countDown();
            holder.join();
        }
    }

    private static void lock(Tx tx, Buyer buyer) {
        tx.query(
                """
                SELECT version FROM account
                WHERE bucket = ? AND account_id = ? FOR UPDATE
                """,
                row -> row.number("version"),
                buyer.account().bucket(),
                buyer.account().value());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
