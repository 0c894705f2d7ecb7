package dev.farebox.gateway;

import dev.farebox.config.ChargeRule;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.json.Json;
import dev.farebox.pricing.Rating;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * The usage line's detail: one JSON object from which the receipt is written. Members with nothing
 * to say are left out; there is never any content.
 */
final class UsageDetail {
    private static final int MAX_RAW = 4_096;

    private UsageDetail() {}

    static String json(
            Receipt receipt, Reckoning reckoning, Ending ending, Rating charged, long cost) {
        byte[] bytes =
                Json.bytes(json -> {
                    json.writeStartObject();
                    request(json, receipt);
                    reason(json, reckoning);
                    usage(json, reckoning, ending.received().usage());
                    working(json, charged, receipt.admitted().tariff());
                    attempts(json, receipt.attempts(), cost);
                    timing(json, receipt);
                    flags(json, receipt.flags());
                    json.writeEndObject();
                });
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void request(JsonGenerator json, Receipt receipt) {
        Admitted admitted = receipt.admitted();
        json.writeStringProperty("dialect", admitted.request().surface().word());
        receipt.servedAs()
                .ifPresent(surface -> json.writeStringProperty("served_as", surface.word()));
        json.writeBooleanProperty("stream", admitted.request().stream());
        json.writeObjectPropertyStart("hold");
        json.writeNumberProperty("amount", admitted.amount());
        json.writeNumberProperty("input_tokens", admitted.foreseen().inputTokens());
        json.writeNumberProperty("output_tokens", admitted.foreseen().outputTokens());
        json.writeEndObject();
    }

    private static void reason(JsonGenerator json, Reckoning reckoning) {
        reckoning
                .failure()
                .map(FailureClass::word)
                .ifPresent(word -> json.writeStringProperty("failure", word));
        reckoning
                .rule()
                .map(ChargeRule::word)
                .ifPresent(word -> json.writeStringProperty("rule", word));
    }

    private static void usage(JsonGenerator json, Reckoning reckoning, UsageReading reading) {
        json.writeStringProperty(
                "basis", reckoning.consumed().basis().name().toLowerCase(Locale.ROOT));
        if (!reckoning.consumed().tier().isEmpty()) {
            json.writeStringProperty("tier", reckoning.consumed().tier());
        }
        switch (reading) {
            case UsageReading.Reported reported -> raw(json, reported.rawJson());
            case UsageReading.Missing _ -> {}
            case UsageReading.Implausible implausible -> {
                json.writeStringProperty("disbelieved", implausible.why());
                raw(json, implausible.rawJson());
            }
        }
    }

    private static void raw(JsonGenerator json, String rawJson) {
        if (!rawJson.isBlank() && rawJson.length() <= MAX_RAW) {
            json.writeName("raw_usage");
            json.writeRawValue(rawJson);
        }
    }

    private static void working(JsonGenerator json, Rating charged, Tariff tariff) {
        json.writeStringProperty("group", tariff.group());
        json.writeStringProperty("multiplier", charged.multiplier().toString());
        if (!charged.band().isEmpty()) {
            json.writeStringProperty("band", charged.band());
        }
        if (charged.lines().stream().anyMatch(line -> !line.model().isEmpty())) {
            json.writeBooleanProperty("portions", true);
        }
        json.writeArrayPropertyStart("lines");
        for (Rating.Line line : charged.lines()) {
            json.writeStartObject();
            json.writeStringProperty("dimension", line.dimension().key());
            json.writeNumberProperty("units", line.units());
            json.writeNumberProperty("rate", line.rate());
            if (line.ratedAs() != line.dimension()) {
                json.writeStringProperty("rated_as", line.ratedAs().key());
            }
            if (!line.model().isEmpty()) {
                json.writeNumberProperty("portion", line.portion());
                json.writeStringProperty("model", line.model());
            }
            if (!line.priced()) {
                json.writeBooleanProperty("priced", false);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The last attempt is the one that answered, and carries what the answer cost. */
    private static void attempts(JsonGenerator json, List<Attempt> attempts, long cost) {
        json.writeArrayPropertyStart("attempts");
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            json.writeStartObject();
            json.writeStringProperty("channel", attempt.channel());
            json.writeNumberProperty("status", attempt.status());
            json.writeStringProperty("result", attempt.result());
            json.writeNumberProperty("ms", attempt.millis());
            json.writeNumberProperty("cost", i == attempts.size() - 1 ? cost : 0);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void timing(JsonGenerator json, Receipt receipt) {
        json.writeObjectPropertyStart("timing");
        json.writeStringProperty("admitted_at", receipt.admittedAt().toString());
        json.writeNumberProperty("held_ms", receipt.heldMillis());
        json.writeNumberProperty("head_ms", receipt.headMillis());
        json.writeNumberProperty("settled_ms", receipt.millis());
        json.writeEndObject();
    }

    private static void flags(JsonGenerator json, Set<String> flags) {
        if (flags.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("flags");
        flags.forEach(json::writeString);
        json.writeEndArray();
    }
}
