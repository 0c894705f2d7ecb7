package dev.farebox.gateway.exchange;

import dev.farebox.gateway.exchange.ClientRequest.OtherModel;
import dev.farebox.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects, while a body is scanned, the models that a request names besides its own: what it may
 * fall back to, and what its tools may call.
 *
 * <p>Whoever may use one model only must not reach another through such a name, nor one without a
 * price. A name counts however its member is spelled and however often it comes.
 */
public final class OtherModels {
    /** Members of a request that list models, as names or as objects that have one. */
    public static final Set<String> LISTS =
            Set.of("fallbacks", "models", "fallback_models", "plugins");

    private static final int MOST = 32;
    private static final int MAX_BYTES = 256;

    private final byte[] body;
    private final List<OtherModel> found = new ArrayList<>();
    private boolean excessive;

    public OtherModels(byte[] body) {
        this.body = body;
    }

    public List<OtherModel> found() {
        return found;
    }

    /** Whether there are more, or longer ones, than any honest request has. */
    public boolean isExcessive() {
        return excessive;
    }

    /** Walks the value of one of {@link #LISTS}, to its end where it has models. */
    public void list(JsonParser parser) {
        switch (parser.currentToken()) {
            case VALUE_STRING -> name(parser);
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.VALUE_STRING) {
                        name(parser);
                    } else {
                        object(parser);
                    }
                }
            }
            case null, default -> {}
        }
    }

    /** Walks an object that may have a {@code model}, to its end; anything else is passed over. */
    public void object(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            if (member.equalsIgnoreCase("model") || member.equalsIgnoreCase("models")) {
                list(parser);
            }
            parser.skipChildren();
        }
    }

    private void name(JsonParser parser) {
        int open = (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(body, open, body.length);
        if (found.size() == MOST || close - open > MAX_BYTES) {
            excessive = true;
            return;
        }
        found.add(
                new OtherModel(
                        parser.getString(), new ByteRange(open, Math.min(close + 1, body.length))));
    }
}
