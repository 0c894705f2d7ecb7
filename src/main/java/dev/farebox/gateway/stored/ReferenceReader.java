package dev.farebox.gateway.stored;

import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.Surface.Family;
import dev.farebox.gateway.stored.References.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/** One forward read over a request's body, without recursion. */
final class ReferenceReader {
    private static final int MOST = 1_000;

    /** Members whose content is the client's own affair: schemas, arguments, labels. */
    private static final Set<String> OPAQUE =
            Set.of("metadata", "parameters", "input_schema", "schema", "args", "response");

    private final JsonParser parser;
    private final Surface surface;
    private final Family family;
    private final List<Reference> found = new ArrayList<>();
    private References.@Nullable Unserved unserved;
    private @Nullable InputItem item;

    ReferenceReader(JsonParser parser, Surface surface) {
        this.parser = parser;
        this.surface = surface;
        this.family = surface.family();
    }

    References read() {
        for (JsonToken token = parser.nextToken();
                token != null && unserved == null;
                token = parser.nextToken()) {
            switch (token) {
                case PROPERTY_NAME -> {}
                case END_OBJECT -> closed();
                default -> value(token);
            }
        }
        return unserved != null ? unserved : new References.Found(found);
    }

    private void value(JsonToken token) {
        TokenStreamContext context = parser.streamReadContext();
        boolean opens = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        TokenStreamContext holder = opens ? context.getParent() : context;
        String name = holder == null || !holder.inObject() ? null : holder.currentName();
        if (token == JsonToken.START_OBJECT && isInputItem(context)) {
            item = new InputItem(context.getNestingDepth());
        }
        InputItem open = item;
        if (open != null && name != null && holder.getNestingDepth() == open.depth()) {
            open.member(name, token, token == JsonToken.VALUE_STRING ? parser.getString() : "");
        }
        if (name == null) {
            if (open != null && holder != null && isContentOf(open, holder)) {
                open.hasContent();
            }
            element(token, context);
        } else if (isOpaque(name) && opens) {
            parser.skipChildren();
        } else {
            member(name, token, holder);
        }
    }

    private static boolean isContentOf(InputItem open, TokenStreamContext list) {
        TokenStreamContext above = list.getParent();
        return list.getNestingDepth() == open.depth() + 1
                && above != null
                && "content".equals(above.currentName());
    }

    private boolean isOpaque(String name) {
        return OPAQUE.contains(name) || (family == Family.ANTHROPIC && name.equals("input"));
    }

    private void member(String name, JsonToken token, TokenStreamContext holder) {
        boolean text = token == JsonToken.VALUE_STRING;
        boolean top = holder.getNestingDepth() == 1;
        switch (family) {
            case OPENAI -> openAi(name, token, text, top, holder);
            case ANTHROPIC -> anthropic(name, token, text, top);
            case GEMINI -> gemini(name, text);
        }
    }

    private void openAi(
            String name, JsonToken token, boolean text, boolean top, TokenStreamContext holder) {
        switch (name) {
            case "file_id" -> named(StoredId.Kind.FILE, text);
            case "previous_response_id" -> named(StoredId.Kind.RESPONSE, text && top);
            case "conversation" -> unserved("A conversation", top && token != JsonToken.VALUE_NULL);
            case "vector_store_ids" -> unserved("A vector store", token != JsonToken.VALUE_NULL);
            case "container", "container_id" -> unserved("A container", text);
            case "skill_id" -> unserved("A skill", text);
            case "id" ->
                    unserved(
                            "An earlier sound", surface == Surface.CHAT && text && isAudio(holder));
            default -> {}
        }
    }

    private static boolean isAudio(TokenStreamContext holder) {
        TokenStreamContext above = holder.getParent();
        return above != null && above.inObject() && "audio".equals(above.currentName());
    }

    private void anthropic(String name, JsonToken token, boolean text, boolean top) {
        switch (name) {
            case "file_id" -> unserved("A file", text);
            case "container" ->
                    unserved("A container", top && (text || token == JsonToken.START_OBJECT));
            default -> {}
        }
    }

    private void gemini(String name, boolean text) {
        switch (name) {
            case "fileUri", "file_uri" -> unserved("A file", text && isStored(parser.getString()));
            case "cachedContent", "cached_content" ->
                    unserved("Cached content", text && !parser.getString().isEmpty());
            default -> {}
        }
    }

    /** Other addresses are public, and the provider fetches them for anybody. */
    private static boolean isStored(String uri) {
        return uri.startsWith("files/") || uri.contains("generativelanguage.googleapis.com");
    }

    /** Of a list of files. */
    private void element(JsonToken token, TokenStreamContext context) {
        TokenStreamContext list = context.getParent();
        if (token == JsonToken.VALUE_STRING
                && family == Family.OPENAI
                && list != null
                && list.inObject()
                && "file_ids".equals(list.currentName())) {
            named(StoredId.Kind.FILE, true);
        }
    }

    private boolean isInputItem(TokenStreamContext context) {
        if (surface.family() != Family.OPENAI || context.getNestingDepth() != 3) {
            return false;
        }
        TokenStreamContext list = context.getParent();
        TokenStreamContext top = list == null ? null : list.getParent();
        return list != null
                && list.inArray()
                && top != null
                && ("input".equals(top.currentName()) || "instructions".equals(top.currentName()));
    }

    private void closed() {
        InputItem open = item;
        if (open != null && parser.streamReadContext().getNestingDepth() == open.depth() - 1) {
            item = null;
            String id = open.refersTo();
            if (!id.isEmpty()) {
                add(StoredId.Kind.ITEM, id, "input");
            }
        }
    }

    private void named(StoredId.Kind kind, boolean applies) {
        if (applies) {
            add(kind, parser.getString(), place());
        }
    }

    private void add(StoredId.Kind kind, String id, String param) {
        if (found.size() == MOST) {
            unserved = new References.Unserved(param, "It refers to too many things.");
        } else {
            found.add(new Reference(StoredId.of(kind, id).orElse(nobodys(kind)), param));
        }
    }

    /** What no upstream could have given is asked for all the same, and not found. */
    private static StoredId nobodys(StoredId.Kind kind) {
        return new StoredId(kind, "");
    }

    private void unserved(String what, boolean applies) {
        if (applies) {
            unserved =
                    new References.Unserved(
                            place(),
                            what + " that lies in the account of a provider cannot be used here.");
        }
    }

    /** {@code input[0].content[1].file_id}. */
    private String place() {
        var place = new StringBuilder();
        for (String step : parser.streamReadContext().pathAsPointer().toString().split("/", -1)) {
            if (step.isEmpty()) {
                continue;
            }
            boolean index = Character.isDigit(step.charAt(0));
            place.append(index ? "[" + step + "]" : (place.isEmpty() ? "" : ".") + step);
        }
        return place.length() > 200 ? place.substring(0, 200) : place.toString();
    }
}
