package dev.farebox.db;

import java.io.Serial;

/**
 * The connection was lost during a commit: the transaction may have taken effect or not.
 *
 * <p>Whoever can look its operation up gives {@link Database#tx(java.util.function.Function,
 * java.util.function.Function)} the look-up and sees this only when the database stays away.
 */
public final class UnknownCommit extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final SqlFailure failure;

    UnknownCommit(SqlFailure failure) {
        super("the connection was lost during a commit; its outcome is unknown", failure);
        this.failure = failure;
    }

    SqlFailure failure() {
        return failure;
    }
}
