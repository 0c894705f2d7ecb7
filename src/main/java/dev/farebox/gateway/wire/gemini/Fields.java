package dev.farebox.gateway.wire.gemini;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads members of proto-JSON trees in either spelling; what has another type is not there. */
final class Fields {
    private Fields() {}

    /** A missing node where there is no such member, or it is null. */
    static JsonNode of(JsonNode object, String camel) {
        JsonNode value = object.get(camel);
        if (value == null) {
            value = object.get(ProtoNames.snake(camel));
        }
        return value == null || value.isNull() ? MissingNode.getInstance() : value;
    }

    static boolean has(JsonNode object, String camel) {
        return !of(object, camel).isMissingNode();
    }

    static String text(JsonNode object, String camel) {
        JsonNode value = of(object, camel);
        return value.isString() ? value.asString() : "";
    }

    static boolean flag(JsonNode object, String camel) {
        JsonNode value = of(object, camel);
        return value.isBoolean() && value.asBoolean();
    }

    /** A number, also where it is written as text. */
    static @Nullable BigDecimal number(JsonNode object, String camel) {
        JsonNode value = of(object, camel);
        if (value.isNumber()) {
            return value.decimalValue();
        }
        if (!value.isString() || value.asString().length() > 40) {
            return null;
        }
        try {
            return new BigDecimal(value.asString());
        } catch (NumberFormatException _) {
            return null;
        }
    }

    static @Nullable Long whole(JsonNode object, String camel) {
        BigDecimal value = number(object, camel);
        if (value == null) {
            return null;
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException _) {
            return null;
        }
    }

    /** The elements of a list, or the single one that stands where a list is meant. */
    static List<JsonNode> list(JsonNode object, String camel) {
        JsonNode value = of(object, camel);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            return List.of(value);
        }
        var list = new ArrayList<JsonNode>();
        value.forEach(list::add);
        return list;
    }
}
