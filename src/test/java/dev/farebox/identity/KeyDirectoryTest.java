package dev.farebox.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.testkit.WithDatabase.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@WithDatabase(Scope.METHOD)
class KeyDirectoryTest {
    private static final Duration POLL = Duration.ofMillis(250);

    private final TestDatabase whole;
    private final Database database;
    private final IdentityFixture it;

    KeyDirectoryTest(TestDatabase whole) {
        this.whole = whole;
        this.database = whole.database();
        this.it = new IdentityFixture(database, 13);
    }

    @Test
    void an_active_key_brings_everything_that_admission_needs() {
        Customer ada = it.customer();
        KeyTerms terms =
                KeyTerms.OPEN
                        .withModels(Set.of("m1"))
                        .withCaps(1, 2, 3)
                        .withLimits(OptionalInt.of(4), OptionalInt.empty(), OptionalInt.of(0));
        IssuedKey issued = it.key(ada.id(), terms);
        var directory =
                KeyDirectory.open(
                        database, new UsualLimits(new Limits(60, 70, 80), Map.of()), it.clock());

        assertThat(directory.find(issued.secret()))
                .isEqualTo(
                        new KeyLookup.Active(
                                new ApiKey(
                                        issued.key().id(),
                                        ada.id(),
                                        "Ada",
                                        "first",
                                        issued.key().prefix(),
                                        "default",
                                        Set.of("m1"),
                                        1,
                                        2,
                                        3,
                                        new Limits(4, 70, 0),
                                        Limits.NONE,
                                        Limits.NONE,
                                        null)));
    }

    @Test
    @Proves("BUY-4")
    void a_key_reaches_its_own_models_only_and_one_without_models_reaches_all() {
        UUID ada = it.customer().id();
        IssuedKey some = it.key(ada, KeyTerms.OPEN.withModels(Set.of("m1", "m2")));
        IssuedKey all = it.key(ada, KeyTerms.OPEN);
        KeyDirectory directory = it.directory();

        assertThat(active(directory, some).mayUse("m2")).isTrue();
        assertThat(active(directory, some).mayUse("m3")).isFalse();
        assertThat(active(directory, some).mayUse("M1")).isFalse();
        assertThat(active(directory, all).mayUse("m3")).isTrue();
        database.tx(tx ->
                it.keys.change(
                        tx,
                        IdentityFixture.ACTOR,
                        all.key().id(),
                        KeyTerms.OPEN.withModels(Set.of("m1")),
                        "order"));
        directory.refresh();
        assertThat(active(directory, all).mayUse("m3")).isFalse();
    }

    @Test
    void each_state_has_its_answer_and_the_first_that_applies_is_given() {
        Customer ada = it.customer();
        KeyTerms brief = KeyTerms.OPEN.withExpiry(Optional.of(it.in(Duration.ofHours(1))));
        IssuedKey key = it.key(ada.id(), brief);
        IssuedKey lasting = it.key(ada.id(), KeyTerms.OPEN);
        KeyDirectory directory = it.directory();

        assertThat(directory.find(key.secret())).isInstanceOf(KeyLookup.Active.class);
        state(ada.id(), CustomerState.SUSPENDED);
        directory.refresh();
        assertThat(directory.find(key.secret())).isInstanceOf(KeyLookup.CustomerSuspended.class);
        it.pass(Duration.ofHours(2));
        assertThat(directory.find(key.secret())).isInstanceOf(KeyLookup.Expired.class);
        assertThat(directory.find(lasting.secret()))
                .isInstanceOf(KeyLookup.CustomerSuspended.class);
        revoke(key.key().id());
        directory.refresh();
        assertThat(directory.find(key.secret())).isInstanceOf(KeyLookup.Revoked.class);
        state(ada.id(), CustomerState.ACTIVE);
        directory.refresh();
        assertThat(directory.find(key.secret())).isInstanceOf(KeyLookup.Revoked.class);
        assertThat(directory.find(lasting.secret())).isInstanceOf(KeyLookup.Active.class);
    }

