package dev.farebox.gateway.provider.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes JSON that fits a JSON schema, as a model with structured output does. Knows type, enum,
 * const, properties, required, items, counts, lengths, bounds, multipleOf, format, anyOf, oneOf,
 * allOf and local references; patterns are not looked at.
 */
final class SchemaSample {
    private static final int DEEPEST = 12;
    private static final int MOST_ITEMS = 50;

    private final JsonNode root;
    private final Dice dice;
    private final Prose prose;
    private final List<String> names;

    /** {@code names} stand in for short strings, taken by chance. */
    SchemaSample(JsonNode root, Dice dice, Prose prose, List<String> names) {
        this.root = root;
        this.dice = dice;
        this.prose = prose;
        this.names = names;
    }

    String json() {
        return value(new StringBuilder(), root, "", 0).toString();
    }

    private StringBuilder value(StringBuilder out, JsonNode schema, String name, int depth) {
        JsonNode resolved = resolved(schema, depth);
        if (resolved.has("const")) {
            return out.append(resolved.get("const"));
        }
        if (resolved.path("enum").isArray() && !resolved.path("enum").isEmpty()) {
            return out.append(dice.pick(List.copyOf(resolved.path("enum").values())));
        }
        return switch (type(resolved)) {
            case "object" -> object(out, resolved, depth);
            case "array" -> array(out, resolved, name, depth);
            case "integer" -> out.append(number(resolved, true));
            case "number" -> out.append(number(resolved, false));
            case "boolean" -> out.append(dice.below(2) == 0);
            case "null" -> out.append("null");
            default -> JsonText.quote(out, string(resolved, name));
        };
    }

    private StringBuilder object(StringBuilder out, JsonNode schema, int depth) {
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").values().forEach(name -> required.add(name.asString("")));
        JsonNode properties = schema.path("properties");
        String comma = "";
        out.append('{');
        for (var property : properties.properties()) {
            boolean needed = required.remove(property.getKey());
            if (needed || depth < DEEPEST / 2) {
                JsonText.quote(out.append(comma), property.getKey()).append(':');
                value(out, property.getValue(), property.getKey(), depth + 1);
                comma = ",";
            }
        }
        for (String name : required) {
            JsonText.quote(out.append(comma), name).append(":\"\"");
            comma = ",";
        }
        return out.append('}');
    }

    private StringBuilder array(StringBuilder out, JsonNode schema, String name, int depth) {
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(MOST_ITEMS), MOST_ITEMS);
        int items =
                depth >= DEEPEST / 2
                        ? least
                        : Math.clamp(1 + dice.below(3), least, Math.max(least, most));
        out.append('[');
        for (int i = 0; i < items; i++) {
            value(out.append(i == 0 ? "" : ","), schema.path("items"), name, depth + 1);
        }
        return out.append(']');
    }

    private String number(JsonNode schema, boolean whole) {
        BigDecimal step = decimal(schema, "multipleOf");
        BigDecimal unit = step == null ? BigDecimal.ONE : step;
        BigDecimal low = lowest(schema, unit);
        BigDecimal high = highest(schema, unit);
        if (low == null) {
            low = high == null ? BigDecimal.ONE : high.subtract(unit.multiply(BigDecimal.TEN));
        }
        BigDecimal from = low.divide(unit, 0, RoundingMode.CEILING).multiply(unit);
        BigDecimal value = from.add(unit.multiply(BigDecimal.valueOf(dice.below(9))));
        value = high != null && value.compareTo(high) > 0 ? from : value;
        // Bounds between two whole numbers: the lower bound itself is the safe choice.
        value = high != null && value.compareTo(high) > 0 ? low : value;
        return (whole ? value.setScale(0, RoundingMode.CEILING) : value)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static @Nullable BigDecimal lowest(JsonNode schema, BigDecimal unit) {
        BigDecimal exclusive = decimal(schema, "exclusiveMinimum");
        return exclusive == null ? decimal(schema, "minimum") : exclusive.add(unit);
    }

    private static @Nullable BigDecimal highest(JsonNode schema, BigDecimal unit) {
        BigDecimal exclusive = decimal(schema, "exclusiveMaximum");
        return exclusive == null ? decimal(schema, "maximum") : exclusive.subtract(unit);
    }

    private static @Nullable BigDecimal decimal(JsonNode schema, String name) {
        JsonNode node = schema.path(name);
        return node.isNumber() ? node.decimalValue() : null;
    }

    private String string(JsonNode schema, String name) {
        String text =
                switch (schema.path("format").asString("")) {
                    case "date" -> "2026-11-2" + dice.below(10);
                    case "date-time" -> "2026-11-2" + dice.below(10) + "T12:00:00Z";
                    case "time" -> "12:0" + dice.below(10) + ":00Z";
                    case "email" -> "someone@example.com";
                    case "uri" -> "https://example.com/";
                    case "uuid" -> "00000000-0000-4000-8000-%012x".formatted(dice.below(1 << 30));
                    default -> plain(name);
                };
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        while (text.length() < least) {
            text += " and more";
        }
        return text.length() > most ? text.substring(0, Math.max(most, 0)) : text;
    }

    private String plain(String name) {
        if (name.matches("(?i).*(text|summary|answer|description|explanation|content|body).*")) {
            return prose.sentence();
        }
        return names.isEmpty() ? "example" : dice.pick(names);
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray() && !type.isEmpty()) {
            return type.get(0).asString("string");
        }
        if (type.isString()) {
            return type.stringValue();
        }
        return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    /** Follows references and choices to a schema that says what it is. */
    private JsonNode resolved(JsonNode schema, int depth) {
        JsonNode at = schema;
        for (int i = 0; i < DEEPEST; i++) {
            if (at.path("$ref").isString() && at.path("$ref").stringValue().startsWith("#")) {
                at = root.at(at.path("$ref").stringValue().substring(1));
            } else if (at.path("allOf").isArray() && !at.path("allOf").isEmpty()) {
                at = at.path("allOf").get(0);
            } else if (!choices(at).isEmpty()) {
                // Deep down the last choice, which by habit is null, ends a recursion.
                JsonNode choices = choices(at);
                at = choices.get(depth >= DEEPEST / 2 ? choices.size() - 1 : 0);
            } else {
                return at;
            }
        }
        return at;
    }

    private static JsonNode choices(JsonNode schema) {
        JsonNode anyOf = schema.path("anyOf");
        return anyOf.isArray() && !anyOf.isEmpty() ? anyOf : schema.path("oneOf");
    }
}
