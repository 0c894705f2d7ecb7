package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.http.BodyOutcome;
import dev.farebox.http.BodyReader;
import dev.farebox.http.ConnectionGuard;
import dev.farebox.id.IdText;
import dev.farebox.identity.ApiKey;
import dev.farebox.ledger.AccountId;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a request enters: path, key, body, scan, admission. What passes all of them becomes an
 * {@link Exchange}; whatever does not is answered here and costs no ledger work.
 */
final class Edge {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    private static final List<String> ELSEWHERE =
            List.of("/api/", "/admin/", "/console", "/hooks/", "/health", "/metrics");

    private static final String READY = "/health/ready";

    private final Loop loop;
    private final ConnectionGuard guard;
    private final KeyCheck keys;
    private final Admission admission;
    private final Models models;
    private final Anchoring anchoring;
    private final StoredResponses responses;
    private final StoredFiles files;

    Edge(Loop loop, ConnectionGuard guard) {
        this.loop = loop;
        this.guard = guard;
        this.keys = new KeyCheck(loop.parts.keys());
        this.admission = new Admission(loop.parts, loop.shared);
        this.models = new Models(loop.parts);
        this.anchoring = new Anchoring(loop.parts, loop.keeper);
        this.responses = new StoredResponses(loop, anchoring);
        this.files = new StoredFiles(loop, anchoring);
    }

    void handle(HttpServerRequest request) {
        guard.requested(request);
        String path = request.path() == null ? "" : request.path();
        if (loop.draining && path.equals(READY)) {
            stopping(request);
            return;
        }
        if (ELSEWHERE.stream().anyMatch(path::startsWith)) {
            loop.parts.elsewhere().handle(request);
            return;
        }
        UUID id = loop.parts.ids().next();
        Paths.Target target = Paths.read(path);
        Surface voice =
                target instanceof Paths.Target.Serve(Surface surface, _, _)
                        ? surface
                        : Voice.of(Voice.family(request));
        var call = new Call(request, id, IdText.REQUEST.show(id), voice);
        Answers.stamp(request.response(), call.shown());
        if (loop.draining) {
            request.response().putHeader("connection", "close");
            refuse(call, new GatewayProblem.Draining());
            return;
        }
        go(call, target);
    }

    private void go(Call call, Paths.Target target) {
        HttpServerRequest request = call.request();
        switch (target) {
            case Paths.Target.Serve _,
                    Paths.Target.Models _,
                    Paths.Target.Model _,
                    Paths.Target.Stored _
                    when isWebSocket(request) ->
                    refuse(call, new GatewayProblem.UpgradeRefused());
            case Paths.Target.Serve serve ->
                    withKey(call, HttpMethod.POST, (_, key) -> serve(call, key, serve));
            case Paths.Target.Models _ ->
                    withKey(call, HttpMethod.GET, (_, key) -> models.list(request, key));
            case Paths.Target.Model(String model) ->
                    withKey(call, HttpMethod.GET, (_, key) -> oneModel(call, key, model));
            case Paths.Target.Stored(String rest) -> stored(call, rest);
            case Paths.Target.Files(String rest) -> files(call, rest);
            case Paths.Target.Unserved(String what, String instead) ->
                    refuse(call, new GatewayProblem.NotServed(what, instead));
            case Paths.Target.Elsewhere _ -> unknown(call);
        }
    }

    private void unknown(Call call) {
        HttpServerRequest request = call.request();
        refuse(
                call,
                new GatewayProblem.UnknownRoute(
                        request.method().name(), String.valueOf(request.path())));
    }

    /** {@code /responses/ID}, and what may follow it. */
    private void stored(Call call, String rest) {
        String[] steps = rest.split("/", 4);
        String suffix = steps.length > 3 ? "/" + steps[3] : "";
        HttpMethod method = call.request().method();
        List<StoredResponses.Wish> wishes = StoredResponses.wishes(suffix);
        if (wishes.isEmpty()) {
            unknown(call);
            return;
        }
        var wish = wishes.stream().filter(one -> one.method.equals(method.name())).findFirst();
        if (wish.isEmpty()) {
            var allowed = wishes.getFirst().method;
            refuse(call, new GatewayProblem.MethodNotAllowed(method.name(), allowed));
            return;
        }
        withFreeKey(
                call,
                customer ->
                        answer(call, responses.run(customer, wish.get(), steps[2], head(call))));
    }

