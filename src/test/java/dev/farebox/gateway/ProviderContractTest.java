package dev.farebox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.gateway.route.ChannelKind;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every provider adapter must do, whatever it speaks. */
class ProviderContractTest {
    private static final String SECRET = "sk-upstream-secret";
    private static final List<String> CLIENTS_OWN =
            List.of(
                    "authorization",
                    "x-api-key",
                    "x-goog-api-key",
                    "cookie",
                    "x-claude-code-session-id",
                    "x-app",
                    "session-id",
                    "thread-id",
                    "originator",
                    "x-codex-turn-metadata",
                    "x-session-id",
                    "x-forwarded-for",
                    "user-agent",
                    "x-stainless-lang");
    private static final List<String> UPSTREAMS_OWN =
            List.of(
                    "openai-organization",
                    "openai-project",
                    "anthropic-organization-id",
                    "anthropic-workspace-id",
                    "x-ratelimit-remaining-requests",
                    "anthropic-ratelimit-tokens-remaining",
                    "anthropic-ratelimit-unified-status",
                    "retry-after",
                    "set-cookie",
                    "cf-ray",
                    "cf-cache-status",
                    "server",
                    "alt-svc",
                    "via",
                    "x-request-id",
                    "request-id",
                    "content-encoding",
                    "content-length",
                    "transfer-encoding",
                    "connection");

    static Stream<Arguments> spoken() {
        return Stream.of(ChannelKind.values())
                .flatMap(kind ->
                        Stream.of(Surface.values())
                                .filter(surface -> Kinds.speaking(kind, surface).isPresent())
                                .map(surface -> Arguments.of(kind, surface)));
    }

