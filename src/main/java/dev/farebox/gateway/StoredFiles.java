package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.ChannelKind;
import dev.farebox.gateway.stored.Owned;
import dev.farebox.gateway.stored.StoredJson;
import dev.farebox.ledger.AccountId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that clients leave at a provider: the first channel of kind {@code openai}, by priority and
 * then by name. Free of charge there and here, so their number is bounded.
 *
 * <p>A list is the customer's own, by what is known here: the provider's would show everybody's.
 */
final class StoredFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StoredFiles.class);
    private static final int LONGEST_PAGE = 20;

    /** Bytes of a document for one token, roughly. */
    private static final int BYTES_PER_TOKEN = 12;

    private final Loop loop;
    private final Anchoring anchoring;

    StoredFiles(Loop loop, Anchoring anchoring) {
        this.loop = loop;
        this.anchoring = anchoring;
    }

    /** The body is passed on as it is. */
    Future<StoredCall.Outcome> upload(AccountId customer, RequestHead head, byte[] form) {
        int most = loop.parts.configuration().stored().maxFiles();
        Optional<Channel> channel = home();
        if (channel.isEmpty()) {
            return failed(
                    new GatewayProblem.NotServed(
                            "Files", "Send what is needed with each request."));
        }
        return loop.keeper
                .ask(store -> store.count(customer, StoredId.Kind.FILE))
                .compose(count ->
                        count >= most
                                ? failed(tooMany(most))
                                : upload(customer, channel.get(), head, form));
    }

    private Future<StoredCall.Outcome> upload(
            AccountId customer, Channel channel, RequestHead head, byte[] form) {
        var question =
                new StoredCall.Question(
                        channel,
                        provider(channel),
                        Surface.CHAT,
                        HttpMethod.POST,
                        "/files",
                        head,
                        form,
                        head.header("content-type"));
        return new StoredCall(loop, question)
                .run()
                .compose(outcome ->
                        outcome instanceof StoredCall.Outcome.Answered answered
                                ? own(customer, channel, head, answered, form.length)
                                : Future.succeededFuture(outcome));
    }

    /** What nobody owns must not stay there. */
    private Future<StoredCall.Outcome> own(
            AccountId customer,
            Channel channel,
            RequestHead head,
            StoredCall.Outcome.Answered answered,
            long bytes) {
        Optional<StoredId> id =
                StoredJson.id(answered.body())
                        .flatMap(text -> StoredId.of(StoredId.Kind.FILE, text));
        if (id.isEmpty()) {
            loop.shared.budget().giveBack(answered.reserved());
            return failed(new GatewayProblem.UpstreamCut());
        }
        var owned = new Owned(id.get(), channel.id(), Math.ceilDiv(bytes, BYTES_PER_TOKEN));
        return loop.keeper
                .ask(store -> {
                    store.own(customer, List.of(owned));
                    return owned;
                })
                .<StoredCall.Outcome>map(_ -> answered)
                .onFailure(failure -> {
                    LOG.warn(
                            "stored.file_orphaned id={} why={}",
                            owned.id().id(),
                            failure.toString());
                    loop.shared.budget().giveBack(answered.reserved());
                    call(channel, HttpMethod.DELETE, "/files/" + owned.id().id(), head)
                            .onSuccess(this::forget);
                });
    }

    private void forget(StoredCall.Outcome outcome) {
        if (outcome instanceof StoredCall.Outcome.Answered answered) {
            loop.shared.budget().giveBack(answered.reserved());
        }
    }

    /** One file: shown, read or deleted where it lies. */
    Future<StoredCall.Outcome> one(
            AccountId customer, String method, String id, boolean content, RequestHead head) {
        Optional<StoredId> stored = StoredId.of(StoredId.Kind.FILE, id);
        if (stored.isEmpty()) {
            return failed(notFound(id));
        }
        return loop.keeper
                .find(customer, stored.get())
                .compose(owned ->
                        owned.isEmpty()
                                ? failed(notFound(id))
                                : one(customer, method, owned.get(), content, head));
    }

    private Future<StoredCall.Outcome> one(
            AccountId customer, String method, Owned owned, boolean content, RequestHead head) {
        Optional<Channel> channel = anchoring.channel(owned.channel());
        if (channel.isEmpty()) {
            return failed(Anchoring.outOfReach(owned.id()));
        }
        String path = "/files/" + owned.id().id() + (content ? "/content" : "");
        return call(channel.get(), HttpMethod.valueOf(method), path, head)
                .compose(outcome -> ended(customer, method, owned.id(), outcome));
    }

    private Future<StoredCall.Outcome> ended(
            AccountId customer, String method, StoredId id, StoredCall.Outcome outcome) {
        StoredCall.Outcome shown =
                outcome instanceof StoredCall.Outcome.Gone
                        ? new StoredCall.Outcome.Failed(notFound(id.id()))
                        : outcome;
        boolean gone = method.equals("DELETE") && !(outcome instanceof StoredCall.Outcome.Failed);
        return gone
                ? loop.keeper
                        .ask(store -> {
                            store.forget(customer, id);
                            return shown;
                        })
                        .otherwise(shown)
                : Future.succeededFuture(shown);
    }

    /** The customer's own, newest first; each is asked for where it lies. */
    Future<StoredCall.Outcome> list(AccountId customer, RequestHead head) {
        String after = head.query().get("after");
        int limit = StoredJson.limit(head.query().getOrDefault("limit", ""), LONGEST_PAGE);
        if ("asc".equals(head.query().get("order")) || head.query().containsKey("purpose")) {
            return failed(
                    new GatewayProblem.InvalidRequest(
                            "Files are listed newest first and of all purposes here.",
                            "asc".equals(head.query().get("order")) ? "order" : "purpose",
                            "unsupported_parameter"));
        }
        return loop.keeper
                .ask(store -> store.page(customer, StoredId.Kind.FILE, after, limit + 1))
                .compose(page -> shown(page, limit, head));
    }

    private Future<StoredCall.Outcome> shown(List<Owned> page, int limit, RequestHead head) {
        List<Owned> owned = page.subList(0, Math.min(limit, page.size()));
        var calls = new ArrayList<Future<StoredCall.Outcome>>();
        for (Owned one : owned) {
            anchoring
                    .channel(one.channel())
                    .ifPresent(channel ->
                            calls.add(
                                    call(
                                            channel,
                                            HttpMethod.GET,
                                            "/files/" + one.id().id(),
                                            head)));
        }
        return Future.join(calls).map(_ -> whole(calls, page.size() > limit));
    }

    private StoredCall.Outcome whole(List<Future<StoredCall.Outcome>> calls, boolean more) {
        var files = new ArrayList<byte[]>();
        for (Future<StoredCall.Outcome> call : calls) {
            if (call.result() instanceof StoredCall.Outcome.Answered answered) {
                files.add(answered.body());
                loop.shared.budget().giveBack(answered.reserved());
            }
        }
        byte[] list = StoredJson.list(files, more);
        loop.shared.budget().take(list.length);
        return new StoredCall.Outcome.Answered(200, ClientRequest.JSON, Map.of(), list);
    }

    private Future<StoredCall.Outcome> call(
            Channel channel, HttpMethod method, String path, RequestHead head) {
        var question =
                new StoredCall.Question(
                        channel, provider(channel), Surface.CHAT, method, path, head, null, "");
        return new StoredCall(loop, question).run();
    }

    private Optional<Channel> home() {
        return loop.parts.channels().all().stream()
                .filter(channel -> channel.kind() == ChannelKind.OPENAI)
                .min(
                        Comparator.<Channel>comparingInt(channel -> channel.terms().priority())
                                .thenComparing(Channel::name));
    }

    /** Whose credential headers suit every place of the vendor. */
    private static Provider provider(Channel channel) {
        return Kinds.speaking(channel.kind(), Surface.CHAT).orElseThrow();
    }

    private static GatewayProblem tooMany(int most) {
        return new GatewayProblem.InvalidRequest(
                "You have " + most + " files already. Delete some first.",
                "file",
                "file_limit_reached");
    }

    private static GatewayProblem notFound(String id) {
        return new GatewayProblem.StoredNotFound("File", id);
    }

    private static Future<StoredCall.Outcome> failed(GatewayProblem problem) {
        return Future.succeededFuture(new StoredCall.Outcome.Failed(problem));
    }
}
