package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Part.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The content of chat messages: a string, or an array of typed parts. */
final class ChatParts {
    private static final int LONGEST_MEDIA_TYPE = 256;
    private static final Set<String> TEXT = Set.of("text");
    private static final Set<String> TEXT_AND_IMAGES = Set.of("text", "image_url");
    private static final Set<String> SAID = Set.of("text", "refusal", "thinking");
    private static final Set<String> ANY = Set.of("text", "image_url", "input_audio", "file");

    private final Objections objections;

    ChatParts(Objections objections) {
        this.objections = objections;
    }

    List<Part> texts(JsonNode content, String param) {
        return parts(content, param, TEXT);
    }

    List<Part> textsAndImages(JsonNode content, String param) {
        return parts(content, param, TEXT_AND_IMAGES);
    }

    /** What an assistant said. */
    List<Part> said(JsonNode content, String param) {
        return parts(content, param, SAID);
    }

    List<Part> any(JsonNode content, String param) {
        return parts(content, param, ANY);
    }

    private List<Part> parts(JsonNode content, String param, Set<String> allowed) {
        if (content.isString()) {
            String text = content.stringValue();
            return text.isEmpty() ? List.of() : List.of(new Part.Text(text));
        }
        if (!content.isArray()) {
            objections.wrong(param, "a string or an array of parts");
            return List.of();
        }
        var parts = new ArrayList<Part>();
        int index = 0;
        for (JsonNode part : content) {
            part(part, param + "[" + index++ + "]", allowed).ifPresent(parts::add);
        }
        return parts;
    }

    private Optional<Part> part(JsonNode part, String param, Set<String> allowed) {
        String type = objections.required(part.path("type"), param + ".type");
        if (!allowed.contains(type)) {
            objections.unsupported(param + ".type");
            return Optional.empty();
        }
        return switch (type) {
            case "text", "refusal" ->
                    Optional.of(objections.text(part.path(type), param + "." + type))
                            .filter(text -> !text.isEmpty())
                            .map(Part.Text::new);
            case "thinking" -> Optional.of(thinking(part.path("thinking")));
            case "image_url" -> image(part.path("image_url"), param + ".image_url");
            case "input_audio" -> Optional.of(audio(part.path("input_audio"), param));
            default -> file(part.path("file"), param + ".file");
        };
    }

    /** Mistral's form: an array of texts. */
    private static Part thinking(JsonNode pieces) {
        var text = new StringBuilder(pieces.asString(""));
        for (JsonNode piece : pieces) {
            text.append(piece.path("text").asString(""));
        }
        return new Part.Reasoning("", text.toString(), null, null);
    }

    private Optional<Part> image(JsonNode image, String param) {
        JsonNode url = image.isString() ? image : image.path("url");
        String detail = image.isString() ? "" : objections.text(image.path("detail"), param);
        return source(objections.required(url, param + ".url"), param + ".url")
                .map(source -> new Part.Image(source, detail));
    }

    private Part audio(JsonNode audio, String param) {
        return new Part.Audio(
                objections.required(audio.path("format"), param + ".input_audio.format"),
                objections.required(audio.path("data"), param + ".input_audio.data"));
    }

    private Optional<Part> file(JsonNode file, String param) {
        if (!Objections.isAbsent(file.path("file_id"))) {
            objections.add(
                    param + ".file_id",
                    "Files that were uploaded elsewhere are not available to this model; send"
                            + " 'file_data'.");
            return Optional.empty();
        }
        String name = objections.text(file.path("filename"), param + ".filename");
        String data = objections.required(file.path("file_data"), param + ".file_data");
        boolean bare = !data.contains(":") && name.toLowerCase(Locale.ROOT).endsWith(".pdf");
        return source(bare ? "data:application/pdf;base64," + data : data, param + ".file_data")
                .map(source -> new Part.Document(source, name));
    }

    /** Of an address, or of {@code data:<media type>;base64,<bytes>}. */
    private Optional<Source> source(String url, String param) {
        if (url.startsWith("https://") || url.startsWith("http://")) {
            return Optional.of(new Source.Url(url));
        }
        int comma = url.indexOf(',');
        String head = comma < 0 ? "" : url.substring(0, comma);
        boolean inline = head.startsWith("data:") && head.endsWith(";base64");
        String mediaType = inline ? head.substring("data:".length(), head.indexOf(';')) : "";
        if (mediaType.isEmpty() || head.length() > LONGEST_MEDIA_TYPE) {
            objections.wrong(param, "an https address or a data address in base64");
            return Optional.empty();
        }
        mediaType = mediaType.toLowerCase(Locale.ROOT);
        return Optional.of(new Source.Inline(mediaType, url.substring(comma + 1)));
    }
}
