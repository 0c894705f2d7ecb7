package dev.farebox.ledger;

import dev.farebox.db.SqlFailure;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a batch of commands in one transaction: lock and read the accounts, decide each
 * command in order, write what changed, commit. Three round trips, however many commands.
 */
final class BatchWriter {
    /** Classes of failure that the data of some command caused: values, constraints, limits. */
    private static final Set<String> OF_A_COMMAND = Set.of("22", "23", "54");

    /** A check failed; also what an insert says that finds no partition. */
    private static final String CHECK_VIOLATION = "23514";

    private final LaneStore store;
    private final Partitions partitions;
    private final InstantSource clock;

    BatchWriter(LaneStore store, Partitions partitions, InstantSource clock) {
        this.store = store;
        this.partitions = partitions;
        this.clock = clock;
    }

    /**
     * Whether the same batch may succeed if it is tried again in a while: no command is to blame.
     */
    static boolean mayPass(RuntimeException failure) {
        return switch (failure) {
            case SqlFailure sql ->
                    sql.sqlState().length() < 2
                            || !OF_A_COMMAND.contains(sql.sqlState().substring(0, 2));
            case ProblemException problem -> problem.code() == ProblemCode.DATABASE_UNAVAILABLE;
            default -> false;
        };
    }

    /** Either all of the batch is committed and decided, or this throws and nothing is certain. */
    void carryOut(List<Queued> batch) {
        try {
            attempt(batch);
        } catch (SqlFailure e) {
            if (!e.sqlState().equals(CHECK_VIOLATION)) {
                throw e;
            }
            partitions.forget();
            attempt(batch);
        }
    }

    private void attempt(List<Queued> batch) {
        try {
            write(batch);
            store.commit();
        } catch (SqlFailure e) {
            if (e.isConnectionLost()) {
                store.close();
            } else {
                store.rollback();
            }
            throw e;
        } catch (RuntimeException | Error e) {
            store.rollback();
            throw e;
        }
    }

    void close() {
        store.close();
    }

    private void write(List<Queued> batch) {
        var ops = new ArrayList<LedgerOp>(batch.size());
        for (Queued command : batch) {
            partitions.ensure(command.hold().value());
            ops.add(command.op());
        }
        Map<AccountId, Loading> accounts = store.states().lock(ops);
        store.spends().load(ops, accounts);
        store.effects().write(decide(batch, accounts));
    }

    private List<Effects> decide(List<Queued> batch, Map<AccountId, Loading> accounts) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var books = HashMap.<AccountId, AccountBook>newHashMap(accounts.size());
        accounts.forEach((id, loading) -> books.put(id, new AccountBook(loading.state())));
        for (Queued command : batch) {
            AccountId account = command.op().account();
            Loading loading = known(accounts.get(account), account);
            if (!command.hasExtended(loading.held(command.hold()))) {
                command.decide(known(books.get(account), account).apply(command.op(), now));
            }
        }
        var effects = new ArrayList<Effects>(books.size());
        for (AccountBook book : books.values()) {
            book.verify();
            effects.add(book.effects());
        }
        return effects;
    }

    private static <T> T known(@Nullable T part, AccountId account) {
        if (part == null) {
            throw new IllegalStateException("account " + account + " was not loaded");
        }
        return part;
    }
}
