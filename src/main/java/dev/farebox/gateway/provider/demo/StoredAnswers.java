package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Message;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** {@code GET}, {@code DELETE} and {@code POST …/cancel} of {@code /v1/responses/{id}}. */
final class StoredAnswers {
    private static final Pattern PATH =
            Pattern.compile("/v1/responses/(resp_[A-Za-z0-9_]+)(/cancel|/input_items)?");

    private final DemoSettings settings;
    private final AnswerMemory answers;

    StoredAnswers(DemoSettings settings, AnswerMemory answers) {
        this.settings = settings;
        this.answers = answers;
    }

    /** False when this is not for it. */
    boolean handle(HttpServerRequest request, String path) {
        var matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return false;
        }
        String id = matcher.group(1);
        boolean cancel = "/cancel".equals(matcher.group(2));
        boolean input = "/input_items".equals(matcher.group(2));
        var kept = answers.find(id);
        if (!Vendor.OPENAI.credential(request).equals(settings.key())) {
            Routes.refuse(request, Vendor.OPENAI, Refusal.wrongKey());
        } else if (kept.isEmpty()) {
            Routes.refuse(
                    request,
                    Vendor.OPENAI,
                    Refusal.of(404, "Response with id '" + id + "' not found."));
        } else if (input && HttpMethod.GET.equals(request.method())) {
            Routes.json(request, input(kept.get()));
        } else {
            answer(request, id, kept.get().json(), cancel);
        }
        return true;
    }

    /** The conversation without the answer itself. */
    private static String input(AnswerMemory.Kept kept) {
        var items =
                new StringJoiner(",", "{\"object\":\"list\",\"data\":[", "],\"has_more\":false}");
        for (Message message :
                kept.messages().subList(0, Math.max(0, kept.messages().size() - 1))) {
            items.add(
                    "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":%s}]}"
                            .formatted(JsonText.quoted(message.text())));
        }
        return items.toString();
    }

    private void answer(HttpServerRequest request, String id, String json, boolean cancel) {
        if (cancel) {
            if (HttpMethod.POST.equals(request.method()) && json.contains("\"background\":true")) {
                Routes.json(request, json);
            } else {
                Routes.refuse(
                        request,
                        Vendor.OPENAI,
                        Refusal.of(
                                400,
                                "Only responses created with background=true can be canceled."));
            }
        } else if (HttpMethod.GET.equals(request.method())) {
            Routes.json(request, json);
        } else if (HttpMethod.DELETE.equals(request.method())) {
            answers.forget(id);
            Routes.json(
                    request,
                    "{\"id\":\"%s\",\"object\":\"response\",\"deleted\":true}".formatted(id));
        } else {
            Routes.unknown(request, "/v1/responses/" + id);
        }
    }
}
