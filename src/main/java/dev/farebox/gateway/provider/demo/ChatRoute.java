package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** {@code POST /v1/chat/completions}: reads the request, finds its fault, plays the answer. */
final class ChatRoute {
    private static final String NOT_A_FAULT = "This is not a fault: ";

    private final Vertx vertx;
    private final DemoSettings settings;
    private final DemoFaults faults;
    private final PrefixMemory memory;
    private final AtomicLong requestIds;
    private final Set<String> models;

    ChatRoute(
            Vertx vertx,
            DemoSettings settings,
            DemoFaults faults,
            PrefixMemory memory,
            AtomicLong requestIds) {
        this.vertx = vertx;
        this.settings = settings;
        this.faults = faults;
        this.memory = memory;
        this.requestIds = requestIds;
        this.models = new HashSet<>(settings.models());
    }

    void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String requestId = "req_demo%012d".formatted(requestIds.incrementAndGet());
        VendorHeaders.add(response, requestId);
        var exchange = new Exchange(faults, response, requestId);
        String authorization = request.getHeader("authorization");
        if (authorization == null || !authorization.equals("Bearer " + settings.key())) {
            request.resume();
            refuse(exchange, authorization == null ? Refusal.noKey() : Refusal.wrongKey());
            return;
        }
        Buffer body = Buffer.buffer();
        request.exceptionHandler(_ -> {});
        request.handler(part -> {
            if (exchange.isOver()) {
                return;
            }
            if (body.length() + part.length() > DemoSettings.MAX_BODY) {
                refuse(exchange, Refusal.tooLarge());
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> {
            if (!exchange.isOver()) {
                read(request, exchange, body);
            }
        });
    }

    private void read(HttpServerRequest request, Exchange exchange, Buffer body) {
        if (faults.keepsRequests()) {
            faults.keep(
                    new DemoFaults.Seen(exchange.requestId(), headers(request), body.toString()));
        }
        switch (ChatRequestReader.read(body.getBytes())) {
            case Refusal refusal -> refuse(exchange, refusal);
            case ChatRequest chat when !models.contains(chat.model()) ->
                    refuse(exchange, Refusal.unknownModel(chat.model()));
            case ChatRequest chat -> atGate(request, exchange, chat);
        }
    }

    private void atGate(HttpServerRequest request, Exchange exchange, ChatRequest chat) {
        var context = vertx.getOrCreateContext();
        boolean held =
                faults.holds(() ->
                        context.runOnContext(_ -> {
                            if (!exchange.isOver()) {
                                answer(request, exchange, chat);
                            }
                        }));
        if (!held) {
            answer(request, exchange, chat);
        }
    }

    private void answer(HttpServerRequest request, Exchange exchange, ChatRequest chat) {
        DemoFault fault = faults.take();
        String text = chat.lastUserText();
        if (text.startsWith(DemoFault.Directive.MARK)) {
            try {
                var directive =
                        DemoFault.Directive.read(text.substring(DemoFault.Directive.MARK.length()));
                text = directive.rest();
                fault = fault.is(FaultKind.NONE) ? directive.fault() : fault;
            } catch (IllegalArgumentException unknown) {
                String param = "messages[" + (chat.messages().size() - 1) + "].content";
                refuse(
                        exchange,
                        Refusal.invalid(NOT_A_FAULT + unknown.getMessage(), param, "demo_fault"));
                return;
            }
        }
        if (fault.is(FaultKind.STATUS)) {
            refuse(exchange, Refusal.of(fault));
            return;
        }
        play(request, exchange, chat, Answers.to(chat, text), fault);
    }

    private void play(
            HttpServerRequest request,
            Exchange exchange,
            ChatRequest chat,
            Answer answer,
            DemoFault fault) {
        var count =
                new TokenCount(
                        chat.promptTokens(),
                        memory.cachedTokens(chat),
                        chat.audioTokens(),
                        answer.completionTokens(),
                        answer.reasoningTokens());
        var stamp = Stamp.of(chat, settings.clock().instant().getEpochSecond());
        Play play = Plays.of(chat, answer, count, stamp, settings.pacingOf(chat.model()), fault);
        new Player(vertx, request.connection(), exchange, play).start();
    }

    private void refuse(Exchange exchange, Refusal refusal) {
        exchange.end(Count.REFUSED);
        refuse(exchange.response(), refusal);
    }

    static void refuse(HttpServerResponse response, Refusal refusal) {
        response.setStatusCode(refusal.status()).putHeader("content-type", refusal.contentType());
        if (refusal.retryAfter() > 0) {
            response.putHeader("retry-after", Integer.toString(refusal.retryAfter()));
        }
        if (refusal.status() == 413) {
            response.putHeader("connection", "close");
        }
        response.end(refusal.body());
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        var headers = new LinkedHashMap<String, String>();
        request.headers()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }
}
