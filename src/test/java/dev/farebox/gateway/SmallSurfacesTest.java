package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.pricing.PriceBookReader;
import dev.farebox.pricing.PriceLimits;
import dev.farebox.testkit.Form;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The small surfaces through the whole gateway: what they cost, and what goes wrong on them. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmallSurfacesTest {
    private static final long FUNDS = 10_000_000_000L;
    private static final long FRAMING = 7_000;
    private static final String PRICES =
            """
            title: t
            models:
              words: {price: {input: 1, output: 2}}
              vectors: {price: {input: 1}}
              images: {price: {input: 1, input_image: 3, output_image: 5}}
              voice: {price: {character: 7}}
              hearing: {price: {second: 0.001}}
              gemini-vectors: {price: {input: 1}}
              gemini-words: {price: {input: 1, output: 2}}
              claude-words: {price: {input: 1, output: 2}}
            """;

    @SuppressWarnings("NullAway.Init")
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
        var read = PriceBookReader.read(PRICES, PriceLimits.STANDARD);
        world.publish(((PriceBookReader.Outcome.Read) read).draft());
        var upstream = world.upstream;
        world.addChannel(
                "openai",
                "openai",
                upstream.baseUrl(),
                Map.of(
                        "words", "demo-chat",
                        "vectors", "demo-embedding",
                        "images", "demo-image",
                        "voice", "demo-speech",
                        "hearing", "demo-transcribe",
                        "omni-moderation-latest", "demo-chat"));
        world.addChannel(
                "gemini",
                "gemini",
                upstream.geminiUrl(),
                Map.of("gemini-vectors", "demo-embedding", "gemini-words", "demo-chat"));
        world.addChannel(
                "anthropic",
                "anthropic",
                upstream.anthropicUrl(),
                Map.of("claude-words", "demo-chat"));
        world.refresh();
    }

    @BeforeEach
    void reset() {
        world.faults().reset();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private RawHttp.Answer ask(Small small, Buyer buyer, String prompt) throws IOException {
        return small.ask(world.server.port(), buyer, prompt);
    }

    /** Worked by hand: four bytes of a prompt are one token. */
    @ParameterizedTest
    @Proves({"CRD-1"})
    @CsvSource({
        "COMPLETION,            8 bytes., 23_000", // 2 and 7 of framing × 1000, 7 × 2000
        "EMBEDDING,             8 bytes., 3_000", // (2 + 1) × 1000
        "IMAGES,                8 bytes., 2_722_000", // 2 × 1000 + 2 × 272 × 5000
        "IMAGE_STREAM,          8 bytes., 1_362_000", // 2 × 1000 + 272 × 5000
        "EDIT,                  8 bytes., 2_178_000", // 2 × 1000 + 272 × 3000 + 272 × 5000
        "SPEECH,                8 bytes., 56_000", // 8 × 7000
        "SPEECH_STREAM,         8 bytes., 56_000", // 8 × 7000
        "TRANSCRIPTION,         8 bytes., 3_000_000", // 3 × 1000000: the demo takes 16 000 bytes
        "TRANSCRIPTION_STREAM,  8 bytes., 3_000_000",
        "TRANSLATION,           8 bytes., 3_000_000",
        "GEMINI_EMBED,          8 bytes., 2_000",
        "GEMINI_EMBEDS,         8 bytes., 2_000",
        "GEMINI_ARRAY,          8 bytes., 23_000",
        "COMPACT,               8 bytes., 15_000" // 9 × 1000 + 3 × 2000
    })
    void an_answer_costs_what_was_worked_out(Small small, String prompt, String charge)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        RawHttp.Answer answer = ask(small, buyer, prompt);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.end()).isEqualTo(RawHttp.End.CLEAN);
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("completed");
        assertThat(record.charged())
                .as(record.line().usage() + record.line().detail())
                .isEqualTo(Long.parseLong(charge.replace("_", "")));
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS - record.charged());
        assertHeldInFull(record);
    }

    /**
     * What cannot be stopped is paid from what was set aside, but for a few tokens that the
     * provider puts around each prompt.
     */
    private static void assertHeldInFull(UsageRecord record) {
        var detail = Talk.MAPPER.readTree(record.line().detail());
        assertThat(detail.at("/hold/amount").asLong())
                .isGreaterThanOrEqualTo(record.charged() - FRAMING);
    }

    @Test
    void many_pictures_a_long_recording_and_many_texts_are_held_in_full() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String texts = "\"" + "tea ".repeat(500) + "\",";
        String sentences = texts.repeat(200).replaceFirst(",$", "");
        free(buyer, "/v1/images/generations", "{\"model\":\"images\",\"prompt\":\"x\",\"n\":10}");
        free(buyer, "/v1/embeddings", "{\"model\":\"vectors\",\"input\":[" + sentences + "]}");
        byte[] form =
                new Form()
                        .field("model", "hearing")
                        .file("file", "long.mp3", "x".repeat(16_000 * 300))
                        .bytes();
        var headers =
                Map.of("Authorization", "Bearer " + buyer.secret(), "Content-Type", Form.TYPE);
        try (var http = RawHttp.connect(world.server.port())) {
            http.send(RawHttp.head("POST", "/v1/audio/transcriptions", headers, form.length));
            assertThat(http.send(form).answer().status()).isEqualTo(200);
        }
        List<UsageRecord> records = world.settled(buyer, 3);
        assertThat(records)
                .extracting(UsageRecord::charged)
                .containsExactly(300_000_000L, 100_000_000L, 13_601_000L);
        records.forEach(SmallSurfacesTest::assertHeldInFull);
    }

    @ParameterizedTest
    @EnumSource
    void without_credit_no_upstream_is_called(Small small) throws IOException {
        Buyer buyer = world.buyer(0);
        RawHttp.Answer answer = ask(small, buyer, "Tea");
        assertThat(answer.status()).isIn(402, 429);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(world.faults().count(Count.SEEN)).isZero();
        assertThat(world.usage(buyer)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void an_upstream_that_fails_costs_nothing(Small small) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        world.faults().next("status 500", "status 500", "status 500");
        RawHttp.Answer answer = ask(small, buyer, "Tea");
        assertThat(answer.status()).as(answer.body()).isIn(500, 502, 503, 529);
        UsageRecord record = world.settled(buyer);
        assertThat(record.charged()).isZero();
        assertThat(record.line().outcome()).isEqualTo("upstream_error_before_first_byte");
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS);
        assertThat(world.account(buyer).held()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_is_cut_never_ends_cleanly_as_a_success(Small small) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        world.faults().next("cut after=1", "cut after=1", "cut after=1");
        RawHttp.Answer answer = ask(small, buyer, "Tea");
        assertThat(answer.status() == 200 && answer.end() == RawHttp.End.CLEAN).isFalse();
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).startsWith("upstream_");
        assertThat(record.charged()).isZero();
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS);
    }

    /** Whole answers are billed whole by the provider, so they are finished and charged exactly. */
    @ParameterizedTest
    @EnumSource
    void a_client_that_leaves_pays_what_was_consumed(Small small) throws IOException {
        Buyer stays = world.buyer(FUNDS);
        ask(small, stays, "Tea");
        long whole = world.settled(stays).charged();
        Buyer buyer = world.buyer(FUNDS);
        long before = world.faults().count(Count.SEEN);
        world.faults().next("slow_first_byte 300");
        try (var _ = small.open(world.server.port(), buyer, "Tea")) {
            assertThat(world.faults().await(Count.SEEN, before + 1, Duration.ofSeconds(5)))
                    .isTrue();
        }
        UsageRecord record = world.settled(buyer);
        assertThat(record.charged()).isPositive();
        if (small.streams()) {
            assertThat(record.line().outcome()).isEqualTo("client_disconnect");
        } else {
            assertThat(record.line().outcome()).isEqualTo("completed");
            assertThat(record.charged()).isEqualTo(whole);
        }
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS - record.charged());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/moderations | {\"input\":\"tea\"} | /results/0/flagged | false",
                "/v1/moderations | {\"model\":\"words\",\"input\":[\"forbidden\"]} | /results/0/flagged | true",
                "/v1/responses/input_tokens | {\"model\":\"words\",\"input\":\"8 bytes.\"} | /input_tokens | 9",
                "/v1/messages/count_tokens | {\"model\":\"claude-words\",\"messages\":[{\"role\":\"user\",\"content\":\"8 bytes.\"}]} | /input_tokens | 9",
                "/v1/messages/count_tokens | {\"model\":\"words\",\"messages\":[{\"role\":\"user\",\"content\":\"8 bytes.\"}]} | /input_tokens | 6",
                "/v1beta/models/gemini-words:countTokens | {\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"8 bytes.\"}]}]} | /totalTokens | 9"
            })
    void what_is_free_costs_nothing_and_needs_no_credit(
            String path, String body, String place, String value) throws IOException {
        Buyer buyer = world.buyer(0);
        RawHttp.Answer answer = free(buyer, path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Talk.MAPPER.readTree(answer.body()).at(place).asString("")).isEqualTo(value);
        GatewayWorld.await(() -> world.tally.inFlight() == 0);
        assertThat(world.usage(buyer)).isEmpty();
    }

    private RawHttp.Answer free(Buyer buyer, String path, String body) throws IOException {
        return RawHttp.once(world.server.port(), "POST", path, RawHttp.json(buyer.secret()), body);
    }

    @Test
    void twenty_five_counts_at_once_are_all_answered_even_when_the_upstream_fails()
            throws Exception {
        Buyer buyer = world.buyer(0);
        world.faults().byDefault("status 500");
        String body =
                "{\"model\":\"claude-words\",\"messages\":[{\"role\":\"user\",\"content\":\"tea\"}]}";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawHttp.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                answers.add(threads.submit(() -> free(buyer, "/v1/messages/count_tokens", body)));
            }
            for (Future<RawHttp.Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
                assertThat(answer.get().body()).contains("\"input_tokens\":");
            }
        }
        assertThat(world.usage(buyer)).isEmpty();
    }

    @Test
    void models_are_listed_in_the_shape_of_who_asks() throws IOException {
        Buyer buyer = world.buyer(0);
        String bearer = "Bearer " + buyer.secret();
        assertThat(models(Map.of("Authorization", bearer)))
                .contains("\"object\":\"list\"", "\"id\":\"words\"");
        assertThat(models(Map.of("Authorization", bearer, "anthropic-version", "2023-06-01")))
                .contains("\"has_more\":false", "\"id\":\"claude-words\"");
        assertThat(models(Map.of("x-goog-api-key", buyer.secret())))
                .contains("\"name\":\"models/gemini-words\"");
    }

    private String models(Map<String, String> headers) throws IOException {
        RawHttp.Answer answer = RawHttp.once(world.server.port(), "GET", "/v1/models", headers, "");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }
}
