package dev.farebox.identity;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.Change;
import dev.farebox.audit.Subject;
import dev.farebox.db.Tx;
import dev.farebox.id.Ids;
import dev.farebox.problem.InputText;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The tokens that open the admin interface. Blocking; every change joins the caller's transaction,
 * holds the {@code identity_version} row until it ends, and writes an audit line.
 */
public final class Operators {
    public static final int MOST_IN_A_PAGE = 500;

    private final Ids ids;
    private final InstantSource clock;
    private final Secrets secrets;
    private final Audit audit;
    private final OperatorStore store = new OperatorStore();
    private final VersionStore versions = new VersionStore();

    /**
     * @param random of cryptographic strength: the secrets come from it
     */
    public Operators(Ids ids, InstantSource clock, RandomGenerator random, Audit audit) {
        this.ids = ids;
        this.clock = clock;
        this.secrets = new Secrets(random);
        this.audit = audit;
    }

    public IssuedToken issue(Tx tx, Actor actor, String name, OperatorRole role) {
        long version = versions.next(tx);
        String secret = secrets.next(Secrets.OPERATOR);
        var operator =
                new Operator(
                        ids.next(),
                        InputText.line("name", name, 200),
                        Secrets.shown(secret),
                        role,
                        Optional.empty(),
                        clock.instant());
        store.insert(tx, operator, SecretHash.of(secret), version);
        audit.record(
                tx,
                actor,
                new Change(
                        "operator.issue",
                        Subject.of("operator", operator.id()),
                        Map.of(),
                        Map.of("prefix", operator.prefix(), "role", role.word()),
                        ""));
        return new IssuedToken(operator, secret);
    }

    /**
     * Ends the token for ever. Repeating it changes nothing.
     *
     * @throws ProblemException {@code not_found}
     */
    public Operator revoke(Tx tx, Actor actor, UUID id, String reason) {
        long version = versions.next(tx);
        Operator before = required(tx, id);
        if (before.isRevoked()) {
            return before;
        }
        store.revoke(tx, id, clock.instant(), version);
        audit.record(
                tx,
                actor,
                new Change(
                        "operator.revoke",
                        Subject.of("operator", id),
                        Map.of("prefix", before.prefix(), "state", "live"),
                        Map.of("prefix", before.prefix(), "state", "revoked"),
                        reason));
        return required(tx, id);
    }

    /** In order of creation after {@code after}, revoked ones too. */
    public List<Operator> list(Tx tx, Optional<UUID> after, int limit) {
        return store.page(tx, after, Math.clamp(limit, 1, MOST_IN_A_PAGE));
    }

    private Operator required(Tx tx, UUID id) {
        return store.find(tx, id)
                .orElseThrow(() ->
                        new ProblemException(ProblemCode.NOT_FOUND, "there is no token " + id));
    }
}
