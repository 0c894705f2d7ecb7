package dev.farebox.identity;

import dev.farebox.db.Row;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A limit as a nullable column: null is the usual one, 0 none. */
final class LimitColumns {
    private LimitColumns() {}

    static @Nullable Long of(OptionalInt limit) {
        return limit.isPresent() ? (long) limit.getAsInt() : null;
    }

    static OptionalInt read(Row row, String column) {
        return row.optionalNumber(column).stream().mapToInt(Math::toIntExact).findFirst();
    }
}
