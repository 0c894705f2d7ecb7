package dev.farebox.gateway;

import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.stored.Owned;
import dev.farebox.gateway.stored.StoredObjects;
import dev.farebox.ledger.AccountId;
import dev.farebox.usage.Usage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored objects as an event loop sees them: answers arrive on the loop, nothing blocks. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final StoredObjects objects;

    Keeper(Vertx vertx, StoredObjects objects) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.objects = objects;
    }

    /**
     * Succeeds when they are owned, so that a client that comes back at once finds them. Also when
     * they are not within a moment: an answer that is paid for does not wait for ever.
     */
    Future<Void> own(AccountId owner, List<Owned> owned) {
        if (owned.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        long timer = vertx.setTimer(PATIENCE.toMillis(), _ -> done.tryComplete());
        ask(
                        store -> {
                            store.own(owner, owned);
                            return owned.size();
                        })
                .onFailure(failure ->
                        LOG.warn(
                                "stored.not_owned customer={} id={} why={}",
                                owner,
                                owned.getFirst().id().id(),
                                failure.toString()))
                .onComplete(_ -> {
                    vertx.cancelTimer(timer);
                    done.tryComplete();
                });
        return done.future();
    }

    /**
     * Of one answer: the response is continued with all that it read and wrote, an item with its
     * share of what was written.
     */
    static List<Owned> owned(List<StoredId> stored, UUID channel, Usage usage) {
        long all = Math.max(0, usage.inputTokens()) + Math.max(0, usage.outputTokens());
        long share =
                Math.ceilDiv(Math.max(0, usage.outputTokens()), Math.max(1, stored.size() - 1));
        return stored.stream()
                .map(id ->
                        new Owned(id, channel, id.kind() == StoredId.Kind.RESPONSE ? all : share))
                .toList();
    }

    Future<Map<StoredId, Owned>> find(AccountId owner, Collection<StoredId> ids) {
        return ask(store -> store.find(owner, ids));
    }

    Future<Optional<Owned>> find(AccountId owner, StoredId id) {
        return ask(store -> store.find(owner, id));
    }

    /** Any other question. It runs on a thread of its own. */
    <T> Future<T> ask(Function<StoredObjects, T> question) {
        Promise<T> answer = Promise.promise();
        Thread.ofVirtual()
                .name("stored-objects")
                .start(() -> {
                    try {
                        T found = question.apply(objects);
                        context.runOnContext(_ -> answer.complete(found));
                    } catch (RuntimeException e) {
                        context.runOnContext(_ -> answer.fail(e));
                    }
                });
        return answer.future();
    }
}
