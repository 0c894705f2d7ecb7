package dev.farebox.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The usage accounting rules: what is charged for each way in which an exchange can fail.
 *
 * @param rules one for every failure class
 */
public record UsageAccounting(Map<FailureClass, ChargeRule> rules, MissingUsage usageMissing) {
    private static final List<Key<ChargeRule>> RULES =
            Stream.of(FailureClass.values()).map(UsageAccounting::key).toList();
    private static final Key<MissingUsage> USAGE_MISSING =
            new Key<>(
                    "usage_accounting.usage_missing",
                    Kind.word(MissingUsage.class),
                    "estimate",
                    "nothing",
                    "What is charged when an answer completed and the provider did not say what"
                            + " it used: our own estimate, or nothing.");
    static final Section SECTION =
            new Section(
                    "usage_accounting",
                    "What is charged when a request fails or is interrupted: nothing, what was"
                            + " delivered, or everything that the provider counted. The rest of"
                            + " the hold returns at once.",
                    keys());

    public UsageAccounting {
        rules = Map.copyOf(rules);
        if (rules.size() != FailureClass.values().length) {
            throw new IllegalArgumentException("a rule for each failure class, not " + rules);
        }
    }

    public ChargeRule ruleFor(FailureClass failure) {
        ChargeRule rule = rules.get(failure);
        if (rule == null) {
            throw new IllegalStateException("no rule for " + failure);
        }
        return rule;
    }

    static UsageAccounting read(Values values) {
        var rules = new EnumMap<FailureClass, ChargeRule>(FailureClass.class);
        for (FailureClass failure : FailureClass.values()) {
            rules.put(failure, values.get(RULES.get(failure.ordinal())));
        }
        return new UsageAccounting(rules, values.get(USAGE_MISSING));
    }

    private static Key<ChargeRule> key(FailureClass failure) {
        return new Key<>(
                "usage_accounting." + failure.word(),
                Kind.word(ChargeRule.class),
                failure.usual().word(),
                "delivered",
                failure.description());
    }

    private static List<Key<?>> keys() {
        var keys = new ArrayList<Key<?>>(RULES);
        keys.add(USAGE_MISSING);
        return keys;
    }
}
