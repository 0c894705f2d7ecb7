package dev.farebox.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.WithDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many values a column holds and however long they are, they arrive as they went. */
@WithDatabase
final class ColumnTest {
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00.123456Z");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 128, 129, 2_000})
    void every_row_arrives(int rows, Database database) throws SQLException {
        var columns =
                new Column[] {
                    Column.flags(), Column.smallints(), Column.integers(), Column.bigints(),
                    Column.texts(), Column.dates(), Column.instants(), Column.uuids()
                };
        for (int i = 0; i < rows; i++) {
            columns[0].add(i % 3 == 0);
            columns[1].add((short) i);
            columns[2].add(-i);
            columns[3].add(i * 10_000_000_000L);
            columns[4].add(i % 5 == 0 ? null : "text " + i + " é");
            columns[5].add(LocalDate.EPOCH.plusDays(i));
            columns[6].add(NOON.plusSeconds(i));
            columns[7].add(new UUID(i, ~i));
        }
        try (Connection connection = database.openConnection();
                var read =
                        connection.prepareStatement(
                                "SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY"
                                        + " r (a, b, c, d, e, f, g, h, n) ORDER BY n")) {
            for (int i = 0; i < columns.length; i++) {
                read.setObject(i + 1, columns[i]);
            }
            int i = 0;
            try (var found = read.executeQuery()) {
                for (; found.next(); i++) {
                    assertThat(found.getBoolean(1)).isEqualTo(i % 3 == 0);
                    assertThat(found.getShort(2)).isEqualTo((short) i);
                    assertThat(found.getInt(3)).isEqualTo(-i);
                    assertThat(found.getLong(4)).isEqualTo(i * 10_000_000_000L);
                    assertThat(found.getString(5))
                            .isEqualTo(i % 5 == 0 ? null : "text " + i + " é");
                    assertThat(found.getObject(6, LocalDate.class))
                            .isEqualTo(LocalDate.EPOCH.plusDays(i));
                    assertThat(found.getObject(7, OffsetDateTime.class).toInstant())
                            .isEqualTo(NOON.plusSeconds(i));
                    assertThat(found.getObject(8, UUID.class)).isEqualTo(new UUID(i, ~i));
                }
            }
            assertThat(i).isEqualTo(rows);
        }
    }

    @Test
    void a_text_longer_than_all_the_room_arrives(Database database) throws SQLException {
        String longText = "0123456789".repeat(10_000);
        Column texts = Column.texts();
        texts.add(longText);
        try (Connection connection = database.openConnection();
                var read = connection.prepareStatement("SELECT unnest(?)")) {
            read.setObject(1, texts);
            try (var found = read.executeQuery()) {
                assertThat(found.next()).isTrue();
                assertThat(found.getString(1)).isEqualTo(longText);
            }
        }
    }
}
