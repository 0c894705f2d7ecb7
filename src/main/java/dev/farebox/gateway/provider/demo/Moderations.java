package dev.farebox.gateway.provider.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code /v1/moderations}: flags what contains the word "forbidden". */
final class Moderations {
    private static final String MODEL = "demo-moderation";

    private Moderations() {}

    static Reading read(Call call) {
        try {
            Body body = Body.of(Vendor.OPENAI, call.body());
            String model = body.find("model").map(it -> it.asString("")).orElse("");
            JsonNode input = body.required("input");
            List<JsonNode> texts = input.isArray() ? List.copyOf(input.values()) : List.of(input);
            String results =
                    texts.stream().map(Moderations::result).collect(Collectors.joining(","));
            String first = texts.isEmpty() ? "" : texts.getFirst().asString("");
            return Fixed.json(
                    model,
                    first,
                    Vendor.OPENAI,
                    _ ->
                            "{\"id\":\"modr-demo%08x\",\"model\":%s,\"results\":[%s]}"
                                    .formatted(
                                            first.hashCode(),
                                            JsonText.quoted(model.isEmpty() ? MODEL : model),
                                            results));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    private static String result(JsonNode input) {
        boolean flagged = input.toString().toLowerCase(Locale.ROOT).contains("forbidden");
        return "{\"flagged\":%b,\"categories\":{\"harassment\":false,\"violence\":%b},\"category_scores\":{\"harassment\":0.01,\"violence\":%s}}"
                .formatted(flagged, flagged, flagged ? "0.97" : "0.01");
    }
}
