package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.farebox.gateway.exchange.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Takes a {@code multipart/form-data} body apart where it stands: no part is copied.
 *
 * <p>Strict, because whatever an upstream could cut differently could be admitted as one request
 * and served as another: CRLF alone, no text before the first boundary or after the last, no
 * folded, repeated or unknown headers, each part with a plain name. One pass; the boundary cannot
 * hold a CR, so no byte is compared more than twice.
 */
final class Multipart {
    /** A part; {@code file} where it has a file name. */
    record Part(String name, boolean file, String type, ByteRange value) {}

    /** What a form came to. */
    sealed interface Form {
        record Parts(List<Part> parts) implements Form {}

        record Broken(String why) implements Form {}
    }

    private static final int MOST_HEADER_BYTES = 2_048;
    private static final int LONGEST_BOUNDARY = 70;
    private static final String BOUNDARY_CHARACTERS = "'()+_,-./:=?";
    private static final byte[] CRLF = {'\r', '\n'};

    private final byte[] body;
    private final byte[] delimiter;
    private final int[] shifts = new int[256];
    private final List<Part> parts = new ArrayList<>();

    private Multipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        Arrays.fill(shifts, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            shifts[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
        }
    }

    static Form read(byte[] body, String contentType, int mostParts) {
        String boundary = boundary(contentType);
        if (boundary.isEmpty()) {
            return new Form.Broken("its content-type names no boundary");
        }
        return new Multipart(body, boundary).read(mostParts);
    }

    /** Empty where there is none that is allowed, or several. */
    static String boundary(String contentType) {
        String found = "";
        String[] params = contentType.split(";", 8);
        for (int i = 1; i < params.length; i++) {
            String param = params[i].strip();
            if (!param.regionMatches(true, 0, "boundary=", 0, 9)) {
                continue;
            }
            if (!found.isEmpty()) {
                return "";
            }
            found = param.substring(9);
            if (found.length() > 2 && found.startsWith("\"") && found.endsWith("\"")) {
                found = found.substring(1, found.length() - 1);
            }
        }
        return isBoundary(found) ? found : "";
    }

    private static boolean isBoundary(String text) {
        return text.length() <= LONGEST_BOUNDARY
                && text.chars()
                        .allMatch(c ->
                                (c >= '0' && c <= '9')
                                        || (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || BOUNDARY_CHARACTERS.indexOf(c) >= 0);
    }

    private Form read(int mostParts) {
        int opening = delimiter.length - 2;
        if (!isAt(0, delimiter, 2) || !isAt(opening, CRLF, 0)) {
            return new Form.Broken("it does not begin with its boundary");
        }
        int at = opening + 2;
        while (true) {
            if (parts.size() == mostParts) {
                return new Form.Broken("it has more than " + mostParts + " parts");
            }
            int headersEnd = headersEnd(at);
            if (headersEnd < 0) {
                return new Form.Broken("the headers of part " + parts.size() + " do not end");
            }
            int value = headersEnd + 4;
            int end = next(headersEnd + 2);
            if (end < 0) {
                return new Form.Broken("it ends within part " + parts.size());
            }
            if (end < value) {
                return new Form.Broken("part " + parts.size() + " has no value");
            }
            String why = part(at, headersEnd, new ByteRange(value, end));
            if (!why.isEmpty()) {
                return new Form.Broken("part " + parts.size() + " " + why);
            }
            int after = end + delimiter.length;
            if (isAt(after, CRLF, 0)) {
                at = after + 2;
            } else {
                return ending(after);
            }
        }
    }

    private Form ending(int at) {
        boolean closed = at + 2 <= body.length && body[at] == '-' && body[at + 1] == '-';
        boolean last = at + 2 == body.length || (isAt(at + 2, CRLF, 0) && at + 4 == body.length);
        return closed && last
                ? new Form.Parts(parts)
                : new Form.Broken("something follows a boundary");
    }

    private boolean isAt(int at, byte[] bytes, int from) {
        int length = bytes.length - from;
        return at + length <= body.length
                && Arrays.equals(body, at, at + length, bytes, from, bytes.length);
    }

    /** Where the blank line behind the headers begins. */
    private int headersEnd(int from) {
        int most = Math.min(body.length - 3, from + MOST_HEADER_BYTES);
        for (int at = from; at < most; at++) {
            if (isAt(at, CRLF, 0) && isAt(at + 2, CRLF, 0)) {
                return at;
            }
        }
        return -1;
    }

    /** Where the next delimiter begins, or -1. */
    private int next(int from) {
        int at = from;
        int last = delimiter.length - 1;
        while (at + last < body.length) {
            byte end = body[at + last];
            if (end == delimiter[last] && isAt(at, delimiter, 0)) {
                return at;
            }
            at += shifts[end & 0xFF];
        }
        return -1;
    }

    /** Empty, or what is wrong with the part. */
    private String part(int from, int to, ByteRange value) {
        String disposition = "";
        String type = "";
        for (String line : new String(body, from, to - from, ISO_8859_1).split("\r\n", -1)) {
            if (line.chars().anyMatch(c -> c < ' ')) {
                return "has a control character in its headers";
            }
            int colon = line.indexOf(':');
            String header = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String text = line.substring(colon + 1).strip();
            switch (header) {
                case "content-disposition" -> {
                    if (!disposition.isEmpty()) {
                        return "says twice what it is";
                    }
                    disposition = text;
                }
                case "content-type" -> type = text.toLowerCase(Locale.ROOT);
                case "content-length" -> {}
                case "content-transfer-encoding" -> {
                    if (!text.matches("(?i)binary|8bit|7bit")) {
                        return "is encoded";
                    }
                }
                default -> {
                    return "has a header that is not allowed";
                }
            }
        }
        var read = Disposition.read(disposition);
        if (read.isEmpty()) {
            return "has no plain name";
        }
        parts.add(new Part(read.get().name(), read.get().file(), type, value));
        return "";
    }
}
