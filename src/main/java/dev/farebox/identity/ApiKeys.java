package dev.farebox.identity;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.Change;
import dev.farebox.audit.Subject;
import dev.farebox.db.Tx;
import dev.farebox.id.Ids;
import dev.farebox.ledger.SpendCaps;
import dev.farebox.problem.InputText;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The keys that programs present. Blocking; every change joins the caller's transaction, holds the
 * {@code identity_version} row until it ends, writes an audit line, and is in force on every node
 * within a second of the commit.
 */
public final class ApiKeys {
    public static final int MOST_IN_A_PAGE = 500;

    private final Ids ids;
    private final InstantSource clock;
    private final Secrets secrets;
    private final Audit audit;
    private final KeyStore store = new KeyStore();
    private final CustomerStore customers = new CustomerStore();
    private final VersionStore versions = new VersionStore();

    /**
     * @param random of cryptographic strength: the secrets come from it
     */
    public ApiKeys(Ids ids, InstantSource clock, RandomGenerator random, Audit audit) {
        this.ids = ids;
        this.clock = clock;
        this.secrets = new Secrets(random);
        this.audit = audit;
    }

    /**
     * Makes a key with a new secret of 160 random bits.
     *
     * @throws ProblemException {@code not_found} without the customer, {@code conflict} when the
     *     customer is closed
     */
    public IssuedKey issue(Tx tx, Actor actor, NewKey what) {
        String secret = secrets.next(Secrets.KEY);
        return new IssuedKey(add(tx, actor, "key.issue", what, secret), secret);
    }

    /**
     * Makes a key of a secret that was made elsewhere, so that clients of a system that an operator
     * leaves go on working.
     *
     * @throws ProblemException as {@link #issue}; {@code input_invalid} when the secret is weak by
     *     the rule of {@link SecretStrength}; {@code conflict} when it is a key already
     */
    public KeyRecord importKey(Tx tx, Actor actor, NewKey what, String secret) {
        SecretStrength.weakness(secret)
                .ifPresent(weakness -> {
                    throw InputText.refusal("the secret", weakness);
                });
        return add(tx, actor, "key.import", what, secret);
    }

    public Optional<KeyRecord> find(Tx tx, UUID id) {
        return store.find(tx, id);
    }

    /** A customer's keys, revoked ones too, in order of creation after {@code after}. */
    public List<KeyRecord> list(Tx tx, UUID customerId, Optional<UUID> after, int limit) {
        return store.page(tx, customerId, after, Math.clamp(limit, 1, MOST_IN_A_PAGE));
    }

    /**
     * Replaces what the key may do.
     *
     * @throws ProblemException {@code not_found}, {@code conflict} for a revoked key
     */
    public KeyRecord change(Tx tx, Actor actor, UUID id, KeyTerms terms, String reason) {
        long version = versions.next(tx);
        KeyRecord before = required(tx, id);
        if (before.isRevoked()) {
            throw new ProblemException(ProblemCode.CONFLICT, "key " + id + " is revoked");
        }
        store.changeTerms(tx, id, terms, version);
        Map<String, String> was = summary(before.terms());
        audit.record(tx, actor, new Change("key.change", subject(id), was, summary(terms), reason));
        return required(tx, id);
    }

    /**
     * Ends the key for ever. Repeating it changes nothing.
     *
     * @throws ProblemException {@code not_found}
     */
    public KeyRecord revoke(Tx tx, Actor actor, UUID id, String reason) {
        long version = versions.next(tx);
        KeyRecord before = required(tx, id);
        if (before.isRevoked()) {
            return before;
        }
        store.revoke(tx, id, clock.instant(), version);
        audit.record(
                tx,
                actor,
                new Change(
                        "key.revoke",
                        subject(id),
                        Map.of("prefix", before.prefix(), "state", "live"),
                        Map.of("prefix", before.prefix(), "state", "revoked"),
                        reason));
        return required(tx, id);
    }

    private KeyRecord add(Tx tx, Actor actor, String action, NewKey what, String secret) {
        long version = versions.next(tx);
        checkCustomer(tx, what.customerId());
        var key =
                new KeyRecord(
                        ids.next(),
                        what.customerId(),
                        what.name(),
                        Secrets.shown(secret),
                        what.terms(),
                        Optional.empty(),
                        clock.instant());
        if (!store.insert(tx, key, SecretHash.of(secret), version)) {
            throw new ProblemException(ProblemCode.CONFLICT, "this secret is a key already");
        }
        Map<String, String> after = summary(key.terms());
        after.put("customer", key.customerId().toString());
        after.put("prefix", key.prefix());
        audit.record(tx, actor, new Change(action, subject(key.id()), Map.of(), after, ""));
        return key;
    }

    private void checkCustomer(Tx tx, UUID id) {
        Customer customer =
                customers
                        .find(tx, id)
                        .orElseThrow(() ->
                                new ProblemException(
                                        ProblemCode.NOT_FOUND, "there is no customer " + id));
        if (customer.state() == CustomerState.CLOSED) {
            throw new ProblemException(ProblemCode.CONFLICT, "customer " + id + " is closed");
        }
    }

    private KeyRecord required(Tx tx, UUID id) {
        return store.find(tx, id)
                .orElseThrow(
                        () -> new ProblemException(ProblemCode.NOT_FOUND, "there is no key " + id));
    }

    private static Map<String, String> summary(KeyTerms terms) {
        var summary = new TreeMap<String, String>();
        if (!terms.models().isEmpty()) {
            summary.put("models", String.join(", ", new TreeSet<>(terms.models())));
        }
        cap(summary, "cap_per_day", terms.capPerDay());
        cap(summary, "cap_per_month", terms.capPerMonth());
        cap(summary, "cap_total", terms.capTotal());
        summary.putAll(terms.ownLimits().summary());
        terms.expiresAt().ifPresent(when -> summary.put("expires_at", when.toString()));
        return summary;
    }

    private static void cap(Map<String, String> summary, String field, long nanos) {
        if (nanos != SpendCaps.NONE) {
            summary.put(field + "_nanos", Long.toString(nanos));
        }
    }

    private static Subject subject(UUID id) {
        return Subject.of("key", id);
    }
}
