package dev.farebox.gateway.provider.demo;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.Collectors;

/** Sends each request to what answers it. */
final class Routes {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MODELS = "/v1/models";

    /** A fixed date of birth, so that the list is the same every time. */
    private static final long MODELS_CREATED = 1_767_225_600L;

    private final DemoSettings settings;
    private final ChatRoute chat;
    private final Control control;

    Routes(DemoSettings settings, ChatRoute chat, Control control) {
        this.settings = settings;
        this.chat = chat;
        this.control = control;
    }

    void handle(HttpServerRequest request) {
        String path = request.path();
        boolean get = HttpMethod.GET.equals(request.method());
        if (CHAT.equals(path) && HttpMethod.POST.equals(request.method())) {
            chat.handle(request);
        } else if (path != null && path.startsWith(Control.PATH)) {
            control.handle(request, path.substring(Control.PATH.length()));
        } else if (path != null && get && path.startsWith(MODELS)) {
            models(request, path);
        } else {
            String shown = path == null ? "" : path;
            ChatRoute.refuse(
                    request.response(), Refusal.unknownUrl(request.method().name(), shown));
        }
    }

    private void models(HttpServerRequest request, String path) {
        String authorization = request.getHeader("authorization");
        List<String> models = settings.models();
        String wanted = path.equals(MODELS) ? "" : path.substring(MODELS.length() + 1);
        if (authorization == null) {
            ChatRoute.refuse(request.response(), Refusal.noKey());
        } else if (!authorization.equals("Bearer " + settings.key())) {
            ChatRoute.refuse(request.response(), Refusal.wrongKey());
        } else if (wanted.isEmpty()) {
            json(
                    request,
                    models.stream()
                            .map(Routes::model)
                            .collect(
                                    Collectors.joining(
                                            ",", "{\"object\":\"list\",\"data\":[", "]}")));
        } else if (models.contains(wanted)) {
            json(request, model(wanted));
        } else {
            ChatRoute.refuse(request.response(), Refusal.unknownModel(wanted));
        }
    }

    private static String model(String id) {
        return "{\"id\":%s,\"object\":\"model\",\"created\":%d,\"owned_by\":\"demo\"}"
                .formatted(JsonText.quoted(id), MODELS_CREATED);
    }

    static void json(HttpServerRequest request, String body) {
        request.response().putHeader("content-type", "application/json").end(body);
    }
}
