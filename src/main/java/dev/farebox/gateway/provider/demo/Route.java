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

/** Takes a request to an endpoint: reads it, finds its fault, plays the answer. */
final class Route {
    private static final String NOT_A_FAULT = "This is not a fault: ";

    private final Vertx vertx;
    private final Stage stage;
    private final DemoFaults faults;
    private final AtomicLong requestIds;
    private final Set<String> models;

    Route(Vertx vertx, Stage stage, DemoFaults faults, AtomicLong requestIds) {
        this.vertx = vertx;
        this.stage = stage;
        this.faults = faults;
        this.requestIds = requestIds;
        this.models = new HashSet<>(stage.settings().models());
    }

    /** {@code pathModel} is what the path names, or empty. */
    void handle(HttpServerRequest request, Endpoint endpoint, String pathModel) {
        HttpServerResponse response = request.response();
        String requestId = "req_demo%012d".formatted(requestIds.incrementAndGet());
        Vendor vendor = endpoint.vendor();
        VendorHeaders.add(response, vendor, requestId);
        var exchange = new Exchange(faults, response, requestId);
        String credential = vendor.credential(request);
        if (!credential.equals(stage.settings().key())) {
            request.resume();
            refuse(exchange, vendor, credential.isEmpty() ? vendor.noKey() : vendor.wrongKey());
            return;
        }
        Buffer body = Buffer.buffer();
        request.exceptionHandler(_ -> {});
        request.handler(part -> {
            if (exchange.isOver()) {
                return;
            }
            if (body.length() + part.length() > DemoSettings.MAX_BODY) {
                refuse(exchange, vendor, Refusal.tooLarge());
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> {
            if (!exchange.isOver()) {
                read(request, exchange, endpoint, pathModel, body);
            }
        });
    }

    private void read(
            HttpServerRequest request,
            Exchange exchange,
            Endpoint endpoint,
            String pathModel,
            Buffer body) {
        if (faults.keepsRequests()) {
            faults.keep(
                    new DemoFaults.Seen(exchange.requestId(), headers(request), body.toString()));
        }
        boolean events = "sse".equals(request.getParam("alt"));
        var call = new Call(request.headers(), body, pathModel, events);
        Vendor vendor = endpoint.vendor();
        switch (endpoint.read(call)) {
            case Refusal refusal -> refuse(exchange, vendor, refusal);
            case Task task when !task.model().isEmpty() && !models.contains(task.model()) ->
                    refuse(exchange, vendor, vendor.unknownModel(task.model()));
            case Task task -> atGate(() -> answer(request, exchange, vendor, task), exchange);
        }
    }

    private void atGate(Runnable answer, Exchange exchange) {
        var context = vertx.getOrCreateContext();
        boolean held =
                faults.holds(() ->
                        context.runOnContext(_ -> {
                            if (!exchange.isOver()) {
                                answer.run();
                            }
                        }));
        if (!held) {
            answer.run();
        }
    }

    private void answer(HttpServerRequest request, Exchange exchange, Vendor vendor, Task task) {
        DemoFault fault = faults.take();
        String text = task.prompt();
        int mark = DemoFault.Directive.in(text);
        if (mark >= 0) {
            try {
                var directive =
                        DemoFault.Directive.read(
                                text.substring(mark + DemoFault.Directive.MARK.length()));
                text = text.substring(0, mark) + directive.rest();
                fault = fault.is(FaultKind.NONE) ? directive.fault() : fault;
            } catch (IllegalArgumentException unknown) {
                refuse(
                        exchange,
                        vendor,
                        Refusal.invalid(
                                NOT_A_FAULT + unknown.getMessage(),
                                task.promptParam(),
                                "demo_fault"));
                return;
            }
        }
        if (fault.is(FaultKind.STATUS)) {
            refuse(exchange, vendor, Refusal.of(fault));
            return;
        }
        new Player(vertx, request.connection(), exchange, task.play(stage, text, fault)).start();
    }

    private static void refuse(Exchange exchange, Vendor vendor, Refusal refusal) {
        exchange.end(Count.REFUSED);
        refuse(exchange.response(), vendor, exchange.requestId(), refusal);
    }

    static void refuse(
            HttpServerResponse response, Vendor vendor, String requestId, Refusal refusal) {
        response.setStatusCode(refusal.status()).putHeader("content-type", refusal.contentType());
        if (refusal.retryAfter() > 0) {
            response.putHeader("retry-after", Integer.toString(refusal.retryAfter()));
        }
        if (refusal.status() == 413) {
            response.putHeader("connection", "close");
        }
        response.end(refusal.body(vendor, requestId));
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        var headers = new LinkedHashMap<String, String>();
        request.headers()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }
}
