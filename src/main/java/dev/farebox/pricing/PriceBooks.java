package dev.farebox.pricing;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.Change;
import dev.farebox.audit.Subject;
import dev.farebox.db.Database;
import dev.farebox.db.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The published price books. Of the versions whose effective date has come, the highest is in
 * force.
 *
 * <p>{@link #current} reads a snapshot in memory and never blocks; {@link #refresh} brings the
 * snapshot up to date and is to be called on every node at least once a second. The other methods
 * block. No locks are taken in the database, except that of two publications at once the second
 * waits for the first to commit.
 */
public final class PriceBooks {
    private static final int MOST_CACHED = 64;
    private static final int MOST_ATTEMPTS = 20;
    private static final String SEED = "/pricebook/seed-2026-11.yaml";

    private final Database database;
    private final Audit audit;
    private final InstantSource clock;
    private final PriceLimits limits;
    private final PriceBookStore store = new PriceBookStore();
    private final Map<Integer, PriceBook> cache = new ConcurrentHashMap<>();
    private volatile Snapshot snapshot = new Snapshot(0, List.of());

    /** {@code candidates}: the version in force and those that wait, falling. */
    private record Snapshot(int highest, List<PriceBook> candidates) {}

    public PriceBooks(Database database, Audit audit, InstantSource clock, PriceLimits limits) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Publishes a draft as the next version, in the caller's transaction. Publishing what the
     * highest version already says changes nothing, so it may be repeated. Leaves a line in the
     * audit trail.
     */
    public PublishOutcome publish(Tx tx, PriceDraft draft, Actor actor) {
        List<Issue> issues = check(draft, limits);
        if (!issues.isEmpty()) {
            return new PublishOutcome.Refused(issues);
        }
        Instant now = clock.instant();
        String content = PriceBookText.write(draft);
        String hash = PriceBookText.hash(content);
        Instant from = draft.effectiveFrom() == null ? now : draft.effectiveFrom();
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Optional<PriceBookStore.Stored> highest = store.find(tx, store.highest(tx));
            if (highest.isPresent() && saysTheSame(highest.get(), hash, draft, now)) {
                return new PublishOutcome.Unchanged(highest.get().version());
            }
            Instant effective = from.truncatedTo(ChronoUnit.MICROS);
            Optional<Integer> version =
                    store.insertNext(tx, effective, draft.title(), hash, content, name(actor));
            if (version.isPresent()) {
                var book = new PriceBook(version.get(), effective, hash, draft);
                audit.record(tx, actor, change(book));
                return new PublishOutcome.Published(book);
            }
        }
        throw new IllegalStateException("lost " + MOST_ATTEMPTS + " races for the next version");
    }

    /**
     * The book in force at {@code now}, which is to be the present or later than the last refresh.
     * Empty when no book is in force yet: then no model is sold.
     */
    public Optional<PriceBook> current(Instant now) {
        for (PriceBook book : snapshot.candidates()) {
            if (!book.effectiveFrom().isAfter(now)) {
                return Optional.of(book);
            }
        }
        return Optional.empty();
    }

    /** Any version that was ever published. Answered from memory after the first time. */
    public Optional<PriceBook> byVersion(int version) {
        @Nullable PriceBook cached = cache.get(version);
        if (cached != null) {
            return Optional.of(cached);
        }
        return database.tx(tx -> store.find(tx, version)).map(this::remember);
    }

    /** The newest versions, falling. */
    public List<PublishedVersion> newest(int limit) {
        return database.tx(tx -> store.newest(tx, limit));
    }

    /** Takes up what was published since the last call, by whichever node. One small query. */
    public synchronized void refresh() {
        if (database.tx(store::highest) != snapshot.highest()) {
            snapshot = database.tx(this::load);
        }
    }

    /** The book that ships with Farebox: the demo's models, and examples to start from. */
    public static PriceDraft seed() {
        try (InputStream in = PriceBooks.class.getResourceAsStream(SEED)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + SEED);
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return parsed(text, SEED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a draft made in memory is refused for: absurd prices, and what its text cannot say. */
    static List<Issue> check(PriceDraft draft, PriceLimits limits) {
        List<Issue> unfit = PriceBookReader.unfitNames(draft);
        if (!unfit.isEmpty()) {
            return unfit;
        }
        return switch (PriceBookReader.read(PriceBookText.write(draft), limits)) {
            case PriceBookReader.Outcome.Refused(List<Issue> issues) ->
                    issues.stream()
                            .map(issue -> new Issue(0, issue.path(), issue.problem()))
                            .toList();
            case PriceBookReader.Outcome.Read(PriceDraft again) -> {
                if (!again.title().equals(draft.title())
                        || !again.models().equals(draft.models())
                        || !again.groups().equals(draft.groups())) {
                    throw new IllegalStateException("the text of a draft does not read back");
                }
                yield List.of();
            }
        };
    }

    private static String name(Actor actor) {
        return actor.kind().name().toLowerCase(Locale.ROOT) + ":" + actor.id();
    }

    private static Change change(PriceBook book) {
        return new Change(
                "price_book.publish",
                new Subject("price_book", Integer.toString(book.version())),
                Map.of(),
                Map.of(
                        "title", book.title(),
                        "effective_from", book.effectiveFrom().toString(),
                        "hash", book.hash(),
                        "models", Integer.toString(book.models().size())),
                "");
    }

    private static boolean saysTheSame(
            PriceBookStore.Stored stored, String hash, PriceDraft draft, Instant now) {
        Instant from = draft.effectiveFrom();
        return stored.hash().equals(hash)
                && (from == null
                        ? !stored.effectiveFrom().isAfter(now)
                        : stored.effectiveFrom().equals(from.truncatedTo(ChronoUnit.MICROS)));
    }

    private Snapshot load(Tx tx) {
        List<Integer> versions = store.inForceAndWaiting(tx, clock.instant());
        List<PriceBook> books = versions.stream().map(version -> loaded(tx, version)).toList();
        return new Snapshot(versions.isEmpty() ? 0 : versions.getFirst(), books);
    }

    private PriceBook loaded(Tx tx, int version) {
        @Nullable PriceBook cached = cache.get(version);
        return cached != null ? cached : remember(store.find(tx, version).orElseThrow());
    }

    private PriceBook remember(PriceBookStore.Stored stored) {
        if (!PriceBookText.hash(stored.content()).equals(stored.hash())) {
            throw new IllegalStateException(
                    "price book " + stored.version() + " does not have its hash " + stored.hash());
        }
        var book =
                new PriceBook(
                        stored.version(),
                        stored.effectiveFrom(),
                        stored.hash(),
                        parsed(stored.content(), "price book " + stored.version()));
        if (cache.size() >= MOST_CACHED) {
            cache.clear();
        }
        cache.put(stored.version(), book);
        return book;
    }

    private static PriceDraft parsed(String text, String what) {
        return switch (PriceBookReader.read(text, PriceLimits.NONE)) {
            case PriceBookReader.Outcome.Read(PriceDraft draft) -> draft;
            case PriceBookReader.Outcome.Refused(List<Issue> issues) ->
                    throw new IllegalStateException(what + " cannot be read: " + issues);
        };
    }
}
