package dev.farebox.gateway.stored;

import dev.farebox.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The little that is read and written of objects that upstreams keep. Never throws for them. */
public final class StoredJson {
    private static final int LONGEST_ID = 200;

    private StoredJson() {}

    /** The member {@code id} of an object; empty where there is none. */
    public static Optional<String> id(byte[] object) {
        String id = "";
        try (JsonParser parser = Json.parser(object, 0, object.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isId = parser.currentName().equals("id");
                boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
                if (isId && isText && parser.getStringLength() <= LONGEST_ID) {
                    id = parser.getString();
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null && !id.isEmpty() ? Optional.of(id) : Optional.empty();
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }

    /** A page of a list, as OpenAI has them; what is no object with an id is left out. */
    public static byte[] list(List<byte[]> objects, boolean more) {
        var list = new ByteArrayOutputStream();
        list.writeBytes(ascii("{\"object\":\"list\",\"data\":["));
        String first = "";
        String last = "";
        for (byte[] object : objects) {
            Optional<String> id = id(object);
            if (id.isPresent()) {
                list.writeBytes(ascii(first.isEmpty() ? "" : ","));
                list.writeBytes(object);
                first = first.isEmpty() ? id.get() : first;
                last = id.get();
            }
        }
        list.writeBytes(ascii("],\"first_id\":"));
        list.writeBytes(quoted(first));
        list.writeBytes(ascii(",\"last_id\":"));
        list.writeBytes(quoted(last));
        list.writeBytes(ascii(",\"has_more\":" + more + "}"));
        return list.toByteArray();
    }

    private static byte[] quoted(String id) {
        return id.isEmpty() ? ascii("null") : Json.quoted(id);
    }

    /** What is asked for, within 1 to {@code most}. */
    public static int limit(String text, int most) {
        return text.matches("[0-9]{1,6}") ? Math.clamp(Integer.parseInt(text), 1, most) : most;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
