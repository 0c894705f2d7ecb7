package dev.farebox.gateway.route;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import dev.farebox.seal.Sealed;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code channel} and {@code channel_version}. */
final class ChannelStore {

    /** A channel with its credential as stored. */
    record Stored(Channel channel, Optional<Sealed> credential) {}

    /** Takes the row's lock until the transaction ends; the first statement of every change. */
    long nextVersion(Tx tx) {
        return tx.one(
                        "UPDATE channel_version SET version = version + 1 RETURNING version",
                        row -> row.number("version"))
                .orElseThrow();
    }

    long version(Tx tx) {
        return tx.one("SELECT version FROM channel_version", row -> row.number("version"))
                .orElseThrow();
    }

    /** False when the name is taken. */
    boolean insert(Tx tx, Channel channel, Optional<Sealed> credential) {
        var models = new TreeMap<>(channel.models());
        var headers = new TreeMap<>(channel.headers());
        return tx.update(
                        """
                        INSERT INTO channel (
                            id, name, provider, base_url, credential_key, credential,
                            served_models, upstream_models, header_names, header_values,
                            connect_millis, first_byte_millis, idle_millis, weight, enabled,
                            created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (name) DO NOTHING
                        """,
                        channel.id(),
                        channel.name(),
                        channel.provider(),
                        channel.baseUrl().toString(),
                        credential.map(Sealed::keyId).orElse(null),
                        credential.map(Sealed::ciphertext).orElse(null),
                        List.copyOf(models.keySet()),
                        List.copyOf(models.values()),
                        List.copyOf(headers.keySet()),
                        List.copyOf(headers.values()),
                        millis(channel.timeouts().connect()),
                        millis(channel.timeouts().firstByte()),
                        millis(channel.timeouts().idle()),
                        channel.weight(),
                        channel.enabled(),
                        channel.createdAt())
                == 1;
    }

    List<Stored> list(Tx tx) {
        return tx.query(
                """
                SELECT id, name, provider, base_url, credential_key, credential,
                    served_models, upstream_models, header_names, header_values,
                    connect_millis, first_byte_millis, idle_millis, weight, enabled, created_at
                FROM channel ORDER BY name LIMIT ?
                """,
                ChannelStore::stored,
                Channels.MOST);
    }

    Optional<Channel> find(Tx tx, UUID id) {
        return tx.one(
                        """
                        SELECT id, name, provider, base_url, credential_key, credential,
                            served_models, upstream_models, header_names, header_values,
                            connect_millis, first_byte_millis, idle_millis, weight, enabled,
                            created_at
                        FROM channel WHERE id = ?
                        """,
                        ChannelStore::stored,
                        id)
                .map(Stored::channel);
    }

    void enable(Tx tx, UUID id, boolean enabled) {
        tx.update("UPDATE channel SET enabled = ? WHERE id = ?", enabled, id);
    }

    void changeCredential(Tx tx, UUID id, Sealed sealed) {
        tx.update(
                "UPDATE channel SET credential_key = ?, credential = ? WHERE id = ?",
                sealed.keyId(),
                sealed.ciphertext(),
                id);
    }

    void delete(Tx tx, UUID id) {
        tx.update("DELETE FROM channel WHERE id = ?", id);
    }

    private static Stored stored(Row row) {
        var channel =
                new Channel(
                        row.uuid("id"),
                        row.text("name"),
                        row.text("provider"),
                        URI.create(row.text("base_url")),
                        Optional.empty(),
                        pairs(row.texts("served_models"), row.texts("upstream_models")),
                        pairs(row.texts("header_names"), row.texts("header_values")),
                        new ChannelTimeouts(
                                row.optionalNumber("connect_millis").map(Duration::ofMillis),
                                row.optionalNumber("first_byte_millis").map(Duration::ofMillis),
                                row.optionalNumber("idle_millis").map(Duration::ofMillis)),
                        row.integer("weight"),
                        row.flag("enabled"),
                        row.instant("created_at"));
        return new Stored(
                channel,
                row.optionalNumber("credential_key")
                        .map(key -> new Sealed(Math.toIntExact(key), row.bytes("credential"))));
    }

    private static Map<String, String> pairs(List<String> names, List<String> values) {
        var pairs = new HashMap<String, String>();
        for (int i = 0; i < names.size(); i++) {
            pairs.put(names.get(i), values.get(i));
        }
        return pairs;
    }

    private static @Nullable Long millis(Optional<Duration> timeout) {
        return timeout.map(Duration::toMillis).orElse(null);
    }
}
