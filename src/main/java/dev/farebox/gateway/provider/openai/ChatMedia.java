package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Part.Source;
import dev.farebox.json.Utf8;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Images, sound and documents as parts of a chat message. */
final class ChatMedia {
    private ChatMedia() {}

    static void image(ObjectNode form, Part.Image image) {
        ObjectNode inner = form.put("type", "image_url").putObject("image_url");
        inner.put("url", address(image.source()));
        if (!image.detail().isEmpty()) {
            inner.put("detail", image.detail());
        }
    }

    static void audio(ObjectNode form, Part.Audio audio) {
        form.put("type", "input_audio")
                .putObject("input_audio")
                .put("data", audio.base64())
                .put("format", audio.format());
    }

    /** A text document is text; why another one cannot be sent, where it cannot. */
    static Optional<String> document(ObjectNode form, Part.Document document) {
        if (!(document.source() instanceof Source.Inline(String mediaType, String base64))) {
            return Optional.of(
                    "This model takes documents only with the request, not by their address.");
        }
        if (mediaType.startsWith("text/")) {
            return text(form, document.name(), base64);
        }
        form.put("type", "file")
                .putObject("file")
                .put("filename", document.name().isEmpty() ? "document.pdf" : document.name())
                .put("file_data", "data:" + mediaType + ";base64," + base64);
        return Optional.empty();
    }

    private static Optional<String> text(ObjectNode form, String name, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return Optional.of("A document is not valid base64.");
        }
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            return Optional.of("A text document is not UTF-8.");
        }
        String head = name.isEmpty() ? "" : name + "\n\n";
        form.put("type", "text").put("text", head + new String(bytes, UTF_8));
        return Optional.empty();
    }

    private static String address(Source source) {
        return switch (source) {
            case Source.Inline(String mediaType, String base64) ->
                    "data:" + mediaType + ";base64," + base64;
            case Source.Url(String url) -> url;
        };
    }
}
