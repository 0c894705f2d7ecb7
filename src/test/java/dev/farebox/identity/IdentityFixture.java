package dev.farebox.identity;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.AuditEntry;
import dev.farebox.audit.AuditQuery;
import dev.farebox.db.Database;
import dev.farebox.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The facades on one database, with a clock that stands where the test puts it. */
final class IdentityFixture {
    static final Actor ACTOR = Actor.operator("opr_test");

    final Database database;
    final Audit audit;
    final Customers customers;
    final ApiKeys keys;
    final Operators operators;

    private Instant now = Instant.parse("2026-11-21T08:00:00Z");

    IdentityFixture(Database database, long seed) {
        this.database = database;
        InstantSource clock = clock();
        var random = new SplittableRandom(seed);
        var ids = new Ids(clock, random);
        audit = new Audit(ids);
        customers = new Customers(ids, clock, audit);
        keys = new ApiKeys(ids, clock, random, audit);
        operators = new Operators(ids, clock, random, audit);
    }

    /** Ids rise with it, one millisecond for each reading. */
    InstantSource clock() {
        return () -> {
            now = now.plusMillis(1);
            return now;
        };
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant in(Duration time) {
        return now.plus(time);
    }

    Customer customer() {
        return database.tx(tx -> customers.create(tx, ACTOR, NewCustomer.named("Ada")));
    }

    IssuedKey key(UUID customer, KeyTerms terms) {
        return database.tx(tx -> keys.issue(tx, ACTOR, new NewKey(customer, "first", terms)));
    }

    KeyDirectory directory() {
        return KeyDirectory.open(database, UsualLimits.NONE, clock());
    }

    List<AuditEntry> trail() {
        return database.tx(tx -> audit.page(tx, AuditQuery.newest(500)));
    }
}
