package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.usage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A stream of a response as an upstream sent it, and what it must be taken for. */
@SuppressWarnings("ArrayRecordComponent") // read only
record Recorded(String name, byte[] stream, JsonNode expected) {
    private static final Path FOLDER = Path.of("src/test/resources/gateway/responses");
    private static final YAMLMapper YAML = new YAMLMapper();

    static Stream<Recorded> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".stream"))
                    .sorted()
                    .map(file -> read(file.substring(0, file.length() - ".stream".length())))
                    .toList()
                    .stream();
        }
    }

    static Recorded read(String name) {
        try {
            return new Recorded(
                    name,
                    Files.readAllBytes(FOLDER.resolve(name + ".stream")),
                    YAML.readTree(FOLDER.resolve(name + ".yaml").toFile()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What was sent in every case: small, so that absurd claims stand out. */
    static ClientRequest request() {
        return request(new InputSize(1, 400, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    static ClientRequest request(InputSize sent) {
        return new ClientRequest(
                RequestHead.of(Surface.RESPONSES),
                new byte[0],
                ClientRequest.JSON,
                "gpt-5.6-mini",
                true,
                true,
                OptionalLong.empty(),
                1,
                sent,
                Usage.NONE,
                "",
                null,
                List.of());
    }

    /** The expectation, "3 x forward > cut missing" written out. */
    List<String> events() {
        var events = new ArrayList<String>();
        for (JsonNode line : expected.get("events")) {
            String[] parts = line.asString().split(" x ", 2);
            events.addAll(Collections.nCopies(Integer.parseInt(parts[0]), parts[1]));
        }
        return events;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Reads chunks of bytes to the end, as a relay does. */
    static final class Reading {
        final List<String> events = new ArrayList<>();
        final List<CanonEvent> canon = new ArrayList<>();
        final ResponsesStreamReader reader =
                new ResponsesStreamReader(request(), TokenFactors.ROUGH);
        private final AnswerDecoder decoder = new ResponsesDecoder();
        private final SseSplitter splitter = new SseSplitter(65_536);

        static Reading whole(Recorded recorded) {
            var reading = new Reading();
            reading.feed(recorded.stream(), 0, recorded.stream().length);
            reading.end();
            return reading;
        }

        void feed(byte[] bytes, int from, int to) {
            // a buffer of its own, overwritten afterwards: nothing may be kept by reference
            byte[] chunk = Arrays.copyOfRange(bytes, from, to);
            splitter.feed(chunk, 0, chunk.length, this::event);
            Arrays.fill(chunk, (byte) '#');
        }

        void end() {
            splitter.end(this::event);
            if (reader.holdsBack()) {
                decoder.end(canon::add);
            }
        }

        private void event(SseEvent event) {
            Step step = reader.read(event);
            if (step == Step.FORWARD || step == Step.LAST) {
                decoder.event(event, canon::add);
            }
            events.add(step.name().toLowerCase(Locale.ROOT) + " > " + words(reader.summary()));
        }

        String outcome() {
            return events + " " + reader.summary() + " " + transcript(canon);
        }
    }

    static String words(AnswerSummary summary) {
        return (summary.complete() ? "complete" : "cut")
                + switch (summary.usage()) {
                    case UsageReading.Reported _ -> " reported";
                    case UsageReading.Missing _ -> " missing";
                    case UsageReading.Implausible _ -> " implausible";
                };
    }

    /** Usage in the words of the expectation. */
    static Object usage(AnswerSummary summary) {
        return switch (summary.usage()) {
            case UsageReading.Missing _ -> "missing";
            case UsageReading.Implausible(_, var why, _) -> "implausible: " + why;
            case UsageReading.Reported(var usage, _, _) -> {
                Map<String, Long> units = new TreeMap<>();
                usage.nonZero().forEach((dimension, count) -> units.put(dimension.key(), count));
                yield units;
            }
        };
    }

    Object expectedUsage() {
        JsonNode usage = expected.get("usage");
        if (usage.isString()) {
            return usage.asString();
        }
        Map<String, Long> units = new TreeMap<>();
        usage.properties().forEach(entry -> units.put(entry.getKey(), entry.getValue().asLong()));
        return units;
    }

    /** Canonical events in short, pieces of the same put together. */
    static String transcript(List<CanonEvent> events) {
        var said = new ArrayList<String>();
        String open = "";
        for (CanonEvent event : events) {
            String[] next = words(event);
            if (!next[1].isEmpty() && next[0].equals(open)) {
                said.set(said.size() - 1, said.getLast() + next[1]);
            } else {
                said.add(next[0] + next[1]);
            }
            open = next[1].isEmpty() ? "" : next[0];
        }
        return String.join(" ", said.stream().map(word -> word + ")").toList())
                .replace("metered()", "metered");
    }

    private static String[] words(CanonEvent event) {
        return switch (event) {
            case CanonEvent.Started(var id, var model) ->
                    new String[] {"started(" + id + " " + model, ""};
            case CanonEvent.TextDelta(var text) -> new String[] {"text(", text};
            case CanonEvent.RefusalDelta(var text) -> new String[] {"refusal(", text};
            case CanonEvent.ReasoningDelta(_, var text) -> new String[] {"thinking(", text};
            case CanonEvent.ReasoningSigned(var origin, var signature) ->
                    new String[] {"signed(" + origin + " " + signature, ""};
            case CanonEvent.ReasoningRedacted(var origin, var data) ->
                    new String[] {"redacted(" + origin + " " + data, ""};
            case CanonEvent.ToolStarted(int index, var id, var name, _) ->
                    new String[] {"tool(" + index + " " + id + " " + name, ""};
            case CanonEvent.ToolArguments(int index, var fragment) ->
                    new String[] {"arguments(" + index + " ", fragment};
            case CanonEvent.Stopped(var reason, _) -> new String[] {"stopped(" + reason, ""};
            case CanonEvent.Metered _ -> new String[] {"metered(", ""};
        };
    }
}
