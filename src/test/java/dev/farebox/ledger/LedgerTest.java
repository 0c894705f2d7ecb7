package dev.farebox.ledger;

import static dev.farebox.ledger.LedgerWorld.await;
import static dev.farebox.ledger.LedgerWorld.capture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.testkit.WithDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A hold's life on a real database, through both doors. */
@WithDatabase
class LedgerTest {
    private static LedgerWorld world;

    @BeforeAll
    static void open(Database database) {
        world = new LedgerWorld(database);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void a_hold_is_placed_extended_and_captured() {
        AccountId account = world.accountWith(1_000);
        PlaceHold hold = world.hold(account, 300);
        assertThat(world.place(hold)).isEqualTo(new PlaceOutcome.Placed(700));
        assertThat(await(world.ledger.capture(capture(hold, 250))))
                .isEqualTo(new CaptureOutcome.Captured(250, 0, 0, 750));
        AccountView view = world.view(account);
        assertThat(view.available()).isEqualTo(750);
        assertThat(view.held()).isZero();
        assertThat(view.version()).isEqualTo(3);
    }
}
