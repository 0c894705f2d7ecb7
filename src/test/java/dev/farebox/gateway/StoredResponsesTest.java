package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.gateway.stored.Owned;
import dev.farebox.gateway.stored.StoredObjects;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one customer leaves at an upstream is there for that customer, where it lies, and no other.
 */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredResponsesTest {
    private static final long FUNDS = 1_000_000_000;
    private static final String RESPONSES = "/v1/responses";

    private GatewayWorld world;
    private DemoUpstream other;
    private int prompts;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
        other = DemoUpstream.instant();
        world.addChannel("another", other.baseUrl(), DemoUpstream.KEY);
        world.refresh();
    }

    @AfterAll
    void stop() {
        other.close();
        world.close();
    }

    @Test
    void whoever_made_a_response_can_come_back_for_it_at_once() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        for (int i = 0; i < 10; i++) {
            JsonNode made = create(buyer);
            RawHttp.Answer shown = get(buyer, "/" + id(made));
            assertThat(shown.status()).isEqualTo(200);
            assertThat(json(shown).get("output")).isEqualTo(made.get("output"));
        }
        assertThat(world.settled(buyer, 10)).hasSize(10);
    }

    @Test
    void a_streamed_response_is_there_when_its_stream_has_ended() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        RawHttp.Answer streamed = post(buyer, body("\"stream\":true"));
        assertThat(streamed.end()).isEqualTo(RawHttp.End.CLEAN);
        String id = streamed.body().replaceAll("(?s).*\"response\":\\{\"id\":\"([^\"]+)\".*", "$1");
        assertThat(get(buyer, "/" + id).status()).isEqualTo(200);
        assertThat(get(buyer, "/" + id + "/input_items").body()).contains("\"object\":\"list\"");
    }

    @Test
    void coming_back_costs_nothing() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = id(create(buyer));
        world.settled(buyer);
        long left = world.account(buyer).available();
        get(buyer, "/" + id);
        get(buyer, "/" + id + "/input_items");
        send("DELETE", buyer, RESPONSES + "/" + id, "");
        assertThat(world.account(buyer).available()).isEqualTo(left);
        assertThat(world.account(buyer).held()).isZero();
        assertThat(world.usage(buyer)).hasSize(1);
    }

    @Test
    void whoever_leaves_while_the_owner_is_looked_up_is_not_served() throws Exception {
        Buyer buyer = world.buyer(FUNDS);
        String id = id(create(buyer));
        String body =
                "{\"model\":\"demo-chat\",\"stream\":true,\"previous_response_id\":\""
                        + id
                        + "\",\"input\":\"!fault slow_first_byte ms=400 More\"}";
        for (int i = 0; i < 20; i++) {
            try (var http = RawHttp.connect(world.server.port())) {
                http.request("POST", RESPONSES, RawHttp.json(buyer.secret()), body);
                // At once, or later and later: while it is looked up, while an upstream is asked.
                Thread.sleep(i % 2 == 0 ? 0 : i);
                http.abort();
            }
        }
        GatewayWorld.await(() -> world.tally.inFlight() == 0 && world.usage(buyer).size() > 1);
        assertThat(world.usage(buyer).stream().map(one -> one.line().outcome()))
                .containsOnlyOnce("completed");
        assertThat(world.account(buyer).held()).isZero();
    }

    @Test
    void what_was_deleted_is_gone() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = id(create(buyer));
        assertThat(send("DELETE", buyer, RESPONSES + "/" + id, "").body()).contains("true");
        assertThat(get(buyer, "/" + id).status()).isEqualTo(404);
        assertThat(send("DELETE", buyer, RESPONSES + "/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void an_upstreams_refusal_is_passed_on() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = id(create(buyer));
        RawHttp.Answer refused = send("POST", buyer, RESPONSES + "/" + id + "/cancel", "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("background");
    }

    @Test
    void an_id_of_another_customer_looks_like_one_that_never_was() throws IOException {
        Buyer owner = world.buyer(FUNDS);
        Buyer thief = world.buyer(FUNDS);
        String foreign = id(create(owner));
        String unknown = foreign.replaceAll("[0-9a-f]{6}$", "ffffff");
        assertThat(unknown).isNotEqualTo(foreign);
        long seen = seen();
        for (String way : List.of("GET ", "DELETE ", "GET /input_items", "POST /cancel")) {
            String method = way.substring(0, way.indexOf(' '));
            String suffix = way.substring(way.indexOf(' ') + 1);
            RawHttp.Answer one = send(method, thief, RESPONSES + "/" + foreign + suffix, "");
            RawHttp.Answer two = send(method, thief, RESPONSES + "/" + unknown + suffix, "");
            assertSame(one, foreign, two, unknown);
            assertThat(one.status()).as(way).isEqualTo(404);
        }
        for (String form :
                List.of(
                        "\"previous_response_id\":\"%s\"",
                        "\"input\":[{\"type\":\"item_reference\",\"id\":\"%s\"}]",
                        "\"input\":[{\"id\":\"%s\"}]",
                        "\"input\":[{\"type\":\"reasoning\",\"id\":\"%s\",\"summary\":[]}]",
                        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"%s\"}]}]",
                        "\"conversation\":\"%s\"",
                        "\"conversation\":{\"id\":\"%s\"}")) {
            RawHttp.Answer one = post(thief, bare(form.formatted(foreign)));
            RawHttp.Answer two = post(thief, bare(form.formatted(unknown)));
            assertSame(one, foreign, two, unknown);
            assertThat(one.status()).as(form).isEqualTo(400);
        }
        assertThat(seen()).isEqualTo(seen);
        assertThat(world.account(thief).available()).isEqualTo(FUNDS);
        assertThat(get(owner, "/" + foreign).status()).isEqualTo(200);
    }

    @Test
    void one_own_reference_does_not_carry_a_foreign_one() throws IOException {
        Buyer owner = world.buyer(FUNDS);
        Buyer thief = world.buyer(FUNDS);
        String foreign = id(create(owner));
        JsonNode own = create(thief);
        long seen = seen();
        RawHttp.Answer refused =
                post(
                        thief,
                        bare(
                                "\"previous_response_id\":\"" + id(own) + "\"",
                                "\"input\":[{\"type\":\"item_reference\",\"id\":\""
                                        + foreign
                                        + "\"}]"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(
                        post(
                                        thief,
                                        bare(
                                                "\"previous_response_id\":\"" + id(own) + "\"",
                                                "\"conversation\":\"" + foreign + "\""))
                                .status())
                .isEqualTo(400);
        assertThat(seen()).isEqualTo(seen);
    }

    @Test
    void a_response_is_continued_only_where_it_lies_and_held_for_what_comes_with_it()
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        for (int i = 0; i < 6; i++) {
            JsonNode first = create(buyer);
            String channel = world.settled(buyer, 2 * i + 1).getFirst().line().channel();
            RawHttp.Answer next =
                    post(buyer, body("\"previous_response_id\":\"" + id(first) + "\""));
            assertThat(next.status()).as(next.body()).isEqualTo(200);
            var line = world.settled(buyer, 2 * i + 2).getFirst().line();
            assertThat(line.channel()).isEqualTo(channel);
            long before = first.at("/usage/total_tokens").asLong();
            JsonNode detail = JsonMapper.shared().readTree(line.detail());
            assertThat(detail.at("/hold/input_tokens").asLong()).isGreaterThan(before);
        }
    }

    @Test
    void what_lies_at_a_channel_that_is_gone_is_out_of_reach_and_said_so() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        var lost = new StoredId(StoredId.Kind.RESPONSE, "resp_lost");
        world.stored.own(buyer.account(), List.of(new Owned(lost, UUID.randomUUID(), 5)));
        RawHttp.Answer shown = get(buyer, "/resp_lost");
        assertThat(shown.status()).isEqualTo(404);
        assertThat(shown.body()).contains("channel_gone");
        RawHttp.Answer next = post(buyer, body("\"previous_response_id\":\"resp_lost\""));
        assertThat(next.status()).isEqualTo(400);
        assertThat(next.body()).contains("channel_gone");
    }

    @Test
    void what_is_gone_at_the_provider_is_the_clients_affair_and_judges_no_channel()
            throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = id(create(buyer));
        boolean first = world.settled(buyer).line().channel().equals("demo");
        String next = "\"previous_response_id\":\"" + id + "\"";
        for (int i = 0; i < 5; i++) {
            (first ? world.faults() : other.faults()).next("status 404");
            RawHttp.Answer gone = post(buyer, body(next));
            assertThat(gone.status()).as(gone.body()).isBetween(400, 404);
        }
        RawHttp.Answer reached = post(buyer, body(next));
        assertThat(reached.status()).as(reached.body()).isEqualTo(200);
    }

    @Test
    void a_translation_continues_nothing_and_says_so_by_name() throws IOException {
        world.addChannel(
                "translated",
                "openai-chat",
                world.upstream.baseUrl(),
                "on-openai-chat",
                "demo-reasoner");
        world.refresh();
        Buyer buyer = world.buyer(FUNDS);
        String id = id(create(buyer));
        for (String name : List.of(id, "resp_unknown")) {
            RawHttp.Answer refused =
                    post(
                            buyer,
                            "{\"model\":\"on-openai-chat\",\"input\":\"x\",\"previous_response_id\":\""
                                    + name
                                    + "\"}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(json(refused).at("/error/param").asString())
                    .contains("previous_response_id");
        }
    }

    @Test
    void it_is_there_for_every_node_and_after_every_start(Database database) throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = id(create(buyer));
        var again = new StoredObjects(database, InstantSource.system(), Duration.ofDays(1));
        assertThat(again.find(buyer.account(), new StoredId(StoredId.Kind.RESPONSE, id)))
                .isPresent();
    }

    @Test
    void what_is_not_served_says_so_in_the_dialect() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        for (String place :
                List.of(
                        "/v1/batches",
                        "/v1/batches/batch_1/cancel",
                        "/v1/uploads",
                        "/v1/conversations")) {
            RawHttp.Answer answer = send("POST", buyer, place, "{}");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(json(answer).at("/error/code").asString()).isEqualTo("not_served");
        }
        assertThat(get(buyer, "/resp_1?stream=true").body()).contains("not streamed here");
        assertThat(send("PUT", buyer, RESPONSES + "/resp_1", "").status()).isEqualTo(405);
    }

    private static void assertSame(
            RawHttp.Answer one, String oneId, RawHttp.Answer two, String twoId) {
        assertThat(one.status()).isEqualTo(two.status());
        assertThat(one.body().replace(oneId, "ID")).isEqualTo(two.body().replace(twoId, "ID"));
    }

    private long seen() {
        return world.faults().count(Count.SEEN) + other.faults().count(Count.SEEN);
    }

    private JsonNode create(Buyer buyer) throws IOException {
        RawHttp.Answer made = post(buyer, body());
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return json(made);
    }

    /** No two of the same words: the demo provider's ids follow from them. */
    private String body(String... more) {
        String input = "\"input\":\"Tell me about tea, part " + ++prompts + "\"";
        return bare(more.length == 0 ? input : input + "," + String.join(",", more));
    }

    private static String bare(String... members) {
        return "{\"model\":\"demo-chat\"," + String.join(",", members) + "}";
    }

    private static String id(JsonNode response) {
        return response.get("id").asString();
    }

    private static JsonNode json(RawHttp.Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private RawHttp.Answer get(Buyer buyer, String rest) throws IOException {
        return send("GET", buyer, RESPONSES + rest, "");
    }

    private RawHttp.Answer post(Buyer buyer, String body) throws IOException {
        return send("POST", buyer, RESPONSES, body);
    }

    private RawHttp.Answer send(String method, Buyer buyer, String path, String body)
            throws IOException {
        try (var http = RawHttp.connect(world.server.port())) {
            return http.request(method, path, RawHttp.json(buyer.secret()), body).answer();
        }
    }
}
