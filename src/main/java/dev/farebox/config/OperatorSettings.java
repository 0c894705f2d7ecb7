package dev.farebox.config;

import java.time.ZoneId;
import java.util.List;

/** Who runs this installation. */
public record OperatorSettings(String name, ZoneId timeZone, String creditName) {
    static final Key<String> NAME =
            new Key<>(
                    "operator.name",
                    Kind.line(),
                    "Farebox",
                    "Example AI",
                    "The name that customers see.");
    static final Key<ZoneId> TIME_ZONE =
            new Key<>(
                    "operator.time_zone",
                    Kind.zone(),
                    "UTC",
                    "Asia/Shanghai",
                    "The zone whose natural days and months spend caps and statements count in.");
    static final Key<String> CREDIT_NAME =
            new Key<>(
                    "operator.credit_name",
                    Kind.line(),
                    "credits",
                    "points",
                    "What the unit of prepaid balance is called.");
    static final Section SECTION =
            new Section(
                    "operator",
                    "Who runs this installation.",
                    List.of(NAME, TIME_ZONE, CREDIT_NAME));

    static OperatorSettings read(Values values) {
        return new OperatorSettings(
                values.get(NAME), values.get(TIME_ZONE), values.get(CREDIT_NAME));
    }
}
