package dev.farebox.desk;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.Change;
import dev.farebox.audit.Subject;
import dev.farebox.db.Database;
import dev.farebox.db.Tx;
import dev.farebox.id.IdText;
import dev.farebox.id.Ids;
import dev.farebox.identity.ApiKeys;
import dev.farebox.identity.Customer;
import dev.farebox.identity.Customers;
import dev.farebox.identity.IssuedKey;
import dev.farebox.identity.KeyRecord;
import dev.farebox.identity.KeyTerms;
import dev.farebox.identity.NewCustomer;
import dev.farebox.identity.NewKey;
import dev.farebox.identity.OwnLimits;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.Asset;
import dev.farebox.ledger.Cause;
import dev.farebox.ledger.Grant;
import dev.farebox.ledger.GrantOutcome;
import dev.farebox.ledger.Ledger;
import dev.farebox.ledger.LotOrigin;
import dev.farebox.ledger.OpenAccount;
import dev.farebox.ledger.SpendCaps;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What an operator does to customers, keys and credit. Each verb is one transaction, writes an
 * audit line, and is refused with a {@link ProblemException} that says what to change. Blocking.
 */
public final class Desk {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final Database database;
    private final Ledger ledger;
    private final Customers customers;
    private final ApiKeys keys;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final ZoneId zone;
    private final long owedCap;
    private final Supplier<? extends Collection<String>> groups;

    public Desk(DeskParts parts) {
        database = parts.database();
        ledger = parts.ledger();
        customers = parts.customers();
        keys = parts.keys();
        audit = parts.audit();
        ids = parts.ids();
        clock = parts.clock();
        zone = parts.zone();
        owedCap = parts.owedCap();
        groups = parts.groups();
    }

    /**
     * Creates the customer and opens its ledger account.
     *
     * @throws ProblemException {@code input_invalid} for a service group that nothing names: its
     *     customers would pay the full price and have no limits, and nobody would notice
     */
    public Customer addCustomer(Actor actor, NewCustomer what) {
        refuseUnknownGroup(what.group());
        UUID transaction = ids.next();
        return database.tx(tx -> {
            Customer customer = customers.create(tx, actor, what);
            ledger.post(
                    tx,
                    new OpenAccount(
                            new AccountId(customer.id()),
                            transaction,
                            owedCap,
                            new Cause(name(actor), "customer created")));
            return customer;
        });
    }

    /**
     * Puts the customer into a service group, and replaces its limits. Works on every node within a
     * second.
     *
     * @throws ProblemException {@code not_found}; {@code input_invalid} for a group that is new to
     *     the customer and that nothing names
     */
    public Customer changeCustomer(
            Actor actor, UUID id, String group, OwnLimits limits, String reason) {
        if (!group.equals(customer(id).group())) {
            refuseUnknownGroup(group);
        }
        return database.tx(tx -> customers.changeTerms(tx, actor, id, group, limits, reason));
    }

    private void refuseUnknownGroup(String group) {
        var known = new TreeSet<String>(groups.get());
        known.add(NewCustomer.STANDARD_GROUP);
        if (!known.contains(group)) {
            throw new ProblemException(
                    ProblemCode.INPUT_INVALID,
                    "there is no service group %s. Known are: %s. A group is made by naming it in the price book (groups) or in the configuration (limits.groups)."
                            .formatted(group, String.join(", ", known)));
        }
    }

    private Customer customer(UUID id) {
        return database.tx(tx -> customers.find(tx, id)).orElseThrow(() -> unknown(id));
    }

    /**
     * Grants credit to a customer.
     *
     * @throws ProblemException {@code not_found} for an unknown customer; {@code conflict} when the
     *     idempotency key was used for something else
     */
    public GrantOutcome grantCredit(Actor actor, CreditGrant what) {
        return database.tx(tx -> {
            required(tx, what.customer());
            refuseIdOfTheFuture(what);
            GrantOutcome outcome = post(tx, grant(actor, what));
            if (outcome instanceof GrantOutcome.Granted) {
                audit.record(tx, actor, change(what));
            }
            return outcome;
        });
    }

