package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.usage.Dimension;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An ordinary request is answered, charged to the last nano-credit, and has its receipt. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaidRequestTest {
    private static final long FUNDS = 1_000_000_000;
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    @Proves({"CRD-1"})
    void a_whole_answer_is_charged_by_the_usage_that_the_upstream_reported() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        RawHttp.Answer answer = world.post(buyer, GatewayWorld.chat("Tell me about tea"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.end()).isEqualTo(RawHttp.End.CLEAN);
        JsonNode usage = JsonMapper.shared().readTree(answer.body()).get("usage");
        long charge =
                usage.get("prompt_tokens").asLong() * GatewayWorld.INPUT
                        + usage.get("completion_tokens").asLong() * GatewayWorld.OUTPUT;
        UsageRecord record = world.settled(buyer);
        assertThat(record.charged()).isEqualTo(charge);
        assertThat(record.line().outcome()).isEqualTo("completed");
        assertThat(record.line().cost()).isEqualTo(charge / 10);
        assertThat(record.line().channel()).isEqualTo("demo");
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS - charge);
        assertThat(world.account(buyer).held()).isZero();
        assertThat(world.usageOf(answer).orElseThrow().hold()).isEqualTo(record.hold());
        assertThat(answer.header("request-id")).isEqualTo(answer.header("x-request-id"));
    }

    @Test
    void tiny_answers_do_not_buy_a_long_one_that_cannot_be_stopped() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        for (int i = 0; i < 25; i++) {
            world.post(buyer, GatewayWorld.chat("Say one word", "\"max_tokens\":2"));
        }
        world.post(buyer, GatewayWorld.chat("Now a long story"));
        UsageRecord record = world.settled(buyer, 26).getFirst();
        JsonNode detail = JsonMapper.shared().readTree(record.line().detail());
        assertThat(detail.at("/hold/output_tokens").asLong()).isGreaterThanOrEqualTo(2_048);
    }

    @Test
    void a_stream_is_charged_and_its_usage_chunk_is_dropped_unless_asked_for() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        List<Event> plain = events(buyer, GatewayWorld.stream("Tell me about tea"));
        List<Event> asked =
                events(
                        buyer,
                        GatewayWorld.stream(
                                "Tell me about tea",
                                "\"stream_options\":{\"include_usage\":true}"));
        assertThat(plain.getLast().isDone()).isTrue();
        assertThat(plain).noneMatch(event -> event.data().contains("\"choices\":[]"));
        assertThat(asked).hasSize(plain.size() + 1);
        JsonNode usage =
                JsonMapper.shared().readTree(asked.get(asked.size() - 2).data()).get("usage");
        List<UsageRecord> records = world.settled(buyer, 2);
        assertThat(records).allMatch(record -> record.line().outcome().equals("completed"));
        assertThat(records.getFirst().line().usage().units(Dimension.OUTPUT))
                .isEqualTo(usage.get("completion_tokens").asLong());
        assertThat(records.getFirst().charged())
                .isEqualTo(
                        usage.get("prompt_tokens").asLong() * GatewayWorld.INPUT
                                + usage.get("completion_tokens").asLong() * GatewayWorld.OUTPUT);
    }

    private List<Event> events(Buyer buyer, String body) throws IOException {
        try (var http = world.open(buyer, body)) {
            return http.events().rest();
        }
    }
}
