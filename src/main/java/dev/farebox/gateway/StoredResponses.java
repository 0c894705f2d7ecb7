package dev.farebox.gateway;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.stored.Owned;
import dev.farebox.ledger.AccountId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stored response that its owner comes back for: shown, listed, deleted, or cancelled, where it
 * lies. Free of charge: what it cost was charged when it was made.
 */
final class StoredResponses {
    private static final Set<String> PASSED_ON =
            Set.of("include", "include[]", "limit", "order", "after", "before");

    private final Loop loop;
    private final Anchoring anchoring;

    StoredResponses(Loop loop, Anchoring anchoring) {
        this.loop = loop;
        this.anchoring = anchoring;
    }

    /** What may be asked of a response, and how. */
    enum Wish {
        SHOW("GET", ""),
        LIST_INPUT("GET", "/input_items"),
        DELETE("DELETE", ""),
        CANCEL("POST", "/cancel");

        final String method;
        final String suffix;

        Wish(String method, String suffix) {
            this.method = method;
            this.suffix = suffix;
        }
    }

    Future<StoredCall.Outcome> run(AccountId customer, Wish wish, String id, RequestHead head) {
        if ("true".equals(head.query().get("stream"))) {
            return failed(
                    new GatewayProblem.InvalidRequest(
                            "A stored response is not streamed here. Leave 'stream' out.",
                            "stream",
                            "unsupported_parameter"));
        }
        Optional<StoredId> stored = StoredId.of(StoredId.Kind.RESPONSE, id);
        if (stored.isEmpty()) {
            return failed(notFound(id));
        }
        return loop.keeper
                .find(customer, stored.get())
                .compose(owned ->
                        owned.isEmpty()
                                ? failed(notFound(id))
                                : call(customer, wish, owned.get(), head));
    }

    private Future<StoredCall.Outcome> call(
            AccountId customer, Wish wish, Owned owned, RequestHead head) {
        Optional<Channel> channel = anchoring.channel(owned.channel());
        Optional<Provider> provider =
                channel.flatMap(found -> Kinds.speaking(found.kind(), Surface.RESPONSES));
        if (channel.isEmpty() || provider.isEmpty()) {
            return failed(Anchoring.outOfReach(owned.id()));
        }
        var question =
                new StoredCall.Question(
                        channel.get(),
                        provider.get(),
                        Surface.RESPONSES,
                        HttpMethod.valueOf(wish.method),
                        "/responses/" + owned.id().id() + wish.suffix + query(head),
                        head,
                        null,
                        "");
        return new StoredCall(loop, question)
                .run()
                .compose(outcome -> after(customer, wish, owned.id(), outcome));
    }

    private Future<StoredCall.Outcome> after(
            AccountId customer, Wish wish, StoredId id, StoredCall.Outcome outcome) {
        return switch (outcome) {
            case StoredCall.Outcome.Failed _ -> Future.succeededFuture(outcome);
            case StoredCall.Outcome.Gone _ ->
                    ended(customer, wish, id)
                            .map(_ -> new StoredCall.Outcome.Failed(notFound(id.id())));
            case StoredCall.Outcome.Answered _ -> ended(customer, wish, id).map(_ -> outcome);
        };
    }

    /** Only a deletion ends it: servers without some of these places say 404 there. */
    private Future<StoredId> ended(AccountId customer, Wish wish, StoredId id) {
        return wish == Wish.DELETE ? forget(customer, id) : Future.succeededFuture(id);
    }

    /** What could not be forgotten is found gone by whoever asks for it next. */
    private Future<StoredId> forget(AccountId customer, StoredId id) {
        return loop.keeper
                .ask(store -> {
                    store.forget(customer, id);
                    return id;
                })
                .otherwise(id);
    }

    private static String query(RequestHead head) {
        var query = new StringBuilder();
        for (String name : new TreeSet<>(head.query().keySet())) {
            if (PASSED_ON.contains(name)) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(encoded(name))
                        .append('=')
                        .append(encoded(head.query().getOrDefault(name, "")));
            }
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static GatewayProblem notFound(String id) {
        return new GatewayProblem.StoredNotFound("Response", id);
    }

    private static Future<StoredCall.Outcome> failed(GatewayProblem problem) {
        return Future.succeededFuture(new StoredCall.Outcome.Failed(problem));
    }

    /** What may be asked where {@code suffix} follows the id; empty where nothing may. */
    static List<Wish> wishes(String suffix) {
        return Arrays.stream(Wish.values()).filter(wish -> wish.suffix.equals(suffix)).toList();
    }
}
