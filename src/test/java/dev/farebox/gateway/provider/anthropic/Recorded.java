package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.wire.anthropic.AnthropicWire;
import dev.farebox.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A stream as an upstream sent it, and what it must be taken for. */
@SuppressWarnings("ArrayRecordComponent") // read only
record Recorded(String name, byte[] stream, JsonNode expected) {
    static final Path FOLDER = Path.of("src/test/resources/gateway/anthropic/streams");
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

    static Recorded read(String name) {
        try {
            return new Recorded(
                    name,
                    Files.readAllBytes(FOLDER.resolve(name + ".stream")),
                    YAML.readTree(FOLDER.resolve(name + ".yaml").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** One line for each event: what it is, and what the exchange comes to if nothing follows. */
    List<String> events() {
        var events = new ArrayList<String>();
        expected.get("events").forEach(event -> events.add(event.asString()));
        return events;
    }

    /** What the client gets: the same bytes without the noise, or a file of its own. */
    String forwarded() throws IOException {
        Path apart = FOLDER.resolve(name + ".forwarded");
        if (Files.exists(apart)) {
            return Files.readString(apart);
        }
        String[] blocks = new String(stream, UTF_8).split("(?<=\n\n)");
        var out = new StringBuilder();
        List<String> events = events();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).startsWith("forward") || events.get(i).startsWith("last")) {
                out.append(blocks[i]);
            }
        }
        return out.toString();
    }

    ClientRequest request() {
        JsonNode body = expected.get("request");
        return request(body == null ? "{}" : body.asString());
    }

    static ClientRequest request(String body) {
        return new ClientRequest(
                RequestHead.of(Surface.MESSAGES),
                body.getBytes(UTF_8),
                ClientRequest.JSON,
                "claude-test-5",
                true,
                true,
                OptionalLong.of(1000),
                1,
                SENT,
                Usage.NONE,
                "",
                null,
                List.of());
    }

    Object expectedUsage() {
        JsonNode usage = expected.get("usage");
        return usage.isString() ? usage.asString() : units(usage);
    }

    static Map<String, Long> units(JsonNode node) {
        Map<String, Long> units = new TreeMap<>();
        node.properties()
                .forEach(entry -> {
                    if (entry.getValue().isNumber()) {
                        units.put(entry.getKey(), entry.getValue().asLong());
                    }
                });
        return units;
    }

    static Map<String, Long> units(Usage usage) {
        Map<String, Long> units = new TreeMap<>();
        usage.nonZero().forEach((dimension, count) -> units.put(dimension.key(), count));
        return units;
    }

    /** Usage in the words of the expectation. */
    static Object usage(AnswerSummary summary) {
        return switch (summary.usage()) {
            case UsageReading.Missing _ -> "missing";
            case UsageReading.Implausible(_, var why, _) -> "implausible: " + why;
            case UsageReading.Reported(var usage, _, _) -> units(usage);
        };
    }

    List<JsonNode> shares() {
        var shares = new ArrayList<JsonNode>();
        JsonNode all = expected.get("shares");
        if (all != null) {
            all.forEach(shares::add);
        }
        return shares;
    }

    @Nullable JsonNode optional(String member) {
        return expected.get(member);
    }

    static String words(AnswerSummary summary) {
        return (summary.complete() ? "complete " : "cut ")
                + switch (summary.usage()) {
                    case UsageReading.Missing _ -> "missing";
                    case UsageReading.Implausible _ -> "implausible";
                    case UsageReading.Reported(var usage, _, _) ->
                            usage.inputTokens()
                                    + " in "
                                    + usage.outputTokens()
                                    + " out "
                                    + usage.basis().name().toLowerCase(Locale.ROOT);
                };
    }

    /** Reads chunks of bytes to the end, as a relay does. */
    static final class Reading {
        final List<String> events = new ArrayList<>();
        final ByteArrayOutputStream forwarded = new ByteArrayOutputStream();
        final StreamReader reader;
        final StreamWriter writer;
        private final SseSplitter splitter = new SseSplitter(65_536);

        Reading(ClientRequest request) {
            reader =
                    new AnthropicProvider()
                            .streamReader(Surface.MESSAGES, request, TokenFactors.ROUGH);
            writer = new AnthropicWire().passing(request, "req_1");
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
            Step step = reader.read(event);
            switch (step) {
                case FORWARD, USAGE_ONLY, LAST ->
                        writer.forward(event, step, (b, off, len) -> forwarded.write(b, off, len));
                case NOISE, FAILED, GARBAGE -> {}
            }
            events.add(step.name().toLowerCase(Locale.ROOT) + " > " + words(reader.summary()));
        }

        String outcome() {
            return events + " " + reader.summary();
        }
    }
}
