package dev.farebox.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a batch reads of an account. */
class LoadingTest {
    /** Read twice it would count twice, and the whole batch be taken for wrong and split. */
    @Test
    void a_hold_that_two_commands_name_is_there_once() {
        var loading = new Loading(new AccountId(new UUID(1, 1)));
        loading.found(1, 0, 0, false);
        Hold hold = hold(new HoldId(new UUID(2, 2)), 500);
        loading.add(hold);
        loading.add(hold);
        assertThat(loading.state().holds()).containsExactly(hold);
        assertThat(loading.held(hold.id())).isEqualTo(500);
        assertThat(loading.held(new HoldId(new UUID(3, 3)))).isZero();
    }

    private static Hold hold(HoldId id, long amount) {
        return new Hold(
                id,
                new UUID(4, 4),
                new UUID(5, 5),
                LocalDate.of(2026, 11, 21),
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                new Split(new UUID[] {new UUID(6, 6)}, new long[] {amount}));
    }
}
