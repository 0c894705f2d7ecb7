package dev.farebox.gateway.exchange.canon;

import tools.jackson.databind.JsonNode;

/**
 * A function that the model may call.
 *
 * @param description may be empty
 * @param schema JSON Schema of the arguments: an object
 * @param strict whether arguments must follow the schema exactly
 */
public record Tool(String name, String description, JsonNode schema, boolean strict) {}
