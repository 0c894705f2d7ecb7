package dev.farebox.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.Proves;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each lot below pays before the next one; every pair differs in one thing only. */
@Proves("CRD-5")
class BurnOrderTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void priority_then_expiry_then_colour_then_time_then_id() {
        List<Lot> ordered =
                List.of(
                        lot(1, 9, null, Colour.PAID, 9),
                        lot(2, 9, NOON.plusSeconds(100), Colour.PAID, 9),
                        lot(2, 9, NOON.plusSeconds(200), Colour.PAID, 9),
                        lot(2, 9, null, Colour.PROMOTIONAL, 9),
                        lot(2, 9, null, Colour.REDEEMED, 9),
                        lot(2, 9, null, Colour.MANUAL, 9),
                        lot(2, 9, null, Colour.COMPENSATION, 9),
                        lot(2, 9, null, Colour.BONUS, 9),
                        lot(2, 9, null, Colour.CONVERTED, 9),
                        lot(2, 8, null, Colour.PAID, 9),
                        lot(2, 9, null, Colour.PAID, 8),
                        lot(2, 9, null, Colour.PAID, 9),
                        // ids as unsigned numbers, as the database has them
                        lot(2, 9, null, Colour.PAID, Long.MIN_VALUE));
        for (int seed = 0; seed < 50; seed++) {
            var shuffled = new ArrayList<>(ordered);
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.sort(BurnOrder.INSTANCE);
            assertThat(shuffled).isEqualTo(ordered);
        }
    }

    private static Lot lot(
            int priority, long second, @Nullable Instant expiresAt, Colour colour, long id) {
        return new Lot(
                new UUID(5, id),
                Asset.CREDIT,
                colour,
                priority,
                NOON.plusSeconds(second),
                expiresAt,
                false,
                LotOrigin.FREE,
                1,
                1,
                0,
                0);
    }
}
