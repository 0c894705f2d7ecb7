package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.Talk.Said;
import dev.farebox.gateway.Talk.With;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every client dialect against every provider dialect: what is said, what is charged, and what goes
 * wrong. Where both are the same the bytes pass; everywhere else they are translated.
 */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialectMatrixTest {
    private static final long FUNDS = 1_000_000_000;

    /** More than any provider sends for an answer of a few tokens. */
    private static final int MOST_EVENTS = 40;

    /** Fewer than failures in a row close a channel. */
    private static final int AT_ONCE = 4;

    /** The kinds of channel, each of which serves a model of its own. */
    private static final List<String> KINDS =
            List.of("openai-chat", "openai-responses", "anthropic", "gemini");

    @SuppressWarnings("NullAway.Init")
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
        DemoUpstream upstream = world.upstream;
        for (String kind : KINDS) {
            String url =
                    switch (kind) {
                        case "anthropic" -> upstream.anthropicUrl();
                        case "gemini" -> upstream.geminiUrl();
                        default -> upstream.baseUrl();
                    };
            world.addChannel("on-" + kind, kind, url, "on-" + kind, "demo-chat");
        }
        world.refresh();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Talk.values())
                .flatMap(talk -> KINDS.stream().map(kind -> Arguments.of(talk, kind)));
    }

    static Stream<Arguments> pairsBothWays() {
        return pairs().flatMap(pair ->
                Stream.of(true, false)
                        .map(stream -> Arguments.of(pair.get()[0], pair.get()[1], stream)));
    }

    @ParameterizedTest
    @MethodSource("pairsBothWays")
    @Proves({"CRD-1", "BUY-5"})
    void an_answer_says_and_costs_the_same_in_every_dialect(Talk talk, String kind, boolean stream)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        Said said = ask(talk, kind, buyer, "What is a prepaid balance?", stream, With.NOTHING);
        assertThat(said.text()).isNotBlank();
        assertThat(said.stop()).isIn("stop", "completed", "end_turn", "STOP");
        assertThat(said.calls()).isEmpty();
        assertCharged(buyer, said);
    }

    @ParameterizedTest
    @MethodSource("pairsBothWays")
    void a_tool_is_called_with_its_arguments(Talk talk, String kind, boolean stream)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String prompt = "!tool get_weather {\"city\":\"Kathmandu\"}";
        Said said = ask(talk, kind, buyer, prompt, stream, With.TOOLS);
        assertThat(said.calls()).hasSize(1);
        assertThat(said.calls().getFirst().name()).isEqualTo("get_weather");
        assertThat(said.calls().getFirst().arguments().path("city").asString())
                .isEqualTo("Kathmandu");
        assertThat(said.stop()).isIn("tool_calls", "completed", "tool_use", "STOP");
        assertCharged(buyer, said);
    }

    @ParameterizedTest
    @MethodSource("pairsBothWays")
    void several_tools_are_called_at_once(Talk talk, String kind, boolean stream)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String prompt =
                "!tool get_weather {\"city\":\"Oslo\"}\n!tool get_weather {\"city\":\"Lima\"}";
        Said said = ask(talk, kind, buyer, prompt, stream, With.TOOLS);
        assertThat(said.calls())
                .extracting(call -> call.arguments().path("city").asString())
                .containsExactly("Oslo", "Lima");
        if (talk != Talk.GENERATE) {
            assertThat(said.calls()).extracting(Talk.Call::id).doesNotHaveDuplicates();
        }
        assertCharged(buyer, said);
    }

    @ParameterizedTest
    @MethodSource("pairsBothWays")
    void a_tools_result_is_answered(Talk talk, String kind, boolean stream) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String prompt = "!tool get_weather {\"city\":\"Kathmandu\"}";
        Said first = ask(talk, kind, buyer, prompt, stream, With.TOOLS);
        String model = "on-" + kind;
        String body = talk.afterTool(model, prompt, first, "rain and 17 degrees", stream);
        Said second = ask(talk, talk.path(model, stream), buyer, body, stream);
        assertThat(second.calls()).isEmpty();
        assertThat(second.text()).contains("rain and 17 degrees");
    }

    @ParameterizedTest
    @MethodSource("pairsBothWays")
    void a_picture_arrives(Talk talk, String kind, boolean stream) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        Said plain = ask(talk, kind, buyer, "What do you see?", stream, With.NOTHING);
        Said said = ask(talk, kind, buyer, "What do you see?", stream, With.IMAGE);
        assertThat(said.text()).isNotBlank();
        assertThat(said.inputTokens()).isGreaterThan(plain.inputTokens() + 50);
    }

    @ParameterizedTest
    @MethodSource("pairsBothWays")
    void thinking_is_asked_for_and_paid(Talk talk, String kind, boolean stream) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        Said said = ask(talk, kind, buyer, "Think about tea", stream, With.THINKING);
        assertThat(said.text()).isNotBlank();
        assertCharged(buyer, said);
    }

    @ParameterizedTest
    @MethodSource("pairsBothWays")
    void an_answer_follows_a_schema(Talk talk, String kind, boolean stream) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        Said said = ask(talk, kind, buyer, "Name a city", stream, With.SCHEMA);
        assertThat(Talk.MAPPER.readTree(said.text()).path("city").isString()).isTrue();
        assertCharged(buyer, said);
    }

    @ParameterizedTest
    @MethodSource("pairsBothWays")
    void a_failing_upstream_is_an_error_and_costs_nothing(Talk talk, String kind, boolean stream)
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        for (String fault : List.of("status 500", "status 429", "status 401", "status 400")) {
            world.wellAgain();
            var answer = post(talk, kind, buyer, "!fault " + fault + " Hi", stream, With.NOTHING);
            assertThat(answer.status()).as(fault).isGreaterThanOrEqualTo(400);
            boolean ours = !fault.equals("status 400");
            assertThat(answer.status() >= 500).as(fault + " " + answer.status()).isEqualTo(ours);
            assertThat(answer.body()).contains("\"error\"");
            assertThat(answer.header("x-request-id")).startsWith("req_");
        }
        assertThat(world.settled(buyer, 4))
                .allSatisfy(record -> assertThat(record.charged()).isZero());
    }

    static Stream<Arguments> cuts() {
        return pairs().flatMap(pair ->
                Stream.of("cut", "clean_end", "error_event")
                        .map(how -> Arguments.of(pair.get()[0], pair.get()[1], how)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void a_stream_cut_after_any_event_never_looks_whole(Talk talk, String kind, String how)
            throws Exception {
        Buyer buyer = world.buyer(FUNDS);
        List<Integer> cuts =
                how.equals("cut")
                        ? IntStream.range(0, MOST_EVENTS).boxed().toList()
                        : List.of(0, 1, 2, 5, MOST_EVENTS);
        var whole = new TreeMap<Integer, Boolean>();
        for (int from = 0; from < cuts.size(); from += AT_ONCE) {
            List<Integer> some = cuts.subList(from, Math.min(from + AT_ONCE, cuts.size()));
            world.wellAgain();
            whole.putAll(cutAfterEach(talk, kind, buyer, how, some));
        }
        assertThat(whole.firstEntry().getValue()).isFalse();
        // Gemini's streams have no event that says that nothing more will come.
        boolean endless = kind.equals("gemini") && how.equals("error_event");
        assertThat(whole.lastEntry().getValue()).as(whole.toString()).isEqualTo(!endless);
        List<UsageRecord> lines = world.settled(buyer, cuts.size());
        assertThat(lines.stream().filter(line -> line.charged() > 0).count())
                .isEqualTo(whole.values().stream().filter(Boolean::booleanValue).count());
    }

    /** Whether the answer was whole all the same, by the number of events before the cut. */
    private Map<Integer, Boolean> cutAfterEach(
            Talk talk, String kind, Buyer buyer, String how, List<Integer> cuts) throws Exception {
        var whole = new TreeMap<Integer, Boolean>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new TreeMap<Integer, Future<Boolean>>();
            for (int after : cuts) {
                String prompt = "!fault " + how + " after=" + after + " Hi";
                answers.put(
                        after, executor.submit(() -> cutAfter(talk, kind, buyer, prompt, after)));
            }
            for (var answer : answers.entrySet()) {
                whole.put(answer.getKey(), answer.getValue().get());
            }
        }
        return whole;
    }

    /** True when the answer was whole all the same. */
    private boolean cutAfter(Talk talk, String kind, Buyer buyer, String prompt, int after)
            throws IOException {
        try (var http = open(talk, kind, buyer, prompt, true, With.SHORT)) {
            int status = http.readHead();
            if (status != 200) {
                assertThat(http.answer().body()).contains("\"error\"");
                return false;
            }
            var events = http.events();
            List<Event> all = events.rest();
            if (events.end() != RawHttp.End.CUT) {
                assertThat(talk.looksComplete(all)).as("after " + after + ": " + all).isTrue();
                return true;
            }
            assertThat(talk.looksComplete(all)).as("after " + after + ": " + all).isFalse();
            assertThat(all).anyMatch(talk::isError);
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whoever_leaves_pays_for_what_was_received(Talk talk, String kind) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String prompt = "!fault slow_drip bytes=150 ms=20 What is tea?";
        try (var http = open(talk, kind, buyer, prompt, true, With.NOTHING)) {
            assertThat(http.readHead()).isEqualTo(200);
            http.events().next(6);
            http.abort();
        }
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("client_disconnect");
        assertThat(record.charged()).isPositive();
        assertThat(record.line().detail().contains("client_abort_drained"))
                .isEqualTo(kind.equals("gemini"));
        assertThat(world.account(buyer).held()).isZero();
    }

    private Said ask(Talk talk, String kind, Buyer buyer, String prompt, boolean stream, With with)
            throws IOException {
        String model = "on-" + kind;
        String body = talk.body(model, prompt, stream, with);
        return ask(talk, talk.path(model, stream), buyer, body, stream);
    }

    private Said ask(Talk talk, String path, Buyer buyer, String body, boolean stream)
            throws IOException {
        try (var http = RawHttp.connect(world.server.port())) {
            http.request("POST", path, talk.headers(buyer.secret()), body);
            if (!stream) {
                var answer = http.answer();
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                return talk.whole(answer.body());
            }
            int status = http.readHead();
            assertThat(status).as(status == 200 ? "" : http.answer().body()).isEqualTo(200);
            var events = http.events();
            List<Event> all = events.rest();
            assertThat(events.end()).as(all.toString()).isNotEqualTo(RawHttp.End.CUT);
            assertThat(talk.looksComplete(all)).isTrue();
            return talk.stream(all);
        }
    }

    private RawHttp.Answer post(
            Talk talk, String kind, Buyer buyer, String prompt, boolean stream, With with)
            throws IOException {
        try (var http = open(talk, kind, buyer, prompt, stream, with)) {
            return http.answer();
        }
    }

    private RawHttp open(
            Talk talk, String kind, Buyer buyer, String prompt, boolean stream, With with)
            throws IOException {
        String model = "on-" + kind;
        return RawHttp.connect(world.server.port())
                .request(
                        "POST",
                        talk.path(model, stream),
                        talk.headers(buyer.secret()),
                        talk.body(model, prompt, stream, with));
    }

    /** What the client is told that it used is what it pays for. */
    private void assertCharged(Buyer buyer, Said said) {
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo("completed");
        assertThat(said.inputTokens()).isEqualTo(record.line().usage().inputTokens());
        assertThat(said.outputTokens()).isEqualTo(record.line().usage().outputTokens());
        assertThat(said.outputTokens()).isPositive();
        assertThat(record.charged())
                .isEqualTo(
                        said.inputTokens() * GatewayWorld.INPUT
                                + said.outputTokens() * GatewayWorld.OUTPUT);
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS - record.charged());
    }
}
