package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A stream as an upstream sent it, and what it must be taken for. */
@SuppressWarnings("ArrayRecordComponent") // read only
record Recorded(String name, byte[] stream, byte[] forwarded, JsonNode expected) {
    private static final Path FOLDER = Path.of("src/test/resources/gateway/openai-chat");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** What was sent in every case: small, so that absurd claims stand out. */
    static final InputSize SENT = new InputSize(1, 400, 0, 0, 0, 0, 0, 0, 0, 0);

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

    private static Recorded read(String name) {
        try {
            byte[] stream = Files.readAllBytes(FOLDER.resolve(name + ".stream"));
            Path forwarded = FOLDER.resolve(name + ".forwarded");
            return new Recorded(
                    name,
                    stream,
                    Files.exists(forwarded) ? Files.readAllBytes(forwarded) : stream,
                    YAML.readTree(FOLDER.resolve(name + ".yaml").toFile()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    List<String> events() {
        var events = new ArrayList<String>();
        expected.get("events").forEach(event -> events.add(event.asString()));
        return events;
    }

    int choices() {
        return expected.get("choices").asInt();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Reads chunks of bytes to the end, as a relay does for a client that asked for usage. */
    static final class Reading {
        final List<String> events = new ArrayList<>();
        final ByteArrayOutputStream forwarded = new ByteArrayOutputStream();
        final ChatStreamReader reader;
        private final SseSplitter splitter = new SseSplitter(65_536);

        Reading(int choices) {
            reader = new ChatStreamReader(choices, SENT, TokenFactors.ROUGH);
        }

        void feed(byte[] bytes, int from, int to) {
            // a buffer of its own, overwritten afterwards: nothing may be kept by reference
            byte[] chunk = Arrays.copyOfRange(bytes, from, to);
            splitter.feed(chunk, 0, chunk.length, this::event);
            Arrays.fill(chunk, (byte) '#');
        }

        void end() {
            splitter.end(this::event);
        }

        private void event(SseEvent event) {
            ChatEvent read = reader.classify(event);
            switch (read) {
                case ChatEvent.Noise _, ChatEvent.Failed _, ChatEvent.Garbage _ -> {}
                case ChatEvent.Opening _,
                        ChatEvent.Delta _,
                        ChatEvent.Terminal _,
                        ChatEvent.UsageOnly _,
                        ChatEvent.Done _ ->
                        forwarded.writeBytes(event.copyUnnamed());
            }
            events.add(words(read) + " > " + words(reader.details()));
        }

        String outcome() {
            return events + " " + reader.details();
        }
    }

    static String words(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Opening _ -> "opening";
            case ChatEvent.Delta(int text, int reasoning, int tool) ->
                    "delta " + text + " " + reasoning + " " + tool;
            case ChatEvent.Terminal(var finish, var delta) ->
                    words(delta).replace("delta", "terminal " + finish);
            case ChatEvent.UsageOnly _ -> "usage-only";
            case ChatEvent.Done _ -> "done";
            case ChatEvent.Failed(var fault) -> "failed " + fault.code();
            case ChatEvent.Noise _ -> "noise";
            case ChatEvent.Garbage _ -> "garbage";
        };
    }

    static String words(ChatSummary summary) {
        return summary.ending().name().toLowerCase(Locale.ROOT)
                + switch (summary.usage()) {
                    case UsageReading.Reported _ -> " reported";
                    case UsageReading.Missing _ -> " missing";
                    case UsageReading.Implausible _ -> " implausible";
                };
    }

    /** Usage in the words of the expectation. */
    static Object usage(ChatSummary summary) {
        return switch (summary.usage()) {
            case UsageReading.Missing _ -> "missing";
            case UsageReading.Implausible(_, var why, _) -> "implausible: " + why;
            case UsageReading.Reported(var usage, _, _) -> {
                Map<String, Long> units = new TreeMap<>();
                for (Map.Entry<Dimension, Long> entry : usage.nonZero().entrySet()) {
                    units.put(entry.getKey().key(), entry.getValue());
                }
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

    @Nullable JsonNode optional(String name) {
        return expected.get(name);
    }
}