    @Test
    void what_is_no_key_is_unknown_without_asking_the_database() {
        it.key(it.customer().id(), KeyTerms.OPEN);
        Database own = whole.open();
        var directory = KeyDirectory.open(own, UsualLimits.NONE, it.clock());
        own.close();
        var random = new SplittableRandom(14);

        for (int i = 0; i < 10_000; i++) {
            String garbage = Long.toHexString(random.nextLong());
            assertThat(directory.find(garbage)).isInstanceOf(KeyLookup.Unknown.class);
            assertThat(directory.findOperator(garbage)).isEmpty();
        }
        assertThat(directory.find("")).isInstanceOf(KeyLookup.Unknown.class);
        assertThat(directory.find("\u0000'; --示例")).isInstanceOf(KeyLookup.Unknown.class);
        assertThat(directory.find("x".repeat(10_000_000))).isInstanceOf(KeyLookup.Unknown.class);
    }

    @Test
    void a_revocation_on_one_node_is_seen_by_another_within_a_second() throws Exception {
        IssuedKey key = it.key(it.customer().id(), KeyTerms.OPEN);
        try (Database second = whole.open()) {
            var directory = KeyDirectory.open(second, UsualLimits.NONE, it.clock());
            var stop = new CountDownLatch(1);
            Thread poller = Thread.ofVirtual().start(() -> poll(directory, stop));
            assertThat(directory.find(key.secret())).isInstanceOf(KeyLookup.Active.class);

            revoke(key.key().id());
            long committed = System.nanoTime();
            while (!(directory.find(key.secret()) instanceof KeyLookup.Revoked)) {
                assertThat(System.nanoTime() - committed).isLessThan(1_000_000_000L);
                Thread.sleep(1);
            }
            stop.countDown();
            poller.join();
        }
    }

    @Test
    void a_refresh_reads_what_changed_and_nothing_else() {
        Customer ada = it.customer();
        IssuedKey first = it.key(ada.id(), KeyTerms.OPEN);
        KeyDirectory directory = it.directory();
        KeyLookup before = directory.find(first.secret());

        IssuedKey second = it.key(it.customer().id(), KeyTerms.OPEN);
        directory.refresh();

        assertThat(directory.find(first.secret())).as("not read again").isSameAs(before);
        assertThat(directory.find(second.secret())).isInstanceOf(KeyLookup.Active.class);
        assertThat(directory.size()).isEqualTo(2);
    }

    @Test
    void a_change_that_commits_late_is_not_missed() throws Exception {
        Customer ada = it.customer();
        IssuedKey first = it.key(ada.id(), KeyTerms.OPEN);
        IssuedKey second = it.key(ada.id(), KeyTerms.OPEN);
        KeyDirectory directory = it.directory();
        var changed = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        Thread slow =
                Thread.ofVirtual()
                        .start(() ->
                                database.tx(tx -> {
                                    it.keys.revoke(
                                            tx, IdentityFixture.ACTOR, first.key().id(), "slow");
                                    changed.countDown();
                                    await(mayCommit);
                                    return 0;
                                }));
        await(changed);
        Thread fast = Thread.ofVirtual().start(() -> revoke(second.key().id()));
        directory.refresh();
        assertThat(directory.find(first.secret())).isInstanceOf(KeyLookup.Active.class);

        mayCommit.countDown();
        slow.join();
        fast.join();
        directory.refresh();

        assertThat(directory.find(first.secret())).isInstanceOf(KeyLookup.Revoked.class);
        assertThat(directory.find(second.secret())).isInstanceOf(KeyLookup.Revoked.class);
    }

