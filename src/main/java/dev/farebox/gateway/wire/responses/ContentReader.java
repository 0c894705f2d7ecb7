package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Part.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a message or the output of a tool is made of. */
final class ContentReader {
    private static final String BASE64 = ";base64";

    private final Objections objections;

    ContentReader(Objections objections) {
        this.objections = objections;
    }

    /** A string, or an array of parts. */
    List<Part> read(JsonNode content, String at) {
        var parts = new ArrayList<Part>();
        if (content.isString()) {
            parts.add(new Part.Text(content.stringValue()));
        } else if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                Part part = part(content.get(i), at + "[" + i + "]");
                if (part != null) {
                    parts.add(part);
                }
            }
        } else if (!content.isNull() && !content.isMissingNode()) {
            objections.add(at, "Expected a string or an array of parts.");
        }
        return parts;
    }

    private @Nullable Part part(JsonNode part, String at) {
        String type = Tree.text(part, "type");
        return switch (type) {
            case "input_text", "output_text", "text", "summary_text", "reasoning_text" ->
                    new Part.Text(Tree.text(part, "text"));
            case "refusal" -> new Part.Text(Tree.text(part, "refusal"));
            case "input_image" -> image(part, at);
            case "input_file" -> file(part, at);
            case "input_audio" -> audio(part, at);
            default -> {
                objections.onlyAtOpenAi(
                        at + ".type", "Content of type '" + DeclaredTools.shown(type) + "'");
                yield null;
            }
        };
    }

    private @Nullable Part image(JsonNode part, String at) {
        Source source = source(Tree.text(part, "image_url"), "", at + ".image_url");
        if (source == null) {
            stored(part, at, "image_url");
            return null;
        }
        return new Part.Image(source, Tree.text(part, "detail"));
    }

    private @Nullable Part file(JsonNode part, String at) {
        String name = Tree.text(part, "filename");
        Source source = source(Tree.text(part, "file_data"), mediaType(name), at + ".file_data");
        if (source == null) {
            source = source(Tree.text(part, "file_url"), "", at + ".file_url");
        }
        if (source == null) {
            stored(part, at, "file_data");
            return null;
        }
        return new Part.Document(source, name);
    }

    private @Nullable Part audio(JsonNode part, String at) {
        JsonNode audio = part.path("input_audio");
        if (Tree.text(audio, "data").isEmpty()) {
            objections.add(at + ".input_audio.data", "No audio is given.");
            return null;
        }
        return new Part.Audio(Tree.text(audio, "format"), Tree.text(audio, "data"));
    }

    private void stored(JsonNode part, String at, String instead) {
        if (!Tree.text(part, "file_id").isEmpty()) {
            objections.onlyAtOpenAi(at + ".file_id", "A file that is stored at OpenAI");
        } else {
            objections.add(at + "." + instead, "Nothing is given to read.");
        }
    }

    /**
     * @param plainType of base64 without a word about what it is; empty where that is not allowed
     */
    private @Nullable Source source(String text, String plainType, String at) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.regionMatches(true, 0, "data:", 0, 5)) {
            int comma = text.indexOf(',');
            String kind = comma < 0 ? "" : text.substring(5, comma).toLowerCase(Locale.ROOT);
            if (!kind.endsWith(BASE64)) {
                objections.add(at, "A data URL must be base64.");
                return new Source.Inline("", "");
            }
            String media = kind.substring(0, kind.length() - BASE64.length());
            int parameters = media.indexOf(';');
            return new Source.Inline(
                    parameters < 0 ? media : media.substring(0, parameters),
                    text.substring(comma + 1));
        }
        return plainType.isEmpty() ? new Source.Url(text) : new Source.Inline(plainType, text);
    }

    private static String mediaType(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".txt") || name.endsWith(".md")) {
            return "text/plain";
        }
        return "application/pdf";
    }
}
