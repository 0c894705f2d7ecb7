package dev.farebox.adminapi;

import dev.farebox.http.ApiRequest;
import dev.farebox.money.Credits;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The members of a JSON request body, each asked for by name; what nobody asked for is refused. */
final class JsonBody {
    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final ObjectNode json;
    private final Set<String> known = new HashSet<>();

    private JsonBody(ObjectNode json) {
        this.json = json;
    }

    static JsonBody of(ApiRequest request) {
        try {
            if (STRICT.readTree(request.text()) instanceof ObjectNode object) {
                return new JsonBody(object);
            }
        } catch (JacksonException e) {
            throw refused("the body is not JSON: " + e.getOriginalMessage());
        }
        throw refused("the body must be a JSON object");
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> refused(name + " is required"));
    }

    Optional<String> optionalText(String name) {
        JsonNode value = member(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw refused(name + " must be text");
        }
        return Optional.of(value.asString());
    }

    List<String> texts(String name) {
        JsonNode value = member(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isString)) {
            throw refused(name + " must be a list of texts");
        }
        return value.valueStream().map(JsonNode::asString).toList();
    }

    Optional<Integer> whole(String name) {
        JsonNode value = member(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw refused(name + " must be a whole number");
        }
        return Optional.of(value.intValue());
    }

    Credits credits(String name) {
        return optionalCredits(name).orElseThrow(() -> refused(name + " is required"));
    }

    /** A decimal as text, so that no client's floating point comes near it. */
    Optional<Credits> optionalCredits(String name) {
        try {
            return optionalText(name).map(Credits::parse);
        } catch (ArithmeticException | NumberFormatException _) {
            throw refused(name + " must be a decimal as text with at most nine places");
        }
    }

    Optional<Instant> instant(String name) {
        try {
            return optionalText(name).map(Instant::parse);
        } catch (DateTimeException _) {
            throw refused(name + " must be a time such as 2027-01-31T00:00:00Z");
        }
    }

    <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        return optionalText(name)
                .map(text ->
                        Arrays.stream(type.getEnumConstants())
                                .filter(one -> one.name().equals(text.toUpperCase(Locale.ROOT)))
                                .findFirst()
                                .orElseThrow(() -> refused(name + " cannot be " + text)));
    }

    /** To be called last: a misspelt member must not be ignored. */
    void refuseOthers() {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw refused("there is no member " + name + " here");
            }
        }
    }

    private @Nullable JsonNode member(String name) {
        known.add(name);
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.INPUT_INVALID, why);
    }
}
