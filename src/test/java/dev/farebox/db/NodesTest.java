package dev.farebox.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.WithDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** It is known which nodes are alive, and a node that was replaced learns it. */
@WithDatabase(WithDatabase.Scope.METHOD)
final class NodesTest {
    private static final UUID ID = new UUID(7, 7);
    private Instant now = Instant.parse("2026-03-01T00:00:00.123456789Z");

    @Test
    void every_start_of_a_node_is_a_new_epoch(Database database) {
        var nodes = new Nodes(database, () -> now);
        Node first = nodes.register(ID, "one");
        Node second = nodes.register(ID, "one");
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(nodes.all()).containsExactly(second);
    }

    @Test
    void a_node_that_was_replaced_learns_it_at_its_next_heartbeat(Database database) {
        var nodes = new Nodes(database, () -> now);
        Node first = nodes.register(ID, "one");
        assertThat(nodes.heartbeat(first)).isTrue();
        Node second = nodes.register(ID, "one");
        assertThat(nodes.heartbeat(first)).isFalse();
        nodes.stop(first);
        assertThat(nodes.heartbeat(second)).isTrue();
    }

    @Test
    void a_node_lapses_when_it_is_not_heard_of_unless_it_stopped_in_good_order(Database database) {
        var nodes = new Nodes(database, () -> now);
        Node silent = nodes.register(ID, "silent");
        Node stopped = nodes.register(new UUID(8, 8), "stopped");
        Node alive = nodes.register(new UUID(9, 9), "alive");
        now = now.plus(Duration.ofSeconds(30));
        nodes.stop(stopped);
        nodes.heartbeat(alive);
        assertThat(nodes.lapsed(now.minusSeconds(10))).containsExactly(silent);
        assertThat(nodes.lapsed(silent.heartbeatAt())).isEmpty();
    }
}
