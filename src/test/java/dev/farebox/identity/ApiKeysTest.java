package dev.farebox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.db.Database;
import dev.farebox.db.SqlFailure;
import dev.farebox.ledger.SpendCaps;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.testkit.WithDatabase.Scope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@WithDatabase(Scope.METHOD)
class ApiKeysTest {
    private final Database database;
    private final IdentityFixture it;

    ApiKeysTest(Database database) {
        this.database = database;
        this.it = new IdentityFixture(database, 11);
    }

    @Test
    void a_new_key_shows_its_secret_once_and_stores_its_hash_alone(TestDatabase whole) {
        Customer ada = it.customer();
        IssuedKey issued = it.key(ada.id(), KeyTerms.OPEN);

        assertThat(issued.secret()).matches("fbx_[0-9a-z]{32}");
        assertThat(issued.key().prefix()).isEqualTo(issued.secret().substring(0, 8));
        assertThat(issued.toString()).doesNotContain(issued.secret());
        String everything =
                whole.asOwner(tx ->
                        tx.query(
                                        """
                                        SELECT k::text AS line FROM api_key k
                                        UNION ALL SELECT a::text FROM audit_entry a
                                        """,
                                        row -> row.text("line"))
                                .toString());
        assertThat(everything)
                .contains(issued.key().prefix())
                .doesNotContain(issued.secret().substring(8));
    }

    @Test
    void secrets_differ() {
        Customer ada = it.customer();
        var secrets = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            secrets.add(it.key(ada.id(), KeyTerms.OPEN).secret());
        }