    static Stream<ChannelKind> kinds() {
        return Stream.of(ChannelKind.values());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_of_channel_can_be_talked_to(ChannelKind kind) {
        var provider = Kinds.conversing(kind).orElseThrow();
        assertThat(provider.conversation().isConversation()).isTrue();
        assertThat(provider.speaks()).contains(provider.conversation());
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void a_path_follows_the_base_url(ChannelKind kind, Surface surface) {
        Provider provider = provider(kind, surface);
        for (String model : List.of("m", "a/b:c", "m odel?x=1#y", "../../admin")) {
            String path = provider.path(surface, model, false);
            assertThat(path).startsWith("/").doesNotContain(" ", "#", "\n").doesNotContain("/../");
            assertThat(path.split("\\?", 2)[0]).doesNotContain("x=1");
        }
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void headers_carry_our_credential_and_none_of_the_clients(ChannelKind kind, Surface surface) {
        Provider provider = provider(kind, surface);
        var sent = new java.util.HashMap<String, String>();
        CLIENTS_OWN.forEach(name -> sent.put(name, "clients-" + name));
        var head = new RequestHead(surface, "", false, sent, Map.of("beta", "true"));
        Map<String, String> with = provider.headers(surface, Optional.of(SECRET), head);
        assertThat(with.values()).anyMatch(value -> value.contains(SECRET));
        assertThat(with.values()).noneMatch(value -> value.contains("clients-"));
        assertThat(with.keySet())
                .allMatch(name -> name.equals(name.toLowerCase(java.util.Locale.ROOT)));
        Map<String, String> without = provider.headers(surface, Optional.empty(), head);
        assertThat(without.values()).noneMatch(value -> value.contains("clients-"));
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void what_names_the_operators_account_never_comes_back(ChannelKind kind, Surface surface) {
        Provider provider = provider(kind, surface);
        assertThat(UPSTREAMS_OWN).noneMatch(provider::comesBack);
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void a_refusal_is_judged_by_its_status(ChannelKind kind, Surface surface) {
        Provider provider = provider(kind, surface);
        assertThat(judged(provider, 401)).isEqualTo(Refusal.Kind.CREDENTIAL);
        assertThat(judged(provider, 402)).isEqualTo(Refusal.Kind.FUNDS);
        assertThat(judged(provider, 404)).isEqualTo(Refusal.Kind.MODEL);
        assertThat(judged(provider, 429)).isEqualTo(Refusal.Kind.RATE_LIMITED);
        for (int status : new int[] {500, 502, 503, 504, 529, 301, 418}) {
            assertThat(judged(provider, status).otherChannelMayHelp()).as("" + status).isTrue();
        }
        Refusal waiting = provider.judge(429, new byte[0], Optional.of("7"));
        assertThat(waiting.retryAfterMillis()).isEqualTo(7_000);
        Refusal absurd = provider.judge(429, new byte[0], Optional.of("999999999999"));
        assertThat(absurd.retryAfterMillis()).isBetween(0L, 3_600_000L);
    }

    private static Refusal.Kind judged(Provider provider, int status) {
        return provider.judge(status, "<html>".getBytes(UTF_8), Optional.empty()).kind();
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void a_stream_that_says_nothing_is_not_complete(ChannelKind kind, Surface surface) {
        StreamReader reader = reader(kind, surface);
        assertThat(reader.holdsBack()).isFalse();
        assertThat(reader.estimatedOutput()).isZero();
        assertThat(reader.summary().complete()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void garbage_is_never_part_of_an_answer(ChannelKind kind, Surface surface) {
        for (String data :
                List.of("{", "[]", "7", "null", "{}{}", "<html>", "\"text\"", "{\"a\":")) {
            StreamReader reader = reader(kind, surface);
            var steps = new ArrayList<Step>();
            feed(reader, "data: " + data + "\n\n", steps);
            assertThat(steps)
                    .as(data)
                    .allMatch(step ->
                            step == Step.GARBAGE || step == Step.NOISE || step == Step.FAILED);
            assertThat(reader.holdsBack()).as(data).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void nothing_that_an_upstream_sends_breaks_a_reader(ChannelKind kind, Surface surface) {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var stream = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                stream.append("event: ").append(word(random)).append('\n');
                stream.append("data: ").append(json(random, 0)).append("\n\n");
            }
            StreamReader reader = reader(kind, surface);
            long before = 0;
            var steps = new ArrayList<Step>();
            feed(reader, stream.toString(), steps);
            assertThat(reader.estimatedOutput()).isGreaterThanOrEqualTo(before);
            AnswerSummary summary = reader.summary();
            assertThat(summary.estimatedOutput()).isNotNegative();
            byte[] body = json(random, 0).getBytes(UTF_8);
            WholeAnswer answer =
                    provider(kind, surface)
                            .readWhole(
                                    surface,
                                    body,
                                    "application/json",
                                    request(surface),
                                    TokenFactors.ROUGH);
            assertThat(answer).isNotNull();
        }
    }

    private static void feed(StreamReader reader, String stream, List<Step> steps) {
        byte[] bytes = stream.getBytes(UTF_8);
        var splitter = new SseSplitter(1_000_000);
        splitter.feed(bytes, 0, bytes.length, event -> steps.add(reader.read(event)));
        splitter.end(event -> steps.add(reader.read(event)));
    }

    private static Provider provider(ChannelKind kind, Surface surface) {
        return Kinds.speaking(kind, surface).orElseThrow();
    }

    private static StreamReader reader(ChannelKind kind, Surface surface) {
        return provider(kind, surface).streamReader(surface, request(surface), TokenFactors.ROUGH);
    }

    private static ClientRequest request(Surface surface) {
        return new ClientRequest(
                RequestHead.of(surface),
                new byte[0],
                ClientRequest.JSON,
                "m",
                true,
                false,
                OptionalLong.empty(),
                1,
                InputSize.NOTHING,
                Usage.NONE,
                "",
                null,
                List.of());
    }

    private static final List<String> WORDS =
            List.of(
                    "type",
                    "usage",
                    "choices",
                    "delta",
                    "content",
                    "error",
                    "message",
                    "response",
                    "candidates",
                    "parts",
                    "text",
                    "finish_reason",
                    "finishReason",
                    "stop_reason",
                    "input_tokens",
                    "output_tokens",
                    "prompt_tokens",
                    "usageMetadata",
                    "index",
                    "message_start",
                    "message_delta",
                    "message_stop",
                    "response.completed",
                    "response.output_text.delta",
                    "content_block_delta",
                    "iterations",
                    "item",
                    "output",
                    "tool_calls",
                    "function",
                    "arguments",
                    "id",
                    "data",
                    "status");

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /** Any JSON made of the words that vendors use. */
    private static String json(Random random, int depth) {
        int what = random.nextInt(depth > 4 ? 5 : 9);
        return switch (what) {
            case 0 -> "\"" + word(random) + "\"";
            case 1 -> String.valueOf(random.nextLong());
            case 2 -> "null";
            case 3 -> random.nextInt(10) + ".5e3";
            case 4 -> "true";
            case 5 -> "[" + json(random, depth + 1) + "," + json(random, depth + 1) + "]";
            default -> {
                var object = new StringBuilder("{");
                for (int i = 0; i < 3; i++) {
                    object.append(i == 0 ? "" : ",")
                            .append('"')
                            .append(WORDS.get((random.nextInt(10) * 3 + i) % WORDS.size()))
                            .append("\":")
                            .append(json(random, depth + 1));
                }
                yield object.append('}').toString();
            }
        };
    }
}
