package dev.farebox.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A random walk through the production deciders beside the naive model: after each command the
 * outcome, every row and every entry must be those of the model. Commands for one account come in
 * batches of one to six through one book.
 */
public final class LedgerWalk {
    private static final Instant START = Instant.parse("2026-11-20T22:15:00Z");

    private final NaiveLedger model = new NaiveLedger();
    private final LedgerOps ops;
    private final SplittableRandom random;
    private final Map<AccountId, MemoryAccount> rows = new HashMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    LedgerWalk(long seed) {
        this.random = new SplittableRandom(seed);
        this.ops = new LedgerOps(random.split(), model, START);
    }

    /** How often each case of each outcome came. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    /** The first difference in so many steps, or an empty string. Also called by reflection. */
    public static String firstDifference(long seed, int steps) {
        return new LedgerWalk(seed).walk(steps);
    }

    String walk(int steps) {
        int step = 0;
        while (step < steps) {
            int size = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 1;
            String difference = batch(step, Math.min(size, steps - step));
            if (!difference.isEmpty()) {
                return difference;
            }
            step += size;
        }
        return "";
    }

    /** All commands of a batch are known before the first is decided, as in a queue. */
    private String batch(int step, int size) {
        var batch = new ArrayList<LedgerOp>();
        var expected = new ArrayList<LedgerOutcome>();
        var views = new ArrayList<View>();
        LedgerOp op = ops.next();
        AccountId id = op.account();
        while (true) {
            batch.add(op);
            expected.add(model.apply(op, ops.now()));
            views.add(View.of(model.account(id)));
            if (batch.size() == size) {
                break;
            }
            op = ops.nextAtTheSameTime(id);
        }
        MemoryAccount account = rows.computeIfAbsent(id, MemoryAccount::new);
        try {
            return decide(step, account, batch, expected, views);
        } catch (RuntimeException e) {
            return "step " + step + ", one of " + batch + ": " + e;
        }
    }

    private String decide(
            int step,
            MemoryAccount account,
            List<LedgerOp> batch,
            List<LedgerOutcome> expected,
            List<View> views) {
        var book = new AccountBook(account.load(batch));
        MemoryAccount after = account;
        for (int i = 0; i < batch.size(); i++) {
            LedgerOutcome outcome = book.apply(batch.get(i), ops.now());
            outcomes.merge(name(outcome), 1, Integer::sum);
            book.verify();
            after = account.with(book.effects());
            String where = "step " + (step + i) + ", " + batch.get(i) + " at " + ops.now() + ": ";
            if (!outcome.equals(expected.get(i))) {
                return where + "got " + outcome + ", expected " + expected.get(i);
            }
            String difference = views.get(i).difference(after);
            if (!difference.isEmpty()) {
                return where + outcome + ": " + difference;
            }
        }
        rows.put(account.id, after);
        return "";
    }

    private static String name(LedgerOutcome outcome) {
        Class<?> type = outcome.getClass();
        Class<?> of = type.getDeclaringClass();
        return (of == null ? "" : of.getSimpleName() + ".") + type.getSimpleName();
    }

    /** The model's account right after one command. */
    private record View(
            long version,
            long owed,
            long owedCap,
            List<Lot> lots,
            Map<HoldId, Hold> open,
            Map<HoldId, List<Long>> ended,
            List<Entry> entries,
            Map<SpendWindow, Spend> spends) {
        static View of(NaiveAccount account) {
            List<Lot> lots = account.lots();
            var open = new HashMap<HoldId, Hold>();
            var ended = new HashMap<HoldId, List<Long>>();
            var spends = new HashMap<SpendWindow, Spend>();
            account.holds.forEach((id, hold) -> {
                if (hold.ended) {
                    ended.put(id, List.of(hold.charged, hold.owed, hold.borne));
                } else {
                    open.put(id, account.row(id, lots));
                }
                for (var window :
                        List.of(
                                SpendWindow.ofDay(hold.key(), hold.day()),
                                SpendWindow.ofMonth(hold.key(), hold.day()),
                                SpendWindow.ofTotal(hold.key()))) {
                    spends.computeIfAbsent(window, account::spend);
                }
            });
            return new View(
                    account.version(),
                    account.owed(),
                    account.owedCap(),
                    lots,
                    open,
                    ended,
                    account.entries(),
                    spends);
        }

        String difference(MemoryAccount rows) {
            var found = new ArrayList<String>();
            compare(found, "version", rows.version, version);
            compare(found, "owed", rows.owed, owed);
            compare(found, "owed cap", rows.owedCap, owedCap);
            compare(found, "lots", rows.lots, byId(lots, Lot::id));
            compare(found, "open holds", rows.holds, open);
            compare(found, "entries", rows.entries, entries);
            var resolved = new HashMap<HoldId, List<Long>>();
            rows.resolutions.forEach((id, resolution) ->
                    resolved.put(
                            id,
                            List.of(resolution.charged(), resolution.owed(), resolution.borne())));
            compare(found, "resolved holds", resolved, ended);
            rows.spends.forEach((window, spend) ->
                    compare(
                            found,
                            "spend in " + window,
                            spend,
                            spends.getOrDefault(window, new Spend(0, 0))));
            return String.join("; ", found);
        }

        private static void compare(
                List<String> found, String what, @Nullable Object actual, Object expected) {
            if (!expected.equals(actual)) {
                found.add(what + " " + actual + ", expected " + expected);
            }
        }

        private static <K, V> Map<K, V> byId(List<V> values, Function<V, K> id) {
            return values.stream().collect(Collectors.toMap(id, Function.identity()));
        }
    }
}