        assertThat(secrets).hasSize(200);
    }

    @Test
    void terms_are_kept_exactly() {
        KeyTerms terms =
                new KeyTerms(
                        Set.of("gpt-5", "示例/模型"),
                        0,
                        1,
                        SpendCaps.NONE,
                        OptionalInt.of(0),
                        OptionalInt.empty(),
                        OptionalInt.of(Integer.MAX_VALUE),
                        Optional.of(it.in(Duration.ofDays(1))));
        KeyRecord key = it.key(it.customer().id(), terms).key();

        assertThat(find(key.id())).contains(key);
        assertThat(key.terms()).isEqualTo(terms);
    }

    @Test
    void terms_can_be_replaced_until_the_key_is_revoked() {
        KeyRecord key = it.key(it.customer().id(), KeyTerms.OPEN).key();
        KeyTerms tighter = KeyTerms.OPEN.withModels(Set.of("m")).withCaps(5, 6, 7);

        KeyRecord changed = change(key.id(), tighter);
        revoke(key.id());

        assertThat(changed.terms()).isEqualTo(tighter);
        assertProblem(() -> change(key.id(), KeyTerms.OPEN), ProblemCode.CONFLICT, "is revoked");
        assertProblem(
                () -> change(new UUID(0, 9), tighter), ProblemCode.NOT_FOUND, "there is no key");
    }

    @Test
    void revoking_twice_is_revoking_once() {
        KeyRecord key = it.key(it.customer().id(), KeyTerms.OPEN).key();

        KeyRecord first = revoke(key.id());
        it.pass(Duration.ofHours(1));
        KeyRecord second = revoke(key.id());

        assertThat(first.isRevoked()).isTrue();
        assertThat(second).isEqualTo(first);
        assertThat(it.trail()).filteredOn(e -> e.change().action().equals("key.revoke")).hasSize(1);
    }

    @Test
    void keys_are_listed_for_their_customer_alone_page_after_page() {
        Customer ada = it.customer();
        Customer bob = it.customer();
        List<UUID> keys =
                List.of(
                        it.key(ada.id(), KeyTerms.OPEN).key().id(),
                        it.key(ada.id(), KeyTerms.OPEN).key().id(),
                        it.key(ada.id(), KeyTerms.OPEN).key().id());
        it.key(bob.id(), KeyTerms.OPEN);

        List<KeyRecord> first = database.tx(tx -> it.keys.list(tx, ada.id(), Optional.empty(), 2));
        List<KeyRecord> rest =
                database.tx(tx -> it.keys.list(tx, ada.id(), Optional.of(keys.get(1)), 2));

        assertThat(first).map(KeyRecord::id).isEqualTo(keys.subList(0, 2));
        assertThat(rest).map(KeyRecord::id).isEqualTo(keys.subList(2, 3));
    }

    @Test
    void a_key_needs_a_customer_that_is_not_closed() {
        Customer ada = it.customer();
        close(ada.id());

        assertProblem(
                () -> it.key(new UUID(0, 9), KeyTerms.OPEN),
                ProblemCode.NOT_FOUND,
                "there is no customer");
        assertProblem(() -> it.key(ada.id(), KeyTerms.OPEN), ProblemCode.CONFLICT, "is closed");
    }

    @Test
    void a_strong_secret_of_another_system_becomes_a_key_once() {
        String secret = "sk-Zr8mKq2vXw9TbN4yLc7HdP";
        Customer ada = it.customer();

        KeyRecord key = imported(ada.id(), secret);

        assertThat(it.directory().find(secret))
                .isInstanceOfSatisfying(
                        KeyLookup.Active.class,
                        active -> assertThat(active.key().id()).isEqualTo(key.id()));
        assertThat(key.prefix()).isEqualTo("sk-Zr8mK");
        assertProblem(() -> imported(ada.id(), secret), ProblemCode.CONFLICT, "is a key already");
    }

    @Test
    void a_weak_secret_is_refused_and_leaves_no_trace() {
        Customer ada = it.customer();

        assertProblem(
                () -> imported(ada.id(), "sk-hunter2"),
                ProblemCode.INPUT_INVALID,
                "the secret must have 22 to 512 characters");
        assertThat(it.trail()).map(e -> e.change().action()).containsExactly("customer.create");
    }

    @Test
    void the_service_cannot_give_a_key_another_secret_or_owner_nor_delete_it() {
        List<String> statements =
                List.of(
                        "UPDATE api_key SET sha256 = sha256",
                        "UPDATE api_key SET customer_id = customer_id",
                        "UPDATE operator_token SET role = 'admin'",
                        "DELETE FROM api_key",
                        "DELETE FROM customer",
                        "DELETE FROM identity_version",
                        "TRUNCATE api_key CASCADE");

        for (String sql : statements) {
            assertThatExceptionOfType(SqlFailure.class)
                    .as(sql)
                    .isThrownBy(() -> database.tx(tx -> tx.update(sql)))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo("42501"));
        }
    }

    @Test
    void hostile_names_are_stored_harmlessly_or_refused() {
        Customer ada = it.customer();
        String sql = "Robert'); DROP TABLE api_key; --";

        KeyRecord key =
                database.tx(tx ->
                        it.keys
                                .issue(
                                        tx,
                                        IdentityFixture.ACTOR,
                                        new NewKey(ada.id(), sql, KeyTerms.OPEN))
                                .key());

        assertThat(find(key.id()).map(KeyRecord::name)).contains(sql);
        for (String name : List.of("", "a\u0000b", "a\nb", "x".repeat(201), "a\u202eb")) {
            assertProblem(
                    () -> new NewKey(ada.id(), name, KeyTerms.OPEN),
                    ProblemCode.INPUT_INVALID,
                    "name");
            assertProblem(
                    () -> KeyTerms.OPEN.withModels(Set.of(name)),
                    ProblemCode.INPUT_INVALID,
                    "model");
        }
        assertProblem(
                () -> KeyTerms.OPEN.withCaps(-1, 0, 0), ProblemCode.INPUT_INVALID, "cap_per_day");
    }

    @Test
    void every_change_writes_a_line_with_its_actor_and_reason() {
        KeyRecord key = it.key(it.customer().id(), KeyTerms.OPEN).key();
        change(key.id(), KeyTerms.OPEN.withCaps(5, SpendCaps.NONE, SpendCaps.NONE));
        revoke(key.id());

        assertThat(it.trail())
                .allSatisfy(e -> assertThat(e.actor()).isEqualTo(IdentityFixture.ACTOR))
                .map(e -> e.change().action())
                .containsExactly("key.revoke", "key.change", "key.issue", "customer.create");
        assertThat(it.trail().get(1).change().after()).containsEntry("cap_per_day_nanos", "5");
        assertThat(it.trail().get(1).change().reason()).isEqualTo("tighter");
    }

    private Optional<KeyRecord> find(UUID id) {
        return database.tx(tx -> it.keys.find(tx, id));
    }

    private KeyRecord change(UUID id, KeyTerms terms) {
        return database.tx(tx -> it.keys.change(tx, IdentityFixture.ACTOR, id, terms, "tighter"));
    }

    private KeyRecord revoke(UUID id) {
        return database.tx(tx -> it.keys.revoke(tx, IdentityFixture.ACTOR, id, "leaked"));
    }

    private void close(UUID customer) {
        database.tx(tx ->
                it.customers.changeState(
                        tx, IdentityFixture.ACTOR, customer, CustomerState.CLOSED, "left"));
    }

    private KeyRecord imported(UUID customer, String secret) {
        return database.tx(tx ->
                it.keys.importKey(
                        tx,
                        IdentityFixture.ACTOR,
                        new NewKey(customer, "imported", KeyTerms.OPEN),
                        secret));
    }

    private static void assertProblem(Runnable action, ProblemCode code, String sentence) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action::run)
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
