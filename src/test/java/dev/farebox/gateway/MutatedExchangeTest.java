package dev.farebox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.ConversationProvider;
import dev.farebox.gateway.exchange.canon.ConversationWire;
import dev.farebox.gateway.route.ChannelKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client or an upstream sends instead of what it should, reading and translating it ends
 * in a defined result: nothing is thrown, and nothing takes long.
 */
class MutatedExchangeTest {
    private static final Path FOLDER = Path.of("src/test/resources/gateway");
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final ScanLimits LIMITS = new ScanLimits(200, 128, 200);
    private static final int ROUNDS = Integer.getInteger("farebox.test.rounds", 40);

    /** The dialects by the kind of channel and where their recorded streams are. */
    enum Dialect {
        CHAT(ChannelKind.OPENAI_CHAT, "openai-chat", Surface.CHAT),
        RESPONSES(ChannelKind.OPENAI_RESPONSES, "responses", Surface.RESPONSES),
        ANTHROPIC(ChannelKind.ANTHROPIC, "anthropic/streams", Surface.MESSAGES),
        GEMINI(ChannelKind.GEMINI, "gemini", Surface.GENERATE);

        private final ChannelKind kind;
        private final String folder;
        private final Surface surface;

        Dialect(ChannelKind kind, String folder, Surface surface) {
            this.kind = kind;
            this.folder = folder;
            this.surface = surface;
        }

        ConversationProvider provider() {
            return Kinds.conversing(kind).orElseThrow();
        }

        ConversationWire wire() {
            return Wires.conversing(surface).orElseThrow();
        }

