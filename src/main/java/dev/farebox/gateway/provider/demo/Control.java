package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The remote control for tests in another process, on the provider's own port, which only listens
 * on loopback: {@code GET /control} and {@code POST /control/faults}, {@code hold}, {@code
 * release}, {@code reset}. Needs no key.
 */
final class Control {
    static final String PATH = "/control";

    private static final int MAX_BODY = 64 << 10;

    private final DemoFaults faults;

    Control(DemoFaults faults) {
        this.faults = faults;
    }

    void handle(HttpServerRequest request, String action) {
        if (HttpMethod.GET.equals(request.method()) && action.isEmpty()) {
            Routes.json(request, counts());
        } else if (!HttpMethod.POST.equals(request.method())) {
            unknown(request);
        } else {
            post(request, action);
        }
    }

    private void post(HttpServerRequest request, String action) {
        switch (action) {
            case "/hold" -> faults.hold();
            case "/release" -> faults.release();
            case "/reset" -> faults.reset();
            case "/faults" -> {
                request.body().onSuccess(body -> faults(request, body.getBytes()));
                return;
            }
            default -> {
                unknown(request);
                return;
            }
        }
        Routes.json(request, counts());
    }

    /** Body: {@code {"next":["cut after=5","none"],"default":"status 503"}}, each optional. */
    private void faults(HttpServerRequest request, byte[] body) {
        try {
            if (body.length > MAX_BODY) {
                throw new IllegalArgumentException("the body is too large");
            }
            JsonNode tree = JsonText.MAPPER.readTree(body);
            var next =
                    tree.path("next").values().stream()
                            .map(fault -> DemoFault.parse(fault.asString("")))
                            .toArray(DemoFault[]::new);
            if (tree.has("default")) {
                faults.byDefault(tree.path("default").asString(""));
            }
            faults.next(next);
            Routes.json(request, counts());
        } catch (IllegalArgumentException | JacksonException bad) {
            Routes.refuse(
                    request,
                    Vendor.OPENAI,
                    Refusal.invalid(String.valueOf(bad.getMessage()), null, "demo_fault"));
        }
    }

    private String counts() {
        return Arrays.stream(Count.values())
                .map(count -> "\"%s\":%d".formatted(count.key(), faults.count(count)))
                .collect(Collectors.joining(",", "{", ",\"in_flight\":" + faults.inFlight() + "}"));
    }

    private static void unknown(HttpServerRequest request) {
        Routes.unknown(request, String.valueOf(request.path()));
    }
}
