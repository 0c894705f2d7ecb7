package dev.farebox.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.AuditQuery;
import dev.farebox.db.Database;
import dev.farebox.db.SqlFailure;
import dev.farebox.id.Ids;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.usage.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithDatabase(WithDatabase.Scope.METHOD)
class PriceBooksTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Random RANDOM = new Random(1);
    private static final Actor OPERATOR = Actor.operator("op-1");

    private static PriceBooks books(Database database) {
        InstantSource clock = InstantSource.fixed(NOON);
        var audit = new Audit(new Ids(clock, RANDOM));
        return new PriceBooks(database, audit, clock, PriceLimits.STANDARD);
    }

    private static PriceDraft draft(String title, String input, String from) {
        return PriceSamples.draft(
                "title: %s\n%smodels: {m: {price: {input: \"%s\"}}}\n"
                        .formatted(
                                title,
                                from.isEmpty() ? "" : "effective_from: \"" + from + "\"\n",
                                input));
    }

    private static PublishOutcome publish(Database database, PriceDraft draft) {
        return database.tx(tx -> books(database).publish(tx, draft, OPERATOR));
    }

    private static Optional<Integer> inForce(PriceBooks books, Instant at) {
        return books.current(at).map(PriceBook::version);
    }

    @Test
    void without_a_book_nothing_is_sold(Database database) {
        PriceBooks books = books(database);
        books.refresh();

        assertThat(books.current(NOON)).isEmpty();
        assertThat(books.byVersion(1)).isEmpty();
    }

    @Test
    void what_was_published_rates_the_same_after_it_was_stored(Database database) {
        PriceDraft seed = PriceBooks.seed();
        publish(database, seed);
        PriceBooks books = books(database);
        books.refresh();

        PriceBook book = books.current(NOON).orElseThrow();

        assertThat(book.version()).isEqualTo(1);
        assertThat(book.effectiveFrom()).isEqualTo(PriceSamples.DAY_ONE);
        assertThat(book.models()).isEqualTo(seed.models());
        assertThat(book.hash()).isEqualTo(PriceBookText.hash(seed));
        assertThat(books.byVersion(1)).hasValue(book);
    }

    @Test
    void another_node_sees_a_publication_at_its_next_refresh(TestDatabase database) {
        try (Database other = database.open()) {
            PriceBooks here = books(database.database());
            here.refresh();
            publish(other, draft("one", "1", ""));
            assertThat(here.current(NOON)).isEmpty();

            here.refresh();

            assertThat(inForce(here, NOON)).hasValue(1);
        }
    }

    @Test
    void of_the_versions_whose_day_has_come_the_highest_is_in_force(Database database) {
        publish(database, draft("one", "1", "2026-11-01T00:00:00Z"));
        publish(database, draft("two", "2", "2026-12-01T00:00:00Z"));
        publish(database, draft("three", "3", "2026-11-20T00:00:00Z"));
        publish(database, draft("four", "4", "2027-01-01T00:00:00Z"));
        PriceBooks books = books(database);
        books.refresh();

        assertThat(inForce(books, NOON)).hasValue(3);
        assertThat(inForce(books, Instant.parse("2026-12-15T00:00:00Z"))).hasValue(3);
        assertThat(inForce(books, Instant.parse("2026-12-31T23:59:59.999999Z"))).hasValue(3);
        assertThat(inForce(books, Instant.parse("2027-01-01T00:00:00Z"))).hasValue(4);
        assertThat(books.byVersion(2))
                .hasValueSatisfying(two -> assertThat(two.title()).isEqualTo("two"));
    }

    @Test
    void a_book_that_waits_comes_into_force_without_a_refresh(Database database) {
        publish(database, draft("soon", "1", "2026-11-21T12:00:01Z"));
        PriceBooks books = books(database);
        books.refresh();

        assertThat(inForce(books, NOON)).isEmpty();
        assertThat(inForce(books, NOON.plus(Duration.ofSeconds(1)))).hasValue(1);
    }

    @Test
    void a_draft_without_a_date_is_in_force_at_once(Database database) {
        assertThat(publish(database, draft("now", "1", "")))
                .isInstanceOfSatisfying(
                        PublishOutcome.Published.class,
                        published -> assertThat(published.book().effectiveFrom()).isEqualTo(NOON));
    }

    @Test
    void publishing_the_same_again_changes_nothing(Database database) {
        publish(database, draft("one", "1", ""));

        assertThat(publish(database, draft("one", "1", "")))
                .isEqualTo(new PublishOutcome.Unchanged(1));
        assertThat(publish(database, draft("one", "1", "2027-01-01T00:00:00Z")))
                .isInstanceOf(PublishOutcome.Published.class);
        assertThat(publish(database, draft("one", "1", "")))
                .isInstanceOf(PublishOutcome.Published.class);
        assertThat(books(database).newest(10))
                .extracting(PublishedVersion::version)
                .containsExactly(3, 2, 1);
    }

    @Test
    void an_absurd_draft_is_refused_and_nothing_is_written(Database database) {
        PriceDraft absurd =
                new PriceDraft(
                        "t",
                        null,
                        Map.of(),
                        Map.of(
                                "m",
                                ModelPrice.of(
                                        "m",
                                        new Rates(Map.of(Dimension.INPUT, Long.MAX_VALUE)),
                                        Rates.NONE)));

        assertThat(publish(database, absurd))
                .isInstanceOfSatisfying(
                        PublishOutcome.Refused.class,
                        refused ->
                                assertThat(refused.issues().toString())
                                        .contains("models.m.price.input", "above the ceiling"));
        assertThat(books(database).newest(10)).isEmpty();
    }

    @Test
    void a_draft_whose_names_its_text_cannot_hold_is_refused(Database database) {
        var draft = new PriceDraft("two\nlines", null, Map.of(), Map.of());

        assertThat(publish(database, draft)).isInstanceOf(PublishOutcome.Refused.class);
    }

    @Test
    void a_publication_is_in_the_audit_trail(Database database) {
        publish(database, draft("one", "1", ""));
        var audit = new Audit(new Ids(InstantSource.fixed(NOON), RANDOM));

        var line = database.tx(tx -> audit.page(tx, AuditQuery.newest(1))).getFirst();

        assertThat(line.actor()).isEqualTo(OPERATOR);
        assertThat(line.change().action()).isEqualTo("price_book.publish");
        assertThat(line.change().subject().id()).isEqualTo("1");
        assertThat(books(database).newest(1).getFirst().publishedBy()).isEqualTo("operator:op-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE price_book SET title = 'x'",
                "UPDATE price_book SET effective_from = now()",
                "DELETE FROM price_book",
                "TRUNCATE price_book",
                "DROP TABLE price_book",
            })
    void a_published_book_cannot_be_changed_by_the_service(String sql, Database database) {
        publish(database, draft("one", "1", ""));

        assertThatThrownBy(() -> database.tx(tx -> tx.update(sql)))
                .isInstanceOfSatisfying(
                        SqlFailure.class,
                        failure -> assertThat(failure.sqlState()).isEqualTo("42501"));
    }

    @Test
    void a_book_that_was_edited_by_the_owner_is_noticed(TestDatabase database) {
        publish(database.database(), draft("one", "1", ""));
        database.asOwner(tx ->
                tx.update("UPDATE price_book SET content = replace(content, '1.00', '0.10')"));

        assertThatThrownBy(() -> books(database.database()).refresh())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("price book 1 does not have its hash");
    }

    @Test
    void publications_at_once_get_versions_without_gaps(Database database) throws Exception {
        var work = new ArrayList<Callable<PublishOutcome>>();
        for (int i = 0; i < 12; i++) {
            String title = "book " + i;
            work.add(() -> publish(database, draft(title, "1", "")));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var outcome : threads.invokeAll(work)) {
                assertThat(outcome.get()).isInstanceOf(PublishOutcome.Published.class);
            }
        }
        List<Integer> versions =
                books(database).newest(100).stream().map(PublishedVersion::version).toList();

        assertThat(versions).containsExactly(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    }
}