    /** A lot takes effect at the time in its id: with one of the future it could not be used. */
    private void refuseIdOfTheFuture(CreditGrant what) {
        long ahead = Ids.epochMillis(what.transaction()) - clock.millis();
        if (ahead > CLOCKS_DIFFER.toMillis()) {
            throw new ProblemException(
                    ProblemCode.INPUT_INVALID,
                    "a transaction id carries the time at which it was made, and that of "
                            + IdText.TRANSACTION.show(what.transaction())
                            + " lies in the future");
        }
    }

    private GrantOutcome post(Tx tx, Grant grant) {
        try {
            return ledger.post(tx, grant);
        } catch (ArithmeticException _) {
            throw new ProblemException(
                    ProblemCode.INPUT_INVALID,
                    "with this amount the customer would have more than can be counted");
        }
    }

    /** Makes a key; its secret is shown this once. */
    public IssuedKey issueKey(Actor actor, NewKey what) {
        return database.tx(tx -> {
            IssuedKey issued = keys.issue(tx, actor, what);
            countSpend(tx, issued.key());
            return issued;
        });
    }

    /** Makes a key of a secret from elsewhere. */
    public KeyRecord importKey(Actor actor, NewKey what, String secret) {
        return database.tx(tx -> {
            KeyRecord key = keys.importKey(tx, actor, what, secret);
            countSpend(tx, key);
            return key;
        });
    }

    /** Replaces what the key may do; a cap that is new counts what was spent before, too. */
    public KeyRecord changeKey(Actor actor, UUID key, KeyTerms terms, String reason) {
        return database.tx(tx -> {
            KeyRecord changed = keys.change(tx, actor, key, terms, reason);
            countSpend(tx, changed);
            return changed;
        });
    }

    public KeyRecord revokeKey(Actor actor, UUID key, String reason) {
        return database.tx(tx -> keys.revoke(tx, actor, key, reason));
    }

    private void countSpend(Tx tx, KeyRecord key) {
        KeyTerms terms = key.terms();
        if (Math.min(terms.capTotal(), Math.min(terms.capPerDay(), terms.capPerMonth()))
                != SpendCaps.NONE) {
            var today = LocalDate.ofInstant(clock.instant(), zone);
            ledger.openSpendCounters(tx, new AccountId(key.customerId()), key.id(), today);
        }
    }

    /** Effective from the time that its id carries, so that a repeat is the same grant. */
    private Grant grant(Actor actor, CreditGrant what) {
        return new Grant(
                new AccountId(what.customer()),
                what.transaction(),
                Asset.CREDIT,
                what.colour(),
                what.priority(),
                Instant.ofEpochMilli(Ids.epochMillis(what.transaction())),
                what.expiresAt().orElse(null),
                false,
                what.amount().nanos(),
                LotOrigin.FREE,
                new Cause(name(actor), what.reason()));
    }

    private void required(Tx tx, UUID customer) {
        if (customers.find(tx, customer).isEmpty()) {
            throw unknown(customer);
        }
    }

    private static ProblemException unknown(UUID customer) {
        return new ProblemException(
                ProblemCode.NOT_FOUND, "there is no customer " + IdText.CUSTOMER.show(customer));
    }

    private static Change change(CreditGrant what) {
        return new Change(
                "credit.grant",
                Subject.of("customer", what.customer()),
                Map.of(),
                Map.of(
                        "amount",
                        what.amount().toString(),
                        "transaction",
                        IdText.TRANSACTION.show(what.transaction())),
                what.reason());
    }

    private static String name(Actor actor) {
        return actor.kind().name().toLowerCase(java.util.Locale.ROOT) + ":" + actor.id();
    }
}
