package dev.farebox.gateway.stored;

import dev.farebox.db.Database;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.ledger.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose the things are that lie at upstreams, and on which channel.
 *
 * <p>A customer's own are found; those of others and those that never were look the same: they are
 * not there. Blocking; safe for use by many threads, and by many processes on one database.
 */
public final class StoredObjects {
    private static final Logger LOG = LoggerFactory.getLogger(StoredObjects.class);

    private final Database database;
    private final InstantSource clock;
    private final Duration retention;

    /** {@code retention}: how long a response and its items can be come back for. */
    public StoredObjects(Database database, InstantSource clock, Duration retention) {
        this.database = database;
        this.clock = clock;
        this.retention = retention;
    }

    /** Idempotent. What is owned already gets a new term. */
    public void own(AccountId owner, List<Owned> objects) {
        Instant now = clock.instant();
        database.tx(tx -> {
            var store = new StoredObjectStore(tx);
            objects.forEach(owned -> store.put(owner, owned, now, expiry(owned, now)));
            return objects.size();
        });
    }

    /** A file lies there until it is deleted; nothing else would tell its owner to delete it. */
    private @Nullable Instant expiry(Owned owned, Instant now) {
        return switch (owned.id().kind()) {
            case RESPONSE, ITEM -> now.plus(retention);
            case FILE -> null;
        };
    }

    /** Those of {@code ids} that are this customer's. */
    public Map<StoredId, Owned> find(AccountId owner, Collection<StoredId> ids) {
        Instant now = clock.instant();
        return database.tx(tx -> {
            var store = new StoredObjectStore(tx);
            var found = new HashMap<StoredId, Owned>();
            for (StoredId.Kind kind : StoredId.Kind.values()) {
                List<String> ofKind =
                        ids.stream()
                                .filter(id -> id.kind() == kind)
                                .map(StoredId::id)
                                .distinct()
                                .toList();
                if (!ofKind.isEmpty()) {
                    store.find(owner, kind, ofKind, now)
                            .forEach(owned -> found.put(owned.id(), owned));
                }
            }
            return found;
        });
    }

    public Optional<Owned> find(AccountId owner, StoredId id) {
        return Optional.ofNullable(find(owner, List.of(id)).get(id));
    }

    /** Newest first, from behind {@code after}; null for the newest. */
    public List<Owned> page(
            AccountId owner, StoredId.Kind kind, @Nullable String after, int limit) {
        return database.tx(tx -> new StoredObjectStore(tx).page(owner, kind, after, limit));
    }

    public long count(AccountId owner, StoredId.Kind kind) {
        return database.tx(tx -> new StoredObjectStore(tx).count(owner, kind));
    }

    /** Does nothing where it is not there. */
    public void forget(AccountId owner, StoredId id) {
        database.tx(tx -> {
            new StoredObjectStore(tx).delete(owner, id);
            return id;
        });
    }

    /** Drops what has expired, and says how much that was. */
    public int prune() {
        Instant now = clock.instant();
        int all = 0;
        while (true) {
            int bite = database.tx(tx -> new StoredObjectStore(tx).prune(now));
            all += bite;
            if (bite == 0) {
                break;
            }
        }
        if (all > 0) {
            LOG.info("stored.pruned objects={}", all);
        }
        return all;
    }
}
