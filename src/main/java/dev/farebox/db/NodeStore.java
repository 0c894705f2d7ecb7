package dev.farebox.db;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Statements on table {@code node}. */
final class NodeStore {
    private NodeStore() {}

    static long start(Tx tx, UUID id, String name, Instant at) {
        return tx.one(
                        """
                        INSERT INTO node (node_id, epoch, name, started_at, heartbeat_at)
                        VALUES (?, 1, ?, ?, ?)
                        ON CONFLICT (node_id) DO UPDATE
                        SET epoch = node.epoch + 1, name = excluded.name,
                            started_at = excluded.started_at,
                            heartbeat_at = excluded.heartbeat_at, stopped_at = NULL
                        RETURNING epoch
                        """,
                        row -> row.number("epoch"),
                        id,
                        name,
                        at,
                        at)
                .orElseThrow();
    }

    static int beat(Tx tx, UUID id, long epoch, Instant at) {
        return tx.update(
                """
                UPDATE node SET heartbeat_at = greatest(heartbeat_at, ?)
                WHERE node_id = ? AND epoch = ? AND stopped_at IS NULL
                """,
                at,
                id,
                epoch);
    }

    static int stop(Tx tx, UUID id, long epoch, Instant at) {
        return tx.update(
                """
                UPDATE node SET stopped_at = ?
                WHERE node_id = ? AND epoch = ? AND stopped_at IS NULL
                """,
                at,
                id,
                epoch);
    }

    static List<Node> all(Tx tx) {
        return tx.query(
                """
                SELECT node_id, epoch, name, started_at, heartbeat_at, stopped_at
                FROM node ORDER BY node_id
                """,
                NodeStore::read);
    }

    static List<Node> lapsed(Tx tx, Instant before) {
        return tx.query(
                """
                SELECT node_id, epoch, name, started_at, heartbeat_at, stopped_at
                FROM node WHERE stopped_at IS NULL AND heartbeat_at < ? ORDER BY node_id
                """,
                NodeStore::read,
                before);
    }

    private static Node read(Row row) {
        return new Node(
                row.uuid("node_id"),
                row.number("epoch"),
                row.text("name"),
                row.instant("started_at"),
                row.instant("heartbeat_at"),
                row.optionalInstant("stopped_at"));
    }
}
