package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parts of a {@code multipart/form-data} body. */
record Multipart(List<Part> parts) {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final int MOST_PARTS = 100;

    /** {@code latin1} holds one char for each byte. */
    record Part(String name, String latin1) {
        String text() {
            return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    Multipart {
        parts = List.copyOf(parts);
    }

    static Multipart of(String contentType, Buffer body) {
        var boundary = BOUNDARY.matcher(contentType);
        if (!contentType.startsWith("multipart/form-data") || !boundary.find()) {
            throw new Malformed(
                    Refusal.invalid("The request must be multipart/form-data.", null, null));
        }
        String mark = "--" + boundary.group(1);
        String text = "\r\n" + body.toString(StandardCharsets.ISO_8859_1);
        var parts = new ArrayList<Part>();
        int start = text.indexOf("\r\n" + mark);
        while (start >= 0 && parts.size() < MOST_PARTS) {
            int from = start + 2 + mark.length();
            int end = text.indexOf("\r\n" + mark, from);
            if (end < 0) {
                break;
            }
            part(text, from, end).ifPresent(parts::add);
            start = end;
        }
        return new Multipart(parts);
    }

    private static Optional<Part> part(String text, int from, int end) {
        int blank = text.indexOf("\r\n\r\n", from);
        if (blank < 0 || blank > end) {
            return Optional.empty();
        }
        var name = NAME.matcher(text.substring(from, blank));
        int start = Math.min(blank + 4, end);
        return name.find()
                ? Optional.of(new Part(name.group(1), text.substring(start, end)))
                : Optional.empty();
    }

    /** The text of a field; empty when it is not there. */
    String text(String name) {
        return find(name).map(Part::text).orElse("");
    }

    String required(String name) {
        return find(name).map(Part::text).orElseThrow(() -> new Malformed(Refusal.missing(name)));
    }

    /** By its name, or as the first of several: {@code image[]}. */
    Optional<Part> find(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name) || part.name().equals(name + "[]"))
                .findFirst();
    }
}
