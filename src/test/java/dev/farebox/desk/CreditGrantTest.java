package dev.farebox.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.db.Database;
import dev.farebox.id.Ids;
import dev.farebox.identity.ApiKeys;
import dev.farebox.identity.Customers;
import dev.farebox.identity.NewCustomer;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.Colour;
import dev.farebox.ledger.LaneLimits;
import dev.farebox.ledger.Ledger;
import dev.farebox.money.Credits;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.WithDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Grants that cannot be meant are refused with a sentence, and grant nothing. */
@WithDatabase
class CreditGrantTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();
    private static final Actor OPERATOR = Actor.system("test");
    private final InstantSource clock = InstantSource.fixed(NOW);
    private final Ids ids = new Ids(clock, RANDOM);
    private final Ledger ledger;
    private final Desk desk;
    private final UUID customer;

    CreditGrantTest(Database database) {
        ledger = Ledger.open(database, clock, LaneLimits.ORDINARY);
        var audit = new Audit(ids);
        desk =
                new Desk(
                        new DeskParts(
                                database,
                                ledger,
                                new Customers(ids, clock, audit),
                                new ApiKeys(ids, clock, RANDOM, audit),
                                audit,
                                ids,
                                clock,
                                ZoneOffset.UTC,
                                0,
                                Set::of));
        customer = desk.addCustomer(OPERATOR, NewCustomer.named("Buyer")).id();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void the_largest_grant_is_a_thousand_million_credits() {
        grant(ids.next(), "1000000000", null, "test");
        assertThat(available()).isEqualTo(1_000_000_000_000_000_000L);
        assertRefused(() -> grant(ids.next(), "1000000000.000000001", null, "test"), "at most");
    }

    @Test
    void what_would_not_fit_in_the_balance_is_refused() {
        for (int i = 0; i < 9; i++) {
            grant(ids.next(), "1000000000", null, "test");
        }
        assertRefused(
                () -> grant(ids.next(), "1000000000", null, "test"), "more than can be counted");
        assertThat(available()).isEqualTo(9_000_000_000_000_000_000L);
    }

    @Test
    void an_expiry_that_has_passed_is_refused() {
        assertRefused(() -> grant(ids.next(), "5", NOW, "test"), "expiry must lie in the future");
        grant(ids.next(), "5", NOW.plusMillis(1), "test");
    }

    @Test
    void an_id_that_carries_a_time_to_come_is_refused() {
        assertRefused(
                () -> grant(Ids.floor(NOW.plusSeconds(301).toEpochMilli()), "5", null, "test"),
                "lies in the future");
        grant(Ids.floor(NOW.plusSeconds(299).toEpochMilli()), "5", null, "test");
    }

    @Test
    void a_reason_is_one_line_of_at_most_500_characters() {
        assertRefused(() -> grant(ids.next(), "5", null, "x".repeat(501)), "500 are allowed");
        assertRefused(() -> grant(ids.next(), "5", null, "a\u001b[31m"), "U+001B");
        grant(ids.next(), "5", null, "x".repeat(500));
    }

    private void grant(
            UUID transaction, String amount, @Nullable Instant expiresAt, String reason) {
        desk.grantCredit(
                OPERATOR,
                new CreditGrant(
                        transaction,
                        customer,
                        Credits.parse(amount),
                        Colour.MANUAL,
                        CreditGrant.USUAL_PRIORITY,
                        Optional.ofNullable(expiresAt),
                        reason));
    }

    private long available() {
        return ledger.account(new AccountId(customer)).orElseThrow().available();
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INPUT_INVALID))
                .hasMessageContaining(why);
    }
}
