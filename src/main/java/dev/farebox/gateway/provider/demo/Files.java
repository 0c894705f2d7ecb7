package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /v1/files}: upload, show, read and delete. There is no list. */
final class Files {
    private static final String PLACE = "/v1/files";
    private static final Pattern ONE = Pattern.compile(PLACE + "/(file-[A-Za-z0-9]+)(/content)?");

    private final Stage stage;

    Files(Stage stage) {
        this.stage = stage;
    }

    /** False when this is not for it. */
    boolean handle(HttpServerRequest request, String path) {
        var one = ONE.matcher(path);
        boolean upload = path.equals(PLACE) && HttpMethod.POST.equals(request.method());
        if (!upload && !one.matches()) {
            return false;
        }
        if (!Vendor.OPENAI.credential(request).equals(stage.settings().key())) {
            Routes.refuse(request, Vendor.OPENAI, Refusal.wrongKey());
        } else if (upload) {
            upload(request);
        } else {
            one(request, one.group(1), one.group(2) != null);
        }
        return true;
    }

    private void upload(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.exceptionHandler(_ -> {});
        request.handler(part -> {
            if (body.length() <= DemoSettings.MAX_BODY) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> {
            try {
                Routes.json(request, keep(request, body).json());
            } catch (Malformed malformed) {
                Routes.refuse(request, Vendor.OPENAI, malformed.refusal);
            }
        });
    }

    private FileShelf.File keep(HttpServerRequest request, Buffer body) {
        if (body.length() > DemoSettings.MAX_BODY) {
            throw new Malformed(Refusal.tooLarge());
        }
        String type = Optional.ofNullable(request.getHeader("content-type")).orElse("");
        Multipart form = Multipart.of(type, body);
        String content =
                form.find("file")
                        .map(Multipart.Part::latin1)
                        .orElseThrow(() -> new Malformed(Refusal.missing("file")));
        return stage.files().put(stage.now(), "upload", form.required("purpose"), content);
    }

    private void one(HttpServerRequest request, String id, boolean content) {
        Optional<FileShelf.File> file = stage.files().find(id);
        boolean get = HttpMethod.GET.equals(request.method());
        if (file.isEmpty()) {
            Routes.refuse(request, Vendor.OPENAI, Refusal.of(404, "No such File object: " + id));
        } else if (get && content) {
            byte[] bytes = file.get().latin1().getBytes(StandardCharsets.ISO_8859_1);
            request.response()
                    .putHeader("content-type", "application/octet-stream")
                    .end(Buffer.buffer(bytes));
        } else if (get) {
            Routes.json(request, file.get().json());
        } else if (HttpMethod.DELETE.equals(request.method())) {
            stage.files().remove(id);
            Routes.json(
                    request, "{\"id\":\"%s\",\"object\":\"file\",\"deleted\":true}".formatted(id));
        } else {
            Routes.unknown(request, PLACE + "/" + id);
        }
    }
}
