package dev.farebox.gateway.provider.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Checks a value against the part of JSON Schema that the tests use, independently of the sampler.
 */
final class SchemaCheck {
    private final JsonNode root;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(JsonNode root) {
        this.root = root;
    }

    static List<String> faults(JsonNode schema, JsonNode value) {
        var check = new SchemaCheck(schema);
        check.check("$", schema, value);
        return check.faults;
    }

    private void check(String at, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            check(at, root.at(schema.path("$ref").asString().substring(1)), value);
            return;
        }
        if (schema.has("anyOf")) {
            boolean any =
                    schema.path("anyOf")
                            .valueStream()
                            .anyMatch(choice -> {
                                var one = new SchemaCheck(root);
                                one.check(at, choice, value);
                                return one.faults.isEmpty();
                            });
            expect(any, at + " fits no choice: " + value);
            return;
        }
        type(at, schema, value);
        if (schema.has("enum")) {
            expect(schema.path("enum").valueStream().anyMatch(value::equals), at + " enum");
        }
        expect(!schema.has("const") || schema.path("const").equals(value), at + " const");
        if (value.isString()) {
            int length = value.asString().length();
            expect(length >= schema.path("minLength").asInt(0), at + " is too short");
            expect(length <= schema.path("maxLength").asInt(1 << 20), at + " is too long");
            expect(
                    !schema.path("format").asString("").equals("date")
                            || value.asString().matches("\\d{4}-\\d\\d-\\d\\d"),
                    at + " is no date");
        } else if (value.isNumber()) {
            number(at, schema, value.decimalValue());
        } else if (value.isArray()) {
            expect(value.size() >= schema.path("minItems").asInt(0), at + " has too few");
            expect(value.size() <= schema.path("maxItems").asInt(1 << 20), at + " has too many");
            value.forEach(item -> check(at + "[]", schema.path("items"), item));
        } else if (value.isObject()) {
            for (JsonNode name : schema.path("required").values()) {
                expect(value.has(name.asString()), at + " lacks " + name);
            }
            for (var property : value.properties()) {
                JsonNode own = schema.path("properties").path(property.getKey());
                expect(!own.isMissingNode(), at + " has an unknown " + property.getKey());
                check(at + "." + property.getKey(), own, property.getValue());
            }
        }
    }

    private void number(String at, JsonNode schema, BigDecimal value) {
        if (schema.has("minimum")) {
            expect(value.compareTo(schema.path("minimum").decimalValue()) >= 0, at + " minimum");
        }
        if (schema.has("exclusiveMinimum")) {
            expect(
                    value.compareTo(schema.path("exclusiveMinimum").decimalValue()) > 0,
                    at + " exclusiveMinimum");
        }
        if (schema.has("maximum")) {
            expect(value.compareTo(schema.path("maximum").decimalValue()) <= 0, at + " maximum");
        }
        if (schema.has("multipleOf")) {
            expect(
                    value.remainder(schema.path("multipleOf").decimalValue()).signum() == 0,
                    at + " multipleOf");
        }
    }

    private void type(String at, JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        boolean fits =
                type.isMissingNode()
                        || (type.isArray()
                                ? type.valueStream().anyMatch(one -> is(one.asString(), value))
                                : is(type.asString(), value));
        expect(fits, at + " is not " + type + ": " + value);
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> false;
        };
    }

    private void expect(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
