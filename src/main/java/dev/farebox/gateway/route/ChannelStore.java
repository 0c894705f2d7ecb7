package dev.farebox.gateway.route;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import dev.farebox.seal.Sealed;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code channel} and {@code channel_version}. */
final class ChannelStore {
    private static final String SELECT =
            """
            SELECT id, name, provider, base_url, credential_key, credential,
                served_models, upstream_models, header_names, header_values, headers_key, headers,
                connect_millis, first_byte_millis, idle_millis, priority, weight, parallel,
                per_minute, probe_millis, on_abort, enabled, revision, created_at
            FROM channel
            """;

    /**
     * A channel as stored.
     *
     * @param channel without its credential and its headers' values
     * @param clearHeaders of a row from before header values were sealed; empty otherwise
     */
    record Stored(
            Channel channel,
            Optional<Sealed> credential,
            Optional<Sealed> headers,
            Map<String, String> clearHeaders) {}

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
    boolean insert(Tx tx, Channel channel, Optional<Sealed> credential, Optional<Sealed> headers) {
        var parameters = new ArrayList<@Nullable Object>();
        parameters.add(channel.id());
        parameters.add(channel.name());
        parameters.add(channel.provider());
        parameters.add(channel.enabled());
        parameters.add(channel.createdAt());
        parameters.add(credential.map(Sealed::keyId).orElse(null));
        parameters.add(credential.map(Sealed::ciphertext).orElse(null));
        parameters.addAll(changing(channel, headers));
        return tx.update(
                        """
                        INSERT INTO channel (
                            id, name, provider, enabled, created_at, credential_key, credential,
                            base_url, served_models, upstream_models, header_names, header_values,
                            headers_key, headers, connect_millis, first_byte_millis, idle_millis,
                            priority, weight, parallel, per_minute, probe_millis, on_abort,
                            revision)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                            ?, ?)
                        ON CONFLICT (name) DO NOTHING
                        """,
                        parameters.toArray())
                == 1;
    }

    /** Everything but what it is called, what it is, whether it is enabled, and its credential. */
    void change(Tx tx, Channel channel, Optional<Sealed> headers) {
        var parameters = new ArrayList<>(changing(channel, headers));
        parameters.add(channel.id());
        tx.update(
                """
                UPDATE channel SET
                    base_url = ?, served_models = ?, upstream_models = ?, header_names = ?,
                    header_values = ?, headers_key = ?, headers = ?, connect_millis = ?,
                    first_byte_millis = ?, idle_millis = ?, priority = ?, weight = ?, parallel = ?,
                    per_minute = ?, probe_millis = ?, on_abort = ?, revision = ?
                WHERE id = ?
                """,
                parameters.toArray());
    }

    private static List<@Nullable Object> changing(Channel channel, Optional<Sealed> headers) {
        var models = new TreeMap<>(channel.models());
        var names = new TreeMap<>(channel.headers());
        var terms = channel.terms();
        var values = new ArrayList<@Nullable Object>();
        values.add(channel.baseUrl().toString());
        values.add(List.copyOf(models.keySet()));
        values.add(List.copyOf(models.values()));
        values.add(List.copyOf(names.keySet()));
        values.add(Collections.nCopies(names.size(), ""));
        values.add(headers.map(Sealed::keyId).orElse(null));
        values.add(headers.map(Sealed::ciphertext).orElse(null));
        values.add(millis(channel.timeouts().connect()));
        values.add(millis(channel.timeouts().firstByte()));
        values.add(millis(channel.timeouts().idle()));
        values.add(terms.priority());
        values.add(terms.weight());
        values.add(orNull(terms.parallel()));
        values.add(orNull(terms.perMinute()));
        values.add(millis(terms.probeInterval()));
        values.add(terms.onAbort().map(OnAbort::word).orElse(null));
        values.add(channel.revision());
        return values;
    }

    List<Stored> list(Tx tx) {
        return tx.query(SELECT + "ORDER BY name LIMIT ?", ChannelStore::stored, Channels.MOST);
    }

    Optional<Stored> find(Tx tx, UUID id) {
        return tx.one(SELECT + "WHERE id = ?", ChannelStore::stored, id);
    }

    void enable(Tx tx, UUID id, boolean enabled, long revision) {
        tx.update(
                "UPDATE channel SET enabled = ?, revision = ? WHERE id = ?", enabled, revision, id);
    }

    void changeCredential(Tx tx, UUID id, Sealed sealed, long revision) {
        tx.update(
                """
                UPDATE channel SET credential_key = ?, credential = ?, revision = ? WHERE id = ?
                """,
                sealed.keyId(),
                sealed.ciphertext(),
                revision,
                id);
    }

    void delete(Tx tx, UUID id) {
        tx.update("DELETE FROM channel WHERE id = ?", id);
    }

    private static Stored stored(Row row) {
        Map<String, String> headers = pairs(row.texts("header_names"), row.texts("header_values"));
        Optional<Sealed> sealedHeaders = sealed(row, "headers_key", "headers");
        var hidden = new HashMap<>(headers);
        hidden.replaceAll((_, _) -> "");
        var channel =
                new Channel(
                        row.uuid("id"),
                        row.text("name"),
                        row.text("provider"),
                        URI.create(row.text("base_url")),
                        Optional.empty(),
                        pairs(row.texts("served_models"), row.texts("upstream_models")),
                        hidden,
                        new ChannelTimeouts(
                                duration(row, "connect_millis"),
                                duration(row, "first_byte_millis"),
                                duration(row, "idle_millis")),
                        terms(row),
                        row.flag("enabled"),
                        row.number("revision"),
                        row.instant("created_at"));
        return new Stored(
                channel,
                sealed(row, "credential_key", "credential"),
                sealedHeaders,
                sealedHeaders.isPresent() ? Map.of() : headers);
    }

    private static ChannelTerms terms(Row row) {
        return new ChannelTerms(
                row.integer("priority"),
                row.integer("weight"),
                number(row, "parallel"),
                number(row, "per_minute"),
                duration(row, "probe_millis"),
                row.optionalText("on_abort").flatMap(OnAbort::ofWord));
    }

    private static Optional<Sealed> sealed(Row row, String key, String ciphertext) {
        return row.optionalNumber(key)
                .map(id -> new Sealed(Math.toIntExact(id), row.bytes(ciphertext)));
    }

    private static Optional<Duration> duration(Row row, String column) {
        return row.optionalNumber(column).map(Duration::ofMillis);
    }

    private static OptionalInt number(Row row, String column) {
        return row.optionalNumber(column).stream().mapToInt(Math::toIntExact).findFirst();
    }

    private static Map<String, String> pairs(List<String> names, List<String> values) {
        var pairs = new HashMap<String, String>();
        for (int i = 0; i < names.size(); i++) {
            pairs.put(names.get(i), values.get(i));
        }
        return pairs;
    }

    private static @Nullable Long millis(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(null);
    }

    private static @Nullable Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
