package dev.farebox.identity;

import dev.farebox.db.Database;
import dev.farebox.db.SqlFailure;
import dev.farebox.db.Tx;
import dev.farebox.db.UnknownCommit;
import dev.farebox.identity.DirectoryStore.StoredKey;
import dev.farebox.identity.DirectoryStore.StoredToken;
import dev.farebox.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All keys and operator tokens in memory, by the SHA-256 of their secret.
 *
 * <p>Looking up takes no lock and touches no database, whatever is presented: a flood of garbage
 * costs one hash each. {@link #refresh} reads what changed since the last time; called every 250 ms
 * it brings each change to every node well within a second.
 *
 * <p>Without a database the directory goes on answering from what it last read, and {@link
 * #staleFor} grows. That is safe for money: without a database no hold can be placed, so a key that
 * was revoked meanwhile can at most read the model list. A node whose directory is stale for longer
 * than {@code identity.stale_after} says that it is not ready.
 */
public final class KeyDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);
    private static final int PAGE = 10_000;
    private static final long NOTHING_SEEN = -1;
    private static final KeyLookup UNKNOWN = new KeyLookup.Unknown();

    /** What is known of one secret; {@code inTime} holds while the key has not expired. */
    private record Entry(KeyLookup inTime, KeyLookup.Expired late) {}

    private record Snapshot(
            long version, Map<SecretHash, Entry> keys, Map<SecretHash, Operator> operators) {}

    private final Database database;
    private final UsualLimits limits;
    private final InstantSource clock;
    private final DirectoryStore store = new DirectoryStore();
    private final VersionStore versions = new VersionStore();

    /** Guards {@link #refresh}: one at a time. */
    private final ReentrantLock refreshing = new ReentrantLock();

    private volatile Snapshot snapshot = empty();
    private volatile long freshAt;
    private volatile boolean failing;

    private KeyDirectory(Database database, UsualLimits limits, InstantSource clock) {
        this.database = database;
        this.limits = limits;
        this.clock = clock;
    }

    /** Reads everything, or throws what the database threw. */
    public static KeyDirectory open(Database database, UsualLimits limits, InstantSource clock) {
        var directory = new KeyDirectory(database, limits, clock);
        directory.read();
        return directory;
    }

    /** What {@code secret} is. A secret of more than 512 characters is none. */
    public KeyLookup find(String secret) {
        if (secret.length() > SecretStrength.LONGEST) {
            return UNKNOWN;
        }
        Entry entry = snapshot.keys.get(SecretHash.of(secret));
        if (entry == null) {
            return UNKNOWN;
        }
        if (entry.inTime instanceof KeyLookup.Revoked) {
            return entry.inTime;
        }
        ApiKey key = entry.late.key();
        boolean late = key.expiresAt() != null && key.isExpired(clock.instant());
        return late ? entry.late : entry.inTime;
    }

    /** The operator whose token {@code secret} is, unless it was revoked. */
    public Optional<Operator> findOperator(String secret) {
        if (secret.length() > SecretStrength.LONGEST) {
            return Optional.empty();
        }
        return Optional.ofNullable(snapshot.operators.get(SecretHash.of(secret)))
                .filter(operator -> !operator.isRevoked());
    }

    /**
     * Reads what changed. Blocking; never throws for a database that is gone, which it logs once.
     *
     * @return whether the directory is now fresh
     */
    public boolean refresh() {
        try {
            read();
            if (failing) {
                failing = false;
                LOG.info("keys.fresh_again version={}", snapshot.version);
            }
            return true;
        } catch (SqlFailure | UnknownCommit | ProblemException e) {
            if (!failing) {
                failing = true;
                LOG.warn("keys.stale reason={}", e.getMessage());
            }
            return false;
        }
    }

    /** How long ago the last successful refresh began. */
    public Duration staleFor() {
        return Duration.ofNanos(System.nanoTime() - freshAt);
    }

    /** Keys in memory, revoked ones too. */
    public int size() {
        return snapshot.keys.size();
    }

    private void read() {
        refreshing.lock();
        try {
            long began = System.nanoTime();
            database.tx(this::read);
            freshAt = began;
        } finally {
            refreshing.unlock();
        }
    }

    /**
     * Versions become visible in order, because whoever changes something holds the version row
     * until its commit. Rows that are newer still than the version read first may come along; they
     * are read once more the next time.
     */
    private long read(Tx tx) {
        long version = versions.current(tx);
        Snapshot seen = snapshot;
        if (version == seen.version) {
            return version;
        }
        // A smaller number means that an older database was put back: what we hold is void.
        Snapshot base = version < seen.version ? empty() : seen;
        readKeys(tx, base);
        readTokens(tx, base);
        snapshot = new Snapshot(version, base.keys, base.operators);
        return version;
    }

    private void readKeys(Tx tx, Snapshot base) {
        var after = new UUID(0, 0);
        List<StoredKey> page;
        do {
            page = store.keysNewerThan(tx, base.version, after, PAGE);
            for (StoredKey key : page) {
                base.keys.put(key.hash(), entry(key));
                after = key.id();
            }
        } while (page.size() == PAGE);
    }

    private void readTokens(Tx tx, Snapshot base) {
        var after = new UUID(0, 0);
        List<StoredToken> page;
        do {
            page = store.tokensNewerThan(tx, base.version, after, PAGE);
            for (StoredToken token : page) {
                base.operators.put(token.hash(), token.operator());
                after = token.operator().id();
            }
        } while (page.size() == PAGE);
    }

    private Entry entry(StoredKey stored) {
        KeyTerms terms = stored.terms();
        GroupLimits group = limits.of(stored.group());
        var key =
                new ApiKey(
                        stored.id(),
                        stored.customerId(),
                        stored.customerName(),
                        stored.name(),
                        stored.prefix(),
                        stored.group(),
                        terms.models(),
                        terms.capPerDay(),
                        terms.capPerMonth(),
                        terms.capTotal(),
                        terms.ownLimits().over(limits.key()),
                        stored.customerLimits().over(group.customer()),
                        group.shared(),
                        terms.expiresAt().orElse(null));
        return new Entry(inTime(stored, key), new KeyLookup.Expired(key));
    }

    private static KeyLookup inTime(StoredKey stored, ApiKey key) {
        if (stored.revoked()) {
            return new KeyLookup.Revoked(key);
        }
        return switch (stored.state()) {
            case ACTIVE -> new KeyLookup.Active(key);
            case SUSPENDED, CLOSED -> new KeyLookup.CustomerSuspended(key);
        };
    }

    private static Snapshot empty() {
        return new Snapshot(NOTHING_SEEN, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }
}
