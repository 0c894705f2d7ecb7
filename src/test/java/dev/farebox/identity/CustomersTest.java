package dev.farebox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.db.Database;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.testkit.WithDatabase.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithDatabase(Scope.METHOD)
class CustomersTest {
    private final Database database;
    private final IdentityFixture it;

    CustomersTest(Database database) {
        this.database = database;
        this.it = new IdentityFixture(database, 12);
    }

    @Test
    void a_customer_is_kept_as_created() {
        var what = new NewCustomer("  Zoë O'Hara ", Optional.of("zoe@example.com"), "partners");

        Customer zoe = database.tx(tx -> it.customers.create(tx, IdentityFixture.ACTOR, what));

        assertThat(zoe.name()).isEqualTo("Zoë O'Hara");
        assertThat(zoe.state()).isEqualTo(CustomerState.ACTIVE);
        assertThat(find(zoe.id())).contains(zoe);
    }

    @Test
    void the_trail_names_no_person() {
        var what = new NewCustomer("Zoë", Optional.of("zoe@example.com"), "default");
        database.tx(tx -> it.customers.create(tx, IdentityFixture.ACTOR, what));

        assertThat(it.trail().toString()).doesNotContain("Zoë", "zoe@");
    }

    @Test
    void suspension_is_reversible_and_closing_is_not() {
        UUID ada = it.customer().id();

        assertThat(to(ada, CustomerState.SUSPENDED).state()).isEqualTo(CustomerState.SUSPENDED);
        assertThat(to(ada, CustomerState.ACTIVE).state()).isEqualTo(CustomerState.ACTIVE);
        to(ada, CustomerState.CLOSED);

        assertThat(to(ada, CustomerState.CLOSED).state()).isEqualTo(CustomerState.CLOSED);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> to(ada, CustomerState.ACTIVE))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFLICT));
        assertThat(it.trail())
                .map(e -> e.change().after().get("state"))
                .containsExactly("closed", "active", "suspended", null);
    }

    @Test
    void customers_are_listed_page_after_page() {
        UUID first = it.customer().id();
        UUID second = it.customer().id();
        UUID third = it.customer().id();

        List<Customer> page = database.tx(tx -> it.customers.list(tx, Optional.empty(), 2));
        List<Customer> rest = database.tx(tx -> it.customers.list(tx, Optional.of(second), 9_999));

        assertThat(page).map(Customer::id).containsExactly(first, second);
        assertThat(rest).map(Customer::id).containsExactly(third);
    }

    @Test
    void a_group_change_reaches_the_keys() {
        UUID ada = it.customer().id();
        String secret = it.key(ada, KeyTerms.OPEN).secret();
        KeyDirectory directory = it.directory();

        database.tx(tx ->
                it.customers.changeTerms(
                        tx, IdentityFixture.ACTOR, ada, "vip", OwnLimits.USUAL, "deal"));
        directory.refresh();

        assertThat(directory.find(secret))
                .isInstanceOfSatisfying(
                        KeyLookup.Active.class,
                        active -> assertThat(active.key().group()).isEqualTo("vip"));
    }

    @Test
    void limits_are_kept_audited_and_reach_every_key_of_the_customer() {
        UUID ada = it.customer().id();
        String first = it.key(ada, KeyTerms.OPEN).secret();
        String second = it.key(ada, KeyTerms.OPEN).secret();
        String other = it.key(it.customer().id(), KeyTerms.OPEN).secret();
        KeyDirectory directory = it.directory();
        var own = new OwnLimits(OptionalInt.of(7), OptionalInt.empty(), OptionalInt.of(0));

        database.tx(
                tx -> it.customers.changeLimits(tx, IdentityFixture.ACTOR, ada, own, "contract"));
        directory.refresh();

        assertThat(find(ada).orElseThrow().limits()).isEqualTo(own);
        assertThat(customerLimits(directory, first)).isEqualTo(new Limits(7, 0, 0));
        assertThat(customerLimits(directory, second)).isEqualTo(new Limits(7, 0, 0));
        assertThat(customerLimits(directory, other)).isEqualTo(Limits.NONE);
        var change = it.trail().getFirst().change();
        assertThat(change.before()).doesNotContainKey("requests_per_minute");
        assertThat(change.after())
                .containsEntry("requests_per_minute", "7")
                .containsEntry("parallel_requests", "0")
                .doesNotContainKey("tokens_per_minute");
    }

    @Test
    void a_state_change_leaves_the_limits_alone() {
        UUID ada = it.customer().id();
        var own = new OwnLimits(OptionalInt.of(7), OptionalInt.of(8), OptionalInt.of(9));
        database.tx(tx -> it.customers.changeLimits(tx, IdentityFixture.ACTOR, ada, own, ""));

        to(ada, CustomerState.SUSPENDED);

        assertThat(find(ada).orElseThrow().limits()).isEqualTo(own);
    }

    /** Own limits, what the group says of each customer and of all, and what holds then. */
    @ParameterizedTest
    @CsvSource({
        "vip,      ,   ,   , 10, 20, 30, 100, 200, 300",
        "vip,     5,   ,   ,  5, 20, 30, 100, 200, 300",
        "vip,     0,  0,  0,  0,  0,  0, 100, 200, 300",
        "vip,    50, 60, 70, 50, 60, 70, 100, 200, 300",
        "default,  ,   ,   ,  0,  0,  0,   0,   0,   0",
        "default, 1,  2,  3,  1,  2,  3,   0,   0,   0",
    })
    void own_limits_stand_above_the_groups(
            String group,
            @Nullable Integer ownRequests,
            @Nullable Integer ownTokens,
            @Nullable Integer ownParallel,
            int requests,
            int tokens,
            int parallel,
            int sharedRequests,
            int sharedTokens,
            int sharedParallel) {
        UUID ada = it.customer().id();
        String secret = it.key(ada, KeyTerms.OPEN).secret();
        var own = new OwnLimits(own(ownRequests), own(ownTokens), own(ownParallel));
        database.tx(tx ->
                it.customers.changeTerms(tx, IdentityFixture.ACTOR, ada, group, own, "table"));
        var vip = new GroupLimits(new Limits(10, 20, 30), new Limits(100, 200, 300));
        var usual = new UsualLimits(new Limits(1, 2, 3), Map.of("vip", vip));
        KeyDirectory directory = KeyDirectory.open(database, usual, it.clock());

        ApiKey key = ((KeyLookup.Active) directory.find(secret)).key();

        assertThat(key.limits()).isEqualTo(new Limits(1, 2, 3));
        assertThat(key.customerLimits()).isEqualTo(new Limits(requests, tokens, parallel));
        assertThat(key.groupLimits())
                .isEqualTo(new Limits(sharedRequests, sharedTokens, sharedParallel));
    }

    @Test
    void a_negative_limit_is_refused() {
        var none = OptionalInt.empty();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> new OwnLimits(none, OptionalInt.of(-1), none))
                .withMessageContaining("tokens_per_minute");
    }

    private static OptionalInt own(@Nullable Integer limit) {
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    private static Limits customerLimits(KeyDirectory directory, String secret) {
        return ((KeyLookup.Active) directory.find(secret)).key().customerLimits();
    }

    @Test
    void an_unknown_customer_is_not_found() {
        assertThat(find(new UUID(0, 9))).isEmpty();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> to(new UUID(0, 9), CustomerState.SUSPENDED))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }

    private Optional<Customer> find(UUID id) {
        return database.tx(tx -> it.customers.find(tx, id));
    }

    private Customer to(UUID id, CustomerState state) {
        return database.tx(
                tx -> it.customers.changeState(tx, IdentityFixture.ACTOR, id, state, "why"));
    }
}
