package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.config.ChargeRule;
import dev.farebox.config.MissingUsage;
import dev.farebox.config.UsageAccounting;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.EnumMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which usage is charged for how an exchange ended, by rule. */
class ReckoningTest {
    private static final Foreseen FORESEEN = new Foreseen(100, 500);
    private static final UsageReading REPORTED =
            new UsageReading.Reported(usage(90, 40), "{\"total_tokens\":130}");

    @ParameterizedTest
    @CsvSource({
        // ending, usage, rule -> outcome, charged input, charged output
        "complete, reported, NOTHING, completed, 90, 40",
        "complete, missing, DELIVERED, usage_missing, 100, 30",
        "complete, missing, NOTHING, usage_missing, 0, 0",
        "complete, implausible, DELIVERED, usage_missing, 100, 30",
        "refusal, reported, NOTHING, content_refusal, 0, 0",
        "refusal, reported, EVERYTHING, content_refusal, 90, 40",
        "cut, missing, NOTHING, upstream_cut_mid_stream, 0, 0",
        "cut, missing, DELIVERED, upstream_cut_mid_stream, 100, 30",
        "cut, reported, EVERYTHING, upstream_cut_mid_stream, 90, 40",
        "before, missing, NOTHING, upstream_error_before_first_byte, 0, 0",
        "before, missing, DELIVERED, upstream_error_before_first_byte, 0, 0",
        "before, missing, EVERYTHING, upstream_error_before_first_byte, 100, 0",
        "credit, missing, NOTHING, credit_stop, 100, 30",
    })
    void charges_what_the_rule_says(
            String how, String says, ChargeRule rule, String outcome, long input, long output) {
        Reckoning reckoning = Reckoning.of(ending(how, says), FORESEEN, rules(rule));
        assertThat(reckoning.outcome()).isEqualTo(outcome);
        assertThat(reckoning.charged().inputTokens()).isEqualTo(input);
        assertThat(reckoning.charged().outputTokens()).isEqualTo(output);
    }

    private static Ending ending(String how, String says) {
        UsageReading usage =
                switch (says) {
                    case "reported" -> REPORTED;
                    case "implausible" ->
                            new UsageReading.Implausible(usage(1 << 30, 1), "absurd", "{}");
                    default -> UsageReading.MISSING;
                };
        var received = new Received(usage, 30, true);
        var problem = new GatewayProblem.UpstreamCut();
        return switch (how) {
            case "complete" -> new Ending.Completed(received, false);
            case "refusal" -> new Ending.Completed(received, true);
            case "cut" ->
                    new Ending.Failed(FailureClass.UPSTREAM_CUT_MID_STREAM, received, problem);
            case "credit" -> new Ending.Failed(FailureClass.CREDIT_STOP, received, problem);
            default ->
                    new Ending.Failed(
                            FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE,
                            Received.NOTHING,
                            problem);
        };
    }

    private static UsageRules rules(ChargeRule rule) {
        var rules =
                new EnumMap<dev.farebox.config.FailureClass, ChargeRule>(
                        dev.farebox.config.FailureClass.class);
        for (var failure : dev.farebox.config.FailureClass.values()) {
            rules.put(failure, rule);
        }
        return new UsageRules(
                new UsageAccounting(
                        rules,
                        rule == ChargeRule.NOTHING ? MissingUsage.NOTHING : MissingUsage.ESTIMATE));
    }

    private static Usage usage(long input, long output) {
        return Usage.builder().set(Dimension.INPUT, input).set(Dimension.OUTPUT, output).build();
    }
}
