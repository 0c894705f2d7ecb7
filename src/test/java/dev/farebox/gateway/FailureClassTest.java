package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.config.ChargeRule;
import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.usage.Usage;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every way in which an upstream fails, streamed and not, under every usage accounting rule: the
 * charge is what the rule says, the receipt says why, and the client gets an error and never a
 * clean end.
 */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Proves("CRD-3")
class FailureClassTest {
    private static final long FUNDS = 1_000_000_000;
    private static final String BEFORE = "upstream_error_before_first_byte";
    private static final String CUT = "upstream_cut_mid_stream";
    private static final String LATE = "upstream_timeout";
    private static final String INVALID = "invalid_request";

    private final Map<ChargeRule, GatewayWorld> worlds = new EnumMap<>(ChargeRule.class);

    /** When an answer that is not streamed fails, none of it was delivered to anybody. */
    record Fault(String directive, boolean stream, String outcome, boolean begun) {}

    private static final List<Fault> FAULTS =
            List.of(
                    new Fault("status 500", true, BEFORE, false),
                    new Fault("status 500", false, BEFORE, false),
                    new Fault("status 429", true, BEFORE, false),
                    new Fault("status 401", false, BEFORE, false),
                    new Fault("status 400", true, INVALID, false),
                    new Fault("status 400", false, INVALID, false),
                    new Fault("hang_up", true, BEFORE, false),
                    new Fault("hang_up", false, BEFORE, false),
                    new Fault("garbage bytes", true, BEFORE, false),
                    new Fault("garbage html", true, BEFORE, false),
                    new Fault("garbage json", true, BEFORE, false),
                    new Fault("garbage json", false, BEFORE, false),
                    new Fault("garbage html", false, BEFORE, false),
                    new Fault("slow_first_byte ms=3000", true, LATE, false),
                    new Fault("slow_first_byte ms=3000", false, LATE, false),
                    new Fault("stall after=5", true, LATE, true),
                    new Fault("stall after=5", false, LATE, false),
                    new Fault("cut after=5", true, CUT, true),
                    new Fault("cut after=5", false, BEFORE, false),
                    new Fault("clean_end after=5", true, CUT, true),
                    new Fault("error_event after=5", true, CUT, true),
                    new Fault("error_event after=0", true, BEFORE, false),
                    new Fault("truncated_body", false, BEFORE, false));

    @BeforeAll
    void start(Database database) {
        var upstream = DemoUpstream.instant();
        for (ChargeRule rule : ChargeRule.values()) {
            worlds.put(
                    rule,
                    new GatewayWorld(
                            database,
                            upstream,
                            "upstream.first_byte_timeout",
                            "400ms",
                            "upstream.idle_timeout",
                            "400ms",
                            "usage_accounting." + BEFORE,
                            rule.word(),
                            "usage_accounting." + CUT,
                            rule.word(),
                            "usage_accounting." + LATE,
                            rule.word(),
                            "usage_accounting." + INVALID,
                            rule.word()));
        }
    }

    @AfterAll
    void stop() {
        worlds.values().forEach(GatewayWorld::close);
    }

    static Stream<Arguments> cases() {
        return Stream.of(ChargeRule.values())
                .flatMap(rule -> FAULTS.stream().map(fault -> Arguments.of(rule, fault)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void is_charged_by_its_rule_and_never_looks_like_success(ChargeRule rule, Fault fault)
            throws IOException {
        GatewayWorld world = Objects.requireNonNull(worlds.get(rule));
        Buyer buyer = world.buyer(FUNDS);
        String prompt = "!fault " + fault.directive() + " Tell me about tea";
        if (fault.stream()) {
            try (var http = world.open(buyer, GatewayWorld.stream(prompt))) {
                assertStreamFails(http, fault.begun());
            }
        } else {
            assertRefused(world.post(buyer, GatewayWorld.chat(prompt)));
        }
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo(fault.outcome());
        JsonNode detail = JsonMapper.shared().readTree(record.line().detail());
        assertThat(detail.get("failure").asString()).isEqualTo(fault.outcome());
        assertThat(detail.get("rule").asString()).isEqualTo(rule.word());
        assertThat(detail.get("attempts").size()).isPositive();
        assertThat(record.charged()).isEqualTo(expected(rule, fault, record, detail));
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS - record.charged());
        assertThat(world.account(buyer).held()).isZero();
    }

    private static long expected(
            ChargeRule rule, Fault fault, UsageRecord record, JsonNode detail) {
        Usage usage = record.line().usage();
        if (fault.begun()) {
            assertThat(usage.inputTokens()).isPositive();
            assertThat(usage.outputTokens()).isBetween(2L, 30L);
        } else {
            assertThat(usage.isEmpty()).isTrue();
        }
        long consumed =
                usage.inputTokens() * GatewayWorld.INPUT
                        + usage.outputTokens() * GatewayWorld.OUTPUT;
        long input = detail.at("/hold/input_tokens").asLong() * GatewayWorld.INPUT;
        return switch (rule) {
            case NOTHING -> 0;
            case DELIVERED -> consumed;
            case EVERYTHING -> fault.begun() ? consumed : input;
        };
    }

    private static void assertStreamFails(RawHttp http, boolean begun) throws IOException {
        int status = http.readHead();
        if (!begun) {
            assertThat(status).isGreaterThanOrEqualTo(400);
            assertThat(http.answer().body()).contains("\"error\"");
            return;
        }
        assertThat(status).isEqualTo(200);
        var events = http.events();
        List<Event> all = events.rest();
        assertThat(all.size()).isGreaterThan(2);
        assertThat(all.getLast().data()).startsWith("{\"error\"");
        assertThat(all).noneMatch(Event::isDone);
        assertThat(all).noneMatch(event -> event.data().contains("\"finish_reason\":\"stop\""));
        assertThat(events.end()).isEqualTo(RawHttp.End.CUT);
    }

    private static void assertRefused(RawHttp.Answer answer) {
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains("\"error\"");
        assertThat(answer.header("x-request-id")).startsWith("req_");
    }
}
