package dev.farebox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.WithDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Values pass unchanged, clocks can be compared, and an absent server is named. */
@WithDatabase
final class DatabaseTest {
    @Test
    void values_come_back_as_they_went(Database database) {
        Instant instant = Instant.parse("2026-03-29T01:30:00.123456Z");
        UUID uuid = new UUID(1, 2);
        database.tx(tx ->
                tx.one(
                        "SELECT ?::timestamptz AS t, ?::uuid AS u, ?::text[] AS l, sum(?::bigint) AS s, ?::smallint AS i, ?::text AS n",
                        row -> {
                            assertThat(row.instant("t")).isEqualTo(instant);
                            assertThat(row.uuid("u")).isEqualTo(uuid);
                            assertThat(row.texts("l")).containsExactly("a", "b");
                            assertThat(row.number("s")).isEqualTo(Long.MAX_VALUE);
                            assertThat(row.integer("i")).isEqualTo(3);
                            assertThat(row.optionalText("n")).isEmpty();
                            assertThatThrownBy(() -> row.text("n")).hasMessage("column n is null");
                            return 0;
                        },
                        instant,
                        uuid,
                        List.of("a", "b"),
                        Long.MAX_VALUE,
                        3,
                        null));
    }

    @Test
    void an_empty_list_fits_every_type(Database database) {
        for (String type : Arrays.asList("uuid", "bigint", "smallint", "text")) {
            long found =
                    database.tx(tx ->
                            tx.one(
                                            "SELECT count(*) AS n FROM (SELECT NULL::%s AS v) AS x WHERE v = ANY(?)"
                                                    .formatted(type),
                                            row -> row.number("n"),
                                            List.of())
                                    .orElseThrow());
            assertThat(found).isZero();
        }
    }

    @Test
    void the_skew_of_clocks_is_measured(Database database) {
        InstantSource clock = InstantSource.system();
        assertThat(database.clockSkew(clock).abs()).isLessThan(Duration.ofMillis(200));
        InstantSource fast = () -> clock.instant().plusSeconds(5);
        assertThat(database.clockSkew(fast))
                .isBetween(Duration.ofMillis(-5200), Duration.ofMillis(-4800));
    }

    @Test
    void sessions_live_in_utc_whatever_the_zone_of_this_process(Database database) {
        String zone =
                database.tx(tx -> tx.one("SHOW timezone", row -> row.text("TimeZone")))
                        .orElseThrow();
        assertThat(zone).isEqualTo("UTC");
        assertThat(database.ping()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        var login = new Login("jdbc:postgresql://127.0.0.1:1/none", "nobody", "x");
        assertThatThrownBy(() ->
                        Database.open(
                                new DatabaseSettings.External(login, 1), new SplittableRandom(1)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.DATABASE_UNAVAILABLE))
                .hasMessageContaining("127.0.0.1:1/none");
    }
}
