package dev.farebox.gateway.provider.demo;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends each request to what answers it. */
final class Routes {
    private static final Pattern MODELS = Pattern.compile("/v1(?:beta|alpha)?/models(?:/(.+))?");
    private static final Pattern MODEL_METHOD =
            Pattern.compile("/v1(?:beta|alpha)?/models/([^:]+):([A-Za-z]+)");

    private final DemoSettings settings;
    private final Models models;
    private final Route route;
    private final Endpoints endpoints;
    private final StoredAnswers stored;
    private final Files files;
    private final Control control;

    Routes(Stage stage, Route route, Control control) {
        this.settings = stage.settings();
        this.models = new Models(settings.models());
        this.route = route;
        this.endpoints = new Endpoints(stage.answers());
        this.stored = new StoredAnswers(settings, stage.answers());
        this.files = new Files(stage);
        this.control = control;
    }

    void handle(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        boolean get = HttpMethod.GET.equals(request.method());
        var listed = MODELS.matcher(path);
        if (path.startsWith(Control.PATH)) {
            control.handle(request, path.substring(Control.PATH.length()));
        } else if (HttpMethod.POST.equals(request.method()) && posted(request, path)) {
            return;
        } else if (get && listed.matches()) {
            models(request, listed.group(1));
        } else if (!stored.handle(request, path) && !files.handle(request, path)) {
            unknown(request, path);
        }
    }

    /** False when nothing answers a POST there. */
    private boolean posted(HttpServerRequest request, String path) {
        var method = MODEL_METHOD.matcher(path);
        boolean ofModel = method.matches();
        Endpoint endpoint = ofModel ? Endpoints.ofModel(method.group(2)) : endpoints.at(path);
        if (endpoint == null) {
            return false;
        }
        route.handle(request, endpoint, ofModel ? method.group(1) : "");
        return true;
    }

    private void models(HttpServerRequest request, @Nullable String wanted) {
        Vendor vendor = Vendor.of(request);
        String credential = vendor.credential(request);
        if (!credential.equals(settings.key())) {
            refuse(request, vendor, credential.isEmpty() ? vendor.noKey() : vendor.wrongKey());
        } else if (wanted == null) {
            json(request, models.list(vendor));
        } else if (models.names().contains(wanted)) {
            json(request, models.one(vendor, wanted));
        } else {
            refuse(request, vendor, vendor.unknownModel(wanted));
        }
    }

    static void unknown(HttpServerRequest request, String path) {
        refuse(request, Vendor.of(request), Refusal.unknownUrl(request.method().name(), path));
    }

    static void refuse(HttpServerRequest request, Vendor vendor, Refusal refusal) {
        Route.refuse(request.response(), vendor, "req_demo", refusal);
    }

    static void json(HttpServerRequest request, String body) {
        request.response().putHeader("content-type", "application/json").end(body);
    }
}
