package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Prepaid means prepaid: without funds no upstream call is made. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrepaidTest {
    private static final int REQUESTS = 64;
    private static final int COVERED = 10;
    private GatewayWorld world;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database);
    }

    @BeforeEach
    void reset() {
        world.faults().reset();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Proves("CRD-7")
    void of_64_parallel_requests_on_funds_for_10_exactly_10_reach_the_upstream(boolean stream)
            throws IOException {
        String body =
                stream
                        ? GatewayWorld.stream("Tell me about tea", "\"max_tokens\":50")
                        : GatewayWorld.chat("Tell me about tea", "\"max_tokens\":50");
        long hold = holdFor(body);
        Buyer buyer = world.buyer(hold * COVERED + hold - 1);
        world.faults().reset();
        world.faults().hold();
        var clients = new ArrayList<RawHttp>();
        for (int i = 0; i < REQUESTS; i++) {
            clients.add(world.open(buyer, body));
        }
        assertThat(world.faults().await(Count.HELD, COVERED, Duration.ofSeconds(10))).isTrue();
        GatewayWorld.await(() -> world.tally.inFlight() == COVERED);
        assertThat(world.faults().count(Count.SEEN)).isEqualTo(COVERED);
        assertThat(world.account(buyer).available()).isEqualTo(hold - 1);
        world.faults().release();
        List<RawHttp.Answer> answers = answers(clients);
        assertThat(
                        answers.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                RawHttp.Answer::status, Collectors.counting())))
                .containsOnly(
                        java.util.Map.entry(200, (long) COVERED),
                        java.util.Map.entry(402, (long) REQUESTS - COVERED));
        assertThat(answers).allMatch(answer -> answer.end() == RawHttp.End.CLEAN);
        assertThat(world.faults().count(Count.SEEN)).isEqualTo(COVERED);
        world.settled(buyer, COVERED);
        assertThat(world.usage(buyer)).hasSize(COVERED);
        assertThat(world.account(buyer).held()).isZero();
    }

    private static List<RawHttp.Answer> answers(List<RawHttp> clients) throws IOException {
        var answers = new ArrayList<RawHttp.Answer>();
        for (RawHttp client : clients) {
            try (client) {
                answers.add(client.answer());
            }
        }
        return answers;
    }

    private long holdFor(String body) throws IOException {
        Buyer rich = world.buyer(1_000_000_000);
        world.post(rich, body);
        String detail = world.settled(rich).line().detail();
        return JsonMapper.shared().readTree(detail).at("/hold/amount").asLong();
    }
}
