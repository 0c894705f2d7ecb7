package dev.farebox.identity;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.Change;
import dev.farebox.audit.Subject;
import dev.farebox.db.Tx;
import dev.farebox.id.Ids;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Those who pay. Blocking; every change joins the caller's transaction, holds the {@code
 * identity_version} row until it ends, and writes an audit line. The caller opens the ledger
 * account of a new customer in the same transaction.
 */
public final class Customers {
    public static final int MOST_IN_A_PAGE = 500;

    private final Ids ids;
    private final InstantSource clock;
    private final Audit audit;
    private final CustomerStore store = new CustomerStore();
    private final VersionStore versions = new VersionStore();

    public Customers(Ids ids, InstantSource clock, Audit audit) {
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
    }

    public Customer create(Tx tx, Actor actor, NewCustomer what) {
        var customer =
                new Customer(
                        ids.next(),
                        what.name(),
                        what.email(),
                        what.group(),
                        OwnLimits.USUAL,
                        CustomerState.ACTIVE,
                        clock.instant());
        store.insert(tx, customer, versions.next(tx));
        // The trail outlives an erased person: it holds ids, no name and no address.
        audit.record(
                tx,
                actor,
                new Change(
                        "customer.create",
                        subject(customer.id()),
                        Map.of(),
                        Map.of("group", customer.group()),
                        ""));
        return customer;
    }

    public Optional<Customer> find(Tx tx, UUID id) {
        return store.find(tx, id);
    }

    /** In order of creation, beginning after {@code after}; at most {@code limit} of them. */
    public List<Customer> list(Tx tx, Optional<UUID> after, int limit) {
        return store.page(tx, after, Math.clamp(limit, 1, MOST_IN_A_PAGE));
    }

    /**
     * Suspends, activates or closes. Repeating it changes nothing.
     *
     * @throws ProblemException {@code not_found}; {@code conflict} for a closed customer
     */
    public Customer changeState(Tx tx, Actor actor, UUID id, CustomerState to, String reason) {
        long version = versions.next(tx);
        Customer before = required(tx, id);
        if (before.state() == to) {
            return before;
        }
        if (before.state() == CustomerState.CLOSED) {
            throw new ProblemException(
                    ProblemCode.CONFLICT, "customer " + id + " is closed for ever");
        }
        Customer after = with(before, before.group(), before.limits(), to);
        return change(tx, actor, after, version, reason);
    }

    /**
     * Moves the customer to a service group, and replaces its limits.
     *
     * @throws ProblemException {@code not_found}, {@code input_invalid}
     */
    public Customer changeTerms(
            Tx tx, Actor actor, UUID id, String group, OwnLimits limits, String reason) {
        long version = versions.next(tx);
        Customer before = required(tx, id);
        String checked = NewCustomer.checkedGroup(group);
        return change(tx, actor, with(before, checked, limits, before.state()), version, reason);
    }

    /**
     * Replaces the customer's own limits.
     *
     * @throws ProblemException {@code not_found}
     */
    public Customer changeLimits(Tx tx, Actor actor, UUID id, OwnLimits limits, String reason) {
        long version = versions.next(tx);
        Customer before = required(tx, id);
        Customer after = with(before, before.group(), limits, before.state());
        return change(tx, actor, after, version, reason);
    }

    private Customer change(Tx tx, Actor actor, Customer after, long version, String reason) {
        Customer before = required(tx, after.id());
        store.update(tx, after, version);
        audit.record(
                tx,
                actor,
                new Change(
                        "customer.change",
                        subject(after.id()),
                        summary(before),
                        summary(after),
                        reason));
        return after;
    }

    private Customer required(Tx tx, UUID id) {
        return store.find(tx, id)
                .orElseThrow(() ->
                        new ProblemException(ProblemCode.NOT_FOUND, "there is no customer " + id));
    }

    private static Map<String, String> summary(Customer customer) {
        var summary = new TreeMap<>(customer.limits().summary());
        summary.put("group", customer.group());
        summary.put("state", customer.state().word());
        return summary;
    }

    private static Customer with(
            Customer customer, String group, OwnLimits limits, CustomerState state) {
        return new Customer(
                customer.id(),
                customer.name(),
                customer.email(),
                group,
                limits,
                state,
                customer.createdAt());
    }

    private static Subject subject(UUID id) {
        return Subject.of("customer", id);
    }
}
