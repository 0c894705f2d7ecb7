package dev.farebox.gateway;

import dev.farebox.config.ChargeRule;
import dev.farebox.config.MissingUsage;
import dev.farebox.config.UsageAccounting;
import dev.farebox.gateway.exchange.FailureClass;

/**
 * The operator's usage accounting rules by failure class. An answer that is complete and metered is
 * charged exactly, whatever they say.
 */
record UsageRules(UsageAccounting accounting) {
    ChargeRule of(FailureClass failure) {
        return switch (failure) {
            case UPSTREAM_ERROR_BEFORE_FIRST_BYTE,
                    UPSTREAM_CUT_MID_STREAM,
                    UPSTREAM_TIMEOUT,
                    PLATFORM_FAULT,
                    CLIENT_DISCONNECT,
                    CONTENT_REFUSAL,
                    INVALID_REQUEST ->
                    accounting.ruleFor(dev.farebox.config.FailureClass.valueOf(failure.name()));
            case USAGE_MISSING ->
                    accounting.usageMissing() == MissingUsage.ESTIMATE
                            ? ChargeRule.DELIVERED
                            : ChargeRule.NOTHING;
            // What was received up to the last of the credit; by then it is held already.
            case CREDIT_STOP, RECOVERED -> ChargeRule.DELIVERED;
        };
    }
}
