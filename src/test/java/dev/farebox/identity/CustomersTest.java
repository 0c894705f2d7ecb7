package dev.farebox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.db.Database;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.testkit.WithDatabase.Scope;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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

        database.tx(tx -> it.customers.changeGroup(tx, IdentityFixture.ACTOR, ada, "vip", "deal"));
        directory.refresh();

        assertThat(directory.find(secret))
                .isInstanceOfSatisfying(
                        KeyLookup.Active.class,
                        active -> assertThat(active.key().group()).isEqualTo("vip"));
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
