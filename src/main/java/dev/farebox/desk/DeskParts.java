package dev.farebox.desk;

import dev.farebox.audit.Audit;
import dev.farebox.db.Database;
import dev.farebox.id.Ids;
import dev.farebox.identity.ApiKeys;
import dev.farebox.identity.Customers;
import dev.farebox.ledger.Ledger;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * What {@link Desk} works with.
 *
 * @param zone the operator's: spend caps count its natural days
 * @param groups the service groups that the prices in force or the configuration name; may block
 * @param owedCap how far a new account may go into debt, in nano-credits
 */
public record DeskParts(
        Database database,
        Ledger ledger,
        Customers customers,
        ApiKeys keys,
        Audit audit,
        Ids ids,
        InstantSource clock,
        ZoneId zone,
        long owedCap,
        Supplier<? extends Collection<String>> groups) {}
