package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Thinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads {@code generationConfig}, for translation. */
final class ConfigReader {
    /** What other models do not give, by name. */
    private static final List<String> REFUSED =
            List.of(
                    "speechConfig",
                    "imageConfig",
                    "responseLogprobs",
                    "logprobs",
                    "responseFormat");

    private static final String CONFIG = "generationConfig.";

    private final JsonNode config;
    private final Complaint complaint;

    ConfigReader(JsonNode config, Complaint complaint) {
        this.config = config;
        this.complaint = complaint;
    }

    /** Names what would change the answer silently. */
    void check() {
        for (String name : REFUSED) {
            JsonNode value = Fields.of(config, name);
            if (!value.isMissingNode() && !(value.isBoolean() && !value.asBoolean())) {
                complaint.about(CONFIG + name, "This model does not offer it.");
            }
        }
        Long candidates = Fields.whole(config, "candidateCount");
        if (candidates != null && candidates > 1) {
            complaint.about(CONFIG + "candidateCount", "This model gives one answer at a time.");
        }
        for (JsonNode modality : Fields.list(config, "responseModalities")) {
            if (!modality.asString("").equalsIgnoreCase("TEXT")) {
                complaint.about(CONFIG + "responseModalities", "This model answers in text only.");
            }
        }
    }

    Sampling sampling() {
        return new Sampling(
                Fields.number(config, "temperature"),
                Fields.number(config, "topP"),
                Fields.whole(config, "topK"),
                Fields.whole(config, "seed"),
                Fields.number(config, "presencePenalty"),
                Fields.number(config, "frequencyPenalty"));
    }

    List<String> stop() {
        var stop = new ArrayList<String>();
        for (JsonNode text : Fields.list(config, "stopSequences")) {
            stop.add(text.asString(""));
        }
        stop.removeIf(String::isEmpty);
        return stop;
    }

    Format format() {
        JsonNode own = Fields.of(config, "responseSchema");
        JsonNode standard = Fields.of(config, "responseJsonSchema");
        return switch (Fields.text(config, "responseMimeType").toLowerCase(Locale.ROOT)) {
            case "", "text/plain" -> new Format.Text();
            case "application/json" -> {
                if (standard.isObject()) {
                    yield new Format.Schema("", standard, true);
                }
                yield own.isObject()
                        ? new Format.Schema("", SchemaReader.jsonSchema(own), true)
                        : new Format.AnyJson();
            }
            default -> {
                complaint.about(
                        CONFIG + "responseMimeType",
                        "This model answers as text/plain or application/json.");
                yield new Format.Text();
            }
        };
    }

    Thinking thinking() {
        JsonNode thinking = Fields.of(config, "thinkingConfig");
        String level = Fields.text(thinking, "thinkingLevel").toLowerCase(Locale.ROOT);
        if (!level.isEmpty() && !level.endsWith("unspecified")) {
            return new Thinking.Effort(level);
        }
        Long budget = Fields.whole(thinking, "thinkingBudget");
        if (budget == null) {
            return new Thinking.Unsaid();
        }
        if (budget == 0) {
            return new Thinking.Off();
        }
        return budget < 0 ? new Thinking.Adaptive() : new Thinking.Budget(budget);
    }

    boolean summarised() {
        return Fields.flag(Fields.of(config, "thinkingConfig"), "includeThoughts");
    }
}
