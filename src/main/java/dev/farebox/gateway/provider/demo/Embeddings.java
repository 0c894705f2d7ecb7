package dev.farebox.gateway.provider.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Embeddings, OpenAI's and Gemini's: vectors of length 1 that depend on nothing but the text. */
final class Embeddings {
    private static final int DIMENSIONS = 64;
    private static final int MOST_DIMENSIONS = 4096;
    private static final int MOST_INPUTS = 2048;

    private Embeddings() {}

    static Reading openAi(Call call) {
        try {
            Body body = Body.of(Vendor.OPENAI, call.body());
            String model = body.model();
            List<String> inputs = inputs(body);
            int size = size(body.limit("dimensions", 1));
            boolean base64 = body.get("encoding_format").asString("float").equals("base64");
            var data = new ArrayList<String>();
            for (String input : inputs) {
                float[] vector = vector(model, input, size);
                data.add(
                        "{\"object\":\"embedding\",\"index\":%d,\"embedding\":%s}"
                                .formatted(data.size(), base64 ? base64(vector) : json(vector)));
            }
            String list = String.join(",", data);
            return Fixed.json(
                    model,
                    inputs.getFirst(),
                    Vendor.OPENAI,
                    fault ->
                            "{\"object\":\"list\",\"data\":[%s],\"model\":%s%s}"
                                    .formatted(
                                            list,
                                            JsonText.quoted(model),
                                            usage(tokens(inputs), fault)));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    /** {@code :embedContent}. */
    static Reading gemini(Call call) {
        try {
            Body body = Body.of(Vendor.GEMINI, call.body());
            String text = text(body.required("content"));
            int size = size(body.limit("outputDimensionality", 1));
            return embedded(call, "\"embedding\":" + values(call, text, size), List.of(text));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    /** {@code :batchEmbedContents}. */
    static Reading geminiBatch(Call call) {
        try {
            Body body = Body.of(Vendor.GEMINI, call.body());
            var texts = new ArrayList<String>();
            var all = new ArrayList<String>();
            for (JsonNode request : body.required("requests").values()) {
                var one = new Body(Vendor.GEMINI, request);
                texts.add(text(one.required("content")));
                int size = size(one.limit("outputDimensionality", 1));
                all.add(values(call, texts.getLast(), size));
            }
            if (texts.isEmpty() || texts.size() > MOST_INPUTS) {
                throw body.missing("requests");
            }
            return embedded(call, "\"embeddings\":[" + String.join(",", all) + "]", texts);
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    private static Reading embedded(Call call, String field, List<String> texts) {
        long tokens = tokens(texts);
        return Fixed.json(
                call.pathModel(),
                texts.getFirst(),
                Vendor.GEMINI,
                fault -> {
                    String usage =
                            Figures.of(tokens, 0, tokens, 0)
                                    .report(
                                            fault,
                                            it ->
                                                    "{\"promptTokenCount\":%s,\"totalTokenCount\":%s}"
                                                            .formatted(it.in(), it.sum()),
                                            "promptTokenCount");
                    return "{"
                            + field
                            + (usage.isEmpty() ? "}" : ",\"usageMetadata\":" + usage + "}");
                });
    }

    private static String values(Call call, String text, int size) {
        return "{\"values\":" + json(vector(call.pathModel(), text, size)) + "}";
    }

    private static String text(JsonNode content) {
        return content.path("parts").values().stream()
                .map(part -> part.path("text").asString(""))
                .collect(Collectors.joining("\n"));
    }

    private static int size(int wanted) {
        return wanted == Integer.MAX_VALUE ? DIMENSIONS : Math.min(wanted, MOST_DIMENSIONS);
    }

    /** A text, texts, tokens, or lists of tokens. */
    private static List<String> inputs(Body body) {
        JsonNode input = body.required("input");
        boolean one = input.isString() || input.path(0).isNumber();
        List<String> inputs =
                one
                        ? List.of(input.asString(input.toString()))
                        : input.values().stream().map(it -> it.asString(it.toString())).toList();
        if (inputs.isEmpty() || inputs.size() > MOST_INPUTS || inputs.contains("")) {
            throw new Malformed(
                    Refusal.wrongValue("input", "must be 1 to 2048 texts, none empty."));
        }
        return inputs;
    }

    private static long tokens(List<String> texts) {
        return texts.stream().mapToLong(Turn::quarter).reduce(0, Math::addExact);
    }

    private static String usage(long tokens, DemoFault fault) {
        String usage =
                Figures.of(tokens, 0, tokens, 0)
                        .report(
                                fault,
                                it ->
                                        "{\"prompt_tokens\":%s,\"total_tokens\":%s}"
                                                .formatted(it.in(), it.sum()),
                                "prompt_tokens");
        return usage.isEmpty() ? "" : ",\"usage\":" + usage;
    }

    private static float[] vector(String model, String text, int size) {
        var dice = new Dice(Dice.mix(model.hashCode()) ^ text.hashCode());
        float[] vector = new float[size];
        double square = 0;
        for (int i = 0; i < size; i++) {
            vector[i] = dice.below(2001) - 1000;
            square += vector[i] * vector[i];
        }
        for (int i = 0; i < size; i++) {
            vector[i] = (float) (vector[i] / Math.sqrt(Math.max(1, square)));
        }
        return vector;
    }

    private static String json(float[] vector) {
        var out = new StringBuilder(vector.length * 12).append('[');
        for (float value : vector) {
            out.append(out.length() == 1 ? "" : ",").append(value);
        }
        return out.append(']').toString();
    }

    private static String base64(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        return '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"';
    }
}