    /** {@code /files}, {@code /files/ID}, {@code /files/ID/content}; only OpenAI's are served. */
    private void files(Call call, String rest) {
        String[] steps = rest.split("/", 5);
        String method = call.request().method().name();
        boolean content = steps.length == 4 && steps[3].equals("content");
        if (call.voice().family() != Surface.Family.OPENAI) {
            refuse(call, new GatewayProblem.NotServed("Files", "Send them with each request."));
        } else if (steps.length > 4 || (steps.length == 4 && !content)) {
            unknown(call);
        } else if (method.equals("GET") || (method.equals("DELETE") && steps.length == 3)) {
            withFreeKey(
                    call,
                    customer ->
                            answer(
                                    call,
                                    steps.length == 2
                                            ? files.list(customer, head(call))
                                            : files.one(
                                                    customer,
                                                    method,
                                                    steps[2],
                                                    content,
                                                    head(call))));
        } else if (method.equals("POST") && steps.length == 2) {
            withFreeKey(call, customer -> upload(call, customer));
        } else {
            refuse(call, new GatewayProblem.MethodNotAllowed(method, "GET"));
        }
    }

    private void upload(Call call, AccountId customer) {
        RequestHead head = head(call);
        if (!head.header("content-type").startsWith("multipart/form-data")) {
            refuse(
                    call,
                    new GatewayProblem.InvalidRequest(
                            "Send the file as multipart/form-data.", "file", null));
            return;
        }
        body(
                call,
                (form, reserved) ->
                        answer(
                                call,
                                files.upload(customer, head, form)
                                        .onComplete(_ -> loop.shared.budget().giveBack(reserved))));
    }

    private void answer(Call call, Future<StoredCall.Outcome> outcome) {
        new StoredExchange(loop, call.request().response(), call.shown(), call::error).run(outcome);
    }

    private static RequestHead head(Call call) {
        return Voice.head(call.request(), new Paths.Target.Serve(call.voice(), "", false));
    }

    /** What costs nothing may not come without end. */
    private void withFreeKey(Call call, Consumer<AccountId> handler) {
        withKey(
                call,
                call.request().method(),
                (_, key) ->
                        admission
                                .tooManyFree(key)
                                .ifPresentOrElse(
                                        problem -> refuse(call, problem),
                                        () -> handler.accept(new AccountId(key.customerId()))));
    }

