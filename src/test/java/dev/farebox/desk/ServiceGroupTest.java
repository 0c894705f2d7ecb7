package dev.farebox.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.db.Database;
import dev.farebox.id.Ids;
import dev.farebox.identity.ApiKeys;
import dev.farebox.identity.Customer;
import dev.farebox.identity.Customers;
import dev.farebox.identity.NewCustomer;
import dev.farebox.identity.OwnLimits;
import dev.farebox.ledger.LaneLimits;
import dev.farebox.ledger.Ledger;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.WithDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mistyped service group is refused: it would pay the full price and nobody would notice. */
@WithDatabase
class ServiceGroupTest {
    private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();
    private static final Actor OPERATOR = Actor.system("test");
    private static final OwnLimits LIMITS =
            new OwnLimits(OptionalInt.of(5), OptionalInt.empty(), OptionalInt.empty());

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));
    private final Set<String> groups = new HashSet<>(List.of("vip", "partners"));
    private final Customers customers;
    private final Database database;
    private final Ledger ledger;
    private final Desk desk;

    ServiceGroupTest(Database database) {
        this.database = database;
        ledger = Ledger.open(database, clock, LaneLimits.ORDINARY);
        var ids = new Ids(clock, RANDOM);
        var audit = new Audit(ids);
        customers = new Customers(ids, clock, audit);
        desk =
                new Desk(
                        new DeskParts(
                                database,
                                ledger,
                                customers,
                                new ApiKeys(ids, clock, RANDOM, audit),
                                audit,
                                ids,
                                clock,
                                ZoneOffset.UTC,
                                0,
                                () -> groups));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_group_that_nothing_names_is_refused_with_those_that_are_known() {
        assertRefused(() -> add("vpi"), "there is no service group vpi", "default, partners, vip");
        List<Customer> kept = database.tx(tx -> customers.list(tx, Optional.empty(), 500));
        assertThat(kept).extracting(Customer::group).doesNotContain("vpi");
    }

    @Test
    void a_group_that_is_named_and_the_default_one_are_accepted() {
        assertThat(add("vip").group()).isEqualTo("vip");
        assertThat(add("default").group()).isEqualTo("default");
    }

    @Test
    void a_customer_changes_only_to_a_group_that_is_named() {
        Customer ada = add("vip");

        assertRefused(
                () -> desk.changeCustomer(OPERATOR, ada.id(), "gold", LIMITS, ""), "group gold");
        assertThat(desk.changeCustomer(OPERATOR, ada.id(), "partners", LIMITS, "deal"))
                .extracting(Customer::group, Customer::limits)
                .containsExactly("partners", LIMITS);
    }

    @Test
    void a_group_that_is_named_no_longer_may_stay() {
        Customer ada = add("vip");
        groups.remove("vip");

        assertThat(desk.changeCustomer(OPERATOR, ada.id(), "vip", LIMITS, "").limits())
                .isEqualTo(LIMITS);
    }

    private Customer add(String group) {
        return desk.addCustomer(OPERATOR, new NewCustomer("Ada", Optional.empty(), group));
    }

    private static void assertRefused(ThrowingCallable attempt, String... sentences) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(attempt)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INPUT_INVALID))
                .satisfies(e -> assertThat(e.getMessage()).contains(sentences));
    }
}