        List<String> streams() throws IOException {
            try (Stream<Path> files = Files.walk(FOLDER.resolve(folder))) {
                return files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(".yaml"))
                        .sorted()
                        .map(Dialect::read)
                        .filter(text -> text.contains("data:"))
                        .toList();
            }
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        ClientRequest request(boolean stream) {
            return scanned(this, HonestTraffic.plain(this, stream), stream).orElseThrow();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void streams_of_a_lying_upstream(Dialect upstream) throws IOException {
        long seed = seed("streams " + upstream);
        var random = new SplittableRandom(seed);
        for (String recorded : upstream.streams()) {
            for (int i = 0; i < ROUNDS; i++) {
                String mutant = Mutation.ofStream(recorded, random);
                for (Dialect client : Dialect.values()) {
                    within(seed, mutant, () -> relay(upstream, client, mutant));
                }
            }
        }
    }

    private static void relay(Dialect upstream, Dialect client, String stream) {
        ClientRequest request = client.request(true);
        StreamReader reader =
                upstream.provider().streamReader(upstream.surface, request, TokenFactors.ROUGH);
        StreamWriter writer =
                upstream == client
                        ? client.wire().passing(request, "req_1")
                        : new TranslatedStream(
                                upstream.provider().decoder(),
                                client.wire().encoder(request, "req_1", 1),
                                _ -> {});
        ByteSink nowhere = (_, _, length) -> assertThat(length).isNotNegative();
        var splitter = new SseSplitter(1 << 20);
        byte[] bytes = stream.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        boolean[] over = {false};
        SseSplitter.Sink sink =
                event -> {
                    if (over[0]) {
                        return;
                    }
                    Step step = reader.read(event);
                    switch (step) {
                        case FORWARD, USAGE_ONLY, LAST -> writer.forward(event, step, nowhere);
                        case FAILED, GARBAGE -> over[0] = true;
                        case NOISE -> {}
                    }
                    over[0] |= step == Step.LAST;
                };
        splitter.feed(bytes, 0, bytes.length, sink);
        splitter.end(sink);
        assertThat(reader.summary().estimatedOutput()).isNotNegative();
        if (reader.summary().complete()) {
            writer.finish(reader.summary(), nowhere);
        }
        assertThat(writer.error(new dev.farebox.gateway.exchange.GatewayProblem.UpstreamCut()))
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whole_answers_of_a_lying_upstream(Dialect upstream) throws IOException {
        long seed = seed("answers " + upstream);
        var random = new SplittableRandom(seed);
        var seeds = new ArrayList<>(HonestTraffic.answers(upstream));
        for (String recorded : upstream.streams()) {
            recorded.lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> line.substring(6))
                    .limit(40)
                    .forEach(seeds::add);
        }
        for (String recorded : seeds) {
            for (int i = 0; i < ROUNDS / 4 + 1; i++) {
                byte[] mutant = Mutation.ofJson(recorded, random).getBytes(UTF_8);
                for (Dialect client : Dialect.values()) {
                    within(seed, recorded, () -> whole(upstream, client, mutant));
                }
            }
        }
    }

    private static void whole(Dialect upstream, Dialect client, byte[] body) {
        ClientRequest request = client.request(false);
        WholeAnswer answer =
                upstream.provider()
                        .readWhole(
                                upstream.surface,
                                body,
                                ClientRequest.JSON,
                                request,
                                TokenFactors.ROUGH);
        upstream.provider().judge(400, body, java.util.Optional.of("1e99"));
        if (answer instanceof WholeAnswer.Read) {
            byte[] translated =
                    client.wire()
                            .encoder(request, "req_1", 1)
                            .whole(upstream.provider().decoder().whole(body));
            assertThat(translated).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void requests_of_a_hostile_client(Dialect client) {
        long seed = seed("requests " + client);
        var random = new SplittableRandom(seed);
        for (String rich : HonestTraffic.rich(client)) {
            for (int i = 0; i < ROUNDS * 20; i++) {
                String mutant = Mutation.ofJson(rich, random);
                boolean stream = i % 2 == 0;
                within(
                        seed,
                        mutant,
                        () ->
                                scanned(client, mutant, stream)
                                        .ifPresent(request -> translated(client, request)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "responses", "anthropic", "gemini"})
    void the_rich_requests_are_translated_as_they_are(String name) {
        var client = Dialect.valueOf(name.toUpperCase(java.util.Locale.ROOT));
        for (String rich : HonestTraffic.rich(client)) {
            ClientRequest request = scanned(client, rich, false).orElseThrow();
            assertThat(client.wire().read(request)).isInstanceOf(CanonRead.Request.class);
        }
    }

    private static void translated(Dialect client, ClientRequest request) {
        assertThat(request.upstreamBody("another")).isNotEmpty();
        switch (client.wire().read(request)) {
            case CanonRead.Refused(var why) -> assertThat(why.why()).isNotBlank();
            case CanonRead.Request(var conversation) -> {
                for (Dialect upstream : Dialect.values()) {
                    upstream.provider().write(conversation, "another");
                }
            }
        }
    }

    private static java.util.Optional<ClientRequest> scanned(
            Dialect client, String body, boolean stream) {
        boolean inPath = client == Dialect.GEMINI;
        var head =
                new RequestHead(
                        client.surface, inPath ? "demo" : "", inPath && stream, Map.of(), Map.of());
        return switch (client.wire().scan(head, body.getBytes(UTF_8), LIMITS)) {
            case Scan.Read(ClientRequest request) -> java.util.Optional.of(request);
            case Scan.Invalid _ -> java.util.Optional.empty();
        };
    }

    private static long seed(String what) {
        long seed = Long.getLong("farebox.test.seed", System.nanoTime());
        System.out.println("seed of " + what + ": " + seed);
        return seed;
    }

    private static void within(long seed, String mutant, Runnable action) {
        long began = System.nanoTime();
        try {
            action.run();
        } catch (RuntimeException | StackOverflowError thrown) {
            throw new AssertionError("seed " + seed + ", with " + mutant, thrown);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("seed %s, with %s", seed, mutant)
                .isLessThan(LONGEST);
    }
}
