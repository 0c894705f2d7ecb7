package dev.farebox.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.db.Database;
import dev.farebox.db.SqlFailure;
import dev.farebox.id.Ids;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.testkit.WithDatabase.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@WithDatabase(Scope.METHOD)
class AuditTest {
    private static final Actor ACTOR = Actor.operator("opr_1");
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    private final Audit audit =
            new Audit(new Ids(InstantSource.fixed(NOW), new SplittableRandom(7)));

    @Test
    void a_line_says_who_did_what_to_what_from_what_to_what_and_why(Database database) {
        var change =
                new Change(
                        "key.change",
                        new Subject("key", "k1"),
                        Map.of("cap", "1", "models", ""),
                        Map.of("cap", "2", "näme \"q\"", "{示例}"),
                        "asked by mail");

        database.tx(tx -> audit.record(tx, ACTOR, change));

        List<AuditEntry> page = page(database, AuditQuery.newest(10));
        assertThat(page).hasSize(1);
        assertThat(page.getFirst().actor()).isEqualTo(ACTOR);
        assertThat(page.getFirst().change()).isEqualTo(change);
        assertThat(page.getFirst().recordedAt()).isEqualTo(NOW);
    }

    @Test
    void a_change_that_is_rolled_back_leaves_no_line(Database database) {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        database.tx(tx -> {
                            audit.record(tx, ACTOR, change("a", ""));
                            throw new IllegalStateException("undo");
                        }));

        assertThat(page(database, AuditQuery.newest(10))).isEmpty();
    }

    @Test
    void pages_follow_each_other_newest_first_and_can_be_of_one_subject(Database database) {
        var clock = new ArrayList<>(List.of(NOW));
        var ticking =
                new Audit(
                        new Ids(
                                () -> {
                                    clock.set(0, clock.getFirst().plusMillis(1));
                                    return clock.getFirst();
                                },
                                new SplittableRandom(8)));
        for (int i = 0; i < 7; i++) {
            String subject = i % 2 == 0 ? "even" : "odd";
            String reason = "r" + i;
            database.tx(tx -> ticking.record(tx, ACTOR, change(subject, reason)));
        }

        List<AuditEntry> first = page(database, AuditQuery.newest(4));
        UUID last = first.getLast().id();
        List<AuditEntry> second =
                page(
                        database,
                        new AuditQuery(Optional.empty(), Optional.empty(), Optional.of(last), 4));
        List<AuditEntry> odd = page(database, AuditQuery.of(new Subject("key", "odd"), 10));

        assertThat(first)
                .map(line -> line.change().reason())
                .containsExactly("r6", "r5", "r4", "r3");
        assertThat(second).map(line -> line.change().reason()).containsExactly("r2", "r1", "r0");
        assertThat(odd).map(line -> line.change().reason()).containsExactly("r5", "r3", "r1");
    }

    @Test
    void hostile_text_is_stored_harmlessly(Database database) {
        String hostile = "a\u0000b\r\n\u001b[31m'; DROP TABLE audit_entry; --\ud800";
        var change =
                new Change(
                        "key.change",
                        new Subject("key", hostile),
                        Map.of(hostile, hostile),
                        Map.of(),
                        hostile + "x".repeat(100_000));

        database.tx(tx -> audit.record(tx, new Actor(Actor.Kind.CUSTOMER, hostile), change));

        Change stored = page(database, AuditQuery.newest(10)).getFirst().change();
        String harmless = "a�b���[31m'; DROP TABLE audit_entry; --�";
        assertThat(stored.subject().id()).isEqualTo(harmless);
        assertThat(stored.before()).isEqualTo(Map.of(harmless, harmless));
        assertThat(stored.reason()).startsWith(harmless).hasSize(2_001).endsWith("…");
    }

    @Test
    void the_service_cannot_change_what_was_recorded(Database database) {
        List<String> statements =
                List.of(
                        "UPDATE audit_entry SET reason = 'another'",
                        "DELETE FROM audit_entry",
                        "TRUNCATE audit_entry",
                        "DROP TABLE audit_entry",
                        "ALTER TABLE audit_entry ADD COLUMN more text");
        assertThat(database.privilegesReduced()).isTrue();
        database.tx(tx -> audit.record(tx, ACTOR, change("k1", "true")));

        for (String sql : statements) {
            assertThatExceptionOfType(SqlFailure.class)
                    .as(sql)
                    .isThrownBy(() -> database.tx(tx -> tx.update(sql)))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo("42501"));
        }
        assertThat(page(database, AuditQuery.newest(10)))
                .map(line -> line.change().reason())
                .containsExactly("true");
    }

    private List<AuditEntry> page(Database database, AuditQuery query) {
        return database.tx(tx -> audit.page(tx, query));
    }

    private static Change change(String subject, String reason) {
        return new Change("key.change", new Subject("key", subject), Map.of(), Map.of(), reason);
    }
}