    /** Only a WebSocket: clear-text HTTP/2 is offered by ordinary clients and simply not taken. */
    private static boolean isWebSocket(HttpServerRequest request) {
        String upgrade = request.getHeader("upgrade");
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    /** Whoever spreads load over several servers is told before the port closes. */
    private static void stopping(HttpServerRequest request) {
        request.response()
                .setStatusCode(503)
                .putHeader("content-type", "application/json")
                .putHeader("connection", "close")
                .end("{\"status\":\"not ready\",\"reason\":\"this server is about to stop\"}");
    }

    /** A request, its id, and in whose words it is refused. */
    private record Call(HttpServerRequest request, UUID id, String shown, Surface voice) {
        Reply error(GatewayProblem problem) {
            RequestHead head = Voice.head(request, new Paths.Target.Serve(voice, "", false));
            return Wires.of(voice).error(head, problem, shown);
        }
    }

    private interface KeyedHandler {
        void handle(Call call, ApiKey key);
    }

    /** The key is checked on the headers, before a byte of the body is kept. */
    private void withKey(Call call, HttpMethod method, KeyedHandler handler) {
        if (!call.request().method().equals(method)) {
            refuse(
                    call,
                    new GatewayProblem.MethodNotAllowed(
                            call.request().method().name(), method.name()));
            return;
        }
        switch (keys.check(call.request())) {
            case KeyCheck.Caller.Known(ApiKey key) -> {
                sayLimits(call, key);
                handler.handle(call, key);
            }
            case KeyCheck.Caller.Refused(GatewayProblem problem) -> refuse(call, problem);
        }
    }

    private void oneModel(Call call, ApiKey key, String model) {
        if (!models.one(call.request(), key, model)) {
            refuse(call, new GatewayProblem.ModelNotFound(model));
        }
    }

    private void serve(Call call, ApiKey key, Paths.Target.Serve serve) {
        RequestHead head = Voice.head(call.request(), serve);
        body(call, (bytes, reserved) -> admit(call, key, head, bytes, reserved));
    }

    private interface BodyHandler {
        /** {@code reserved} bytes of the budget are to be given back. */
        void handle(byte[] bytes, long reserved);
    }

    private void body(Call call, BodyHandler handler) {
        BodyReader.read(loop.vertx, loop.settings().edge(), loop.shared.budget(), call.request())
                .onSuccess(body -> read(call, body, handler));
    }

    private void read(Call call, BodyOutcome body, BodyHandler handler) {
        switch (body) {
            case BodyOutcome.Complete(byte[] bytes, long reserved) ->
                    handler.handle(bytes, reserved);
            case BodyOutcome.TooLarge(long limit) ->
                    refuse(call, new GatewayProblem.BodyTooLarge(limit));
            case BodyOutcome.NoRoom _ -> refuse(call, new GatewayProblem.Overloaded());
            case BodyOutcome.TooSlow _ -> refuse(call, new GatewayProblem.RequestTimeout());
            case BodyOutcome.UnknownEncoding _ ->
                    refuse(call, new GatewayProblem.UnsupportedEncoding());
            case BodyOutcome.BrokenEncoding _ ->
                    refuse(
                            call,
                            new GatewayProblem.InvalidRequest(
                                    "The body is not packed as its content-encoding says.",
                                    null,
                                    null));
            case BodyOutcome.Gone _ -> loop.parts.tally().count("gone_before_body");
        }
    }

    private Scan scan(RequestHead head, byte[] body) {
        return Wires.of(head.surface()).scan(head, body, loop.settings().scan());
    }

    private static Scan unreadable() {
        return new Scan.Invalid("The request could not be read.", null, null);
    }

    /** An exchange gives the body's {@code reserved} bytes back when it ends. */
    private void admit(Call call, ApiKey key, RequestHead head, byte[] body, long reserved) {
        Scan scan = Guarded.orElse(call.shown(), () -> scan(head, body), Edge::unreadable);
        switch (scan) {
            case Scan.Invalid invalid -> {
                loop.shared.budget().giveBack(reserved);
                refuse(call, invalid.problem());
            }
            case Scan.Read(ClientRequest request) ->
                    anchoring
                            .find(new AccountId(key.customerId()), request)
                            .onSuccess(outcome -> anchored(call, key, outcome, reserved));
        }
    }

    private void anchored(Call call, ApiKey key, Anchoring.Outcome outcome, long reserved) {
        if (call.request().response().closed()) {
            loop.shared.budget().giveBack(reserved);
            loop.parts.tally().count("gone_before_body");
            return;
        }
        switch (outcome) {
            case Anchoring.Outcome.Anchored(ClientRequest request, Anchor anchor) ->
                    decide(call, key, request, anchor, reserved);
            case Anchoring.Outcome.Refused(GatewayProblem problem) -> {
                loop.shared.budget().giveBack(reserved);
                refuse(call, problem);
            }
        }
    }

    private void decide(
            Call call, ApiKey key, ClientRequest request, Anchor anchor, long reserved) {
        Admission.Verdict verdict =
                Guarded.orElse(
                        call.shown(),
                        () -> admission.decide(key, request, anchor),
                        () -> new Admission.Verdict.Refuse(new GatewayProblem.Internal()));
        sayLimits(call, key);
        switch (verdict) {
            case Admission.Verdict.Refuse(GatewayProblem problem) -> {
                loop.shared.budget().giveBack(reserved);
                refuse(call, problem);
            }
            case Admission.Verdict.Free(List<Leg> legs) ->
                    new FreeExchange(loop, call.request(), request, legs, call.shown(), reserved)
                            .run();
            case Admission.Verdict.Admit(Admitted admitted) ->
                    new Exchange(loop, call.request(), call.id(), call.shown(), admitted, reserved)
                            .run();
        }
    }

    private void sayLimits(Call call, ApiKey key) {
        Answers.stampLimits(
                call.request().response(),
                call.voice().family(),
                loop.shared.limiter().standing(key),
                loop.parts.clock().instant());
    }

    private void refuse(Call call, GatewayProblem problem) {
        String why = problem.getClass().getSimpleName();
        LOG.info("request.refused req={} why={}", call.shown(), why);
        loop.parts.tally().count("refused");
        Answers.refuse(call.request(), loop.drain, call.error(problem));
    }

    /** What the HTTP decoder refuses: the connection cannot be used any further. */
    void malformed(HttpServerRequest request) {
        String shown = IdText.REQUEST.show(loop.parts.ids().next());
        Throwable cause = request.decoderResult().cause();
        boolean tooLarge =
                cause instanceof TooLongHttpHeaderException
                        || cause instanceof TooLongHttpLineException;
        GatewayProblem problem =
                tooLarge
                        ? new GatewayProblem.HeadersTooLarge()
                        : new GatewayProblem.InvalidRequest("This is not HTTP.", null, null);
        LOG.info("request.malformed req={} too_large={}", shown, tooLarge);
        loop.parts.tally().count("refused");
        Answers.stamp(request.response(), shown);
        request.response().putHeader("connection", "close");
        Answers.send(
                request.response(), Wires.of(Surface.CHAT).error(Surface.CHAT, problem, shown));
        loop.vertx.setTimer(200, _ -> request.connection().close());
    }
}