    @Test
    void look_ups_go_on_while_keys_change() throws Exception {
        Customer ada = it.customer();
        IssuedKey key = it.key(ada.id(), KeyTerms.OPEN);
        KeyDirectory directory = it.directory();
        var running = new AtomicBoolean(true);
        var wrong = new AtomicBoolean();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            while (running.get()) {
                                boolean active =
                                        directory.find(key.secret()) instanceof KeyLookup.Active;
                                wrong.compareAndSet(false, !active);
                            }
                        });

        for (int i = 0; i < 50; i++) {
            it.key(ada.id(), KeyTerms.OPEN);
            directory.refresh();
        }
        running.set(false);
        reader.join();

        assertThat(wrong).isFalse();
        assertThat(directory.size()).isEqualTo(51);
    }

    @Test
    void more_keys_than_a_page_are_all_read(TestDatabase owner) {
        UUID ada = it.customer().id();
        owner.asOwner(tx ->
                tx.update(
                        """
                        INSERT INTO api_key (id, bucket, customer_id, name, prefix, sha256,
                            models, version, created_at)
                        SELECT gen_random_uuid(), 0, ?, 'many', 'fbx_', sha256(i::text::bytea),
                            '{}', 1, now()
                        FROM generate_series(1, 25000) AS i
                        """,
                        ada));
        KeyDirectory directory = it.directory();

        assertThat(directory.size()).isEqualTo(25_000);
        assertThat(directory.find("1")).isInstanceOf(KeyLookup.Active.class);
        assertThat(directory.find("25000")).isInstanceOf(KeyLookup.Active.class);
        state(ada, CustomerState.SUSPENDED);
        directory.refresh();
        assertThat(directory.find("1")).isInstanceOf(KeyLookup.CustomerSuspended.class);
        assertThat(directory.find("25000")).isInstanceOf(KeyLookup.CustomerSuspended.class);
    }

    @Test
    void an_older_database_put_back_voids_what_was_read(TestDatabase owner) {
        IssuedKey key = it.key(it.customer().id(), KeyTerms.OPEN);
        KeyDirectory directory = it.directory();
        owner.asOwner(tx -> {
            tx.update("DELETE FROM api_key");
            return tx.update("UPDATE identity_version SET version = 0");
        });

        directory.refresh();

        assertThat(directory.find(key.secret())).isInstanceOf(KeyLookup.Unknown.class);
    }

    @Test
    void without_a_database_it_answers_from_what_it_read_and_says_how_old_that_is()
            throws InterruptedException {
        IssuedKey key = it.key(it.customer().id(), KeyTerms.OPEN);
        Database own = whole.open();
        var directory = KeyDirectory.open(own, UsualLimits.NONE, it.clock());
        assertThat(directory.refresh()).isTrue();
        Duration fresh = directory.staleFor();
        own.close();

        Thread.sleep(50);

        assertThat(directory.refresh()).isFalse();
        assertThat(directory.find(key.secret())).isInstanceOf(KeyLookup.Active.class);
        assertThat(directory.staleFor()).isGreaterThan(fresh.plusMillis(40));
    }

    @Test
    void operator_tokens_are_found_until_they_are_revoked() {
        IssuedToken token =
                database.tx(tx ->
                        it.operators.issue(tx, IdentityFixture.ACTOR, "root", OperatorRole.READER));
        KeyDirectory directory = it.directory();

        assertThat(token.secret()).matches("fbo_[0-9a-z]{32}");
        assertThat(token.toString()).doesNotContain(token.secret());
        assertThat(directory.findOperator(token.secret())).contains(token.operator());
        assertThat(directory.find(token.secret())).isInstanceOf(KeyLookup.Unknown.class);
        database.tx(tx ->
                it.operators.revoke(tx, IdentityFixture.ACTOR, token.operator().id(), "left"));
        directory.refresh();
        assertThat(directory.findOperator(token.secret())).isEmpty();
        List<Operator> tokens = database.tx(tx -> it.operators.list(tx, Optional.empty(), 10));
        assertThat(tokens).map(Operator::isRevoked).containsExactly(true);
    }

    private static ApiKey active(KeyDirectory directory, IssuedKey key) {
        return ((KeyLookup.Active) directory.find(key.secret())).key();
    }

    private static void poll(KeyDirectory directory, CountDownLatch stop) {
        try {
            while (!stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                directory.refresh();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void revoke(UUID key) {
        database.tx(tx -> it.keys.revoke(tx, IdentityFixture.ACTOR, key, "leaked"));
    }

    private void state(UUID customer, CustomerState state) {
        database.tx(
                tx -> it.customers.changeState(tx, IdentityFixture.ACTOR, customer, state, "why"));
    }
}
