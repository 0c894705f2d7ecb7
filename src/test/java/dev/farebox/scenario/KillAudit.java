package dev.farebox.scenario;

import dev.farebox.db.Database;
import dev.farebox.db.Row;
import dev.farebox.ledger.Books;
import dev.farebox.ledger.BooksVerdict;
import dev.farebox.ledger.Purpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds a database against what a client was acknowledged. The charges are worked out by hand: it
 * believes neither the rater nor the ledger, and asks the auditor besides.
 */
final class KillAudit {
    // The seed book's price of demo-chat, in nano-credits a token.
    private static final long INPUT = 500;
    private static final long CACHED = 50;
    private static final long OUTPUT = 2_000;

    /** What may stand on a charge that nobody was acknowledged: complete, or cut off by a death. */
    private static final Set<String> CHARGED_UNSEEN = Set.of("completed", "recovered");

    private final Database database;

    KillAudit(Database database) {
        this.database = database;
    }

    /**
     * @param unseen charges that no client was acknowledged, by outcome
     * @param free usage lines without a charge, by outcome
     */
    record Result(
            int acknowledged, int broken, Map<String, Integer> unseen, Map<String, Integer> free) {}

    private record Line(
            UUID request, long charge, long charged, long owed, long borne, String outcome) {
        static Line of(Row row) {
            return new Line(
                    row.uuid("hold_id"),
                    row.number("charge"),
                    row.number("charged"),
                    row.number("owed"),
                    row.number("borne"),
                    row.text("outcome"));
        }
    }

    /** How many milliseconds it took until no hold was open. */
    long awaitNoHold() throws Exception {
        return Patience.await(
                "every hold is resolved", () -> number("SELECT count(*) AS n FROM hold") == 0);
    }

    Result check(ClientLog log) {
        require(log.twice().isEmpty(), "the client saw requests end twice: " + log.twice());
        Map<UUID, Line> lines = lines();
        assertAcknowledgedAreCharged(log, lines);
        assertForgeriesAreFound(log, lines);
        lines.values().forEach(KillAudit::assertWhollyCharged);
        assertRefusedAreFree(log, lines);
        var result = others(log, lines);
        assertEntriesBelong(lines);
        assertBalanceIsWhatIsLeft(lines);
        BooksVerdict books = new Books(database).verify();
        require(books instanceof BooksVerdict.Sound, "the books do not balance: " + books);
        return result;
    }

    private Map<UUID, Line> lines() {
        List<Line> all =
                database.tx(tx ->
                        tx.query(
                                """
                                SELECT hold_id, charge, charged, owed, borne, outcome
                                FROM usage_line
                                """,
                                Line::of));
        var lines = new HashMap<UUID, Line>();
        for (Line line : all) {
            Line other = lines.put(line.request(), line);
            require(other == null, "charged twice: " + line + " and " + other);
        }
        return lines;
    }

    private static void assertAcknowledgedAreCharged(ClientLog log, Map<UUID, Line> lines) {
        var wrong = new ArrayList<String>();
        log.answered()
                .forEach((id, tokens) ->
                        wrong(lines.get(id), tokens).ifPresent(why -> wrong.add(id + why)));
        require(wrong.isEmpty(), "acknowledged answers are wrong in the books: " + wrong);
    }

    private static Optional<String> wrong(@Nullable Line line, Optional<ClientLog.Tokens> tokens) {
        if (line == null) {
            return Optional.of(" was lost");
        }
        boolean right =
                line.outcome().equals("completed")
                        && line.charge() > 0
                        && tokens.map(seen -> charge(seen) == line.charge()).orElse(true);
        return right ? Optional.empty() : Optional.of(" with " + tokens + " stands as " + line);
    }

    /** A check that cannot fail proves nothing: an answer too many and a token too many. */
    private static void assertForgeriesAreFound(ClientLog log, Map<UUID, Line> lines) {
        var answered = log.answered().entrySet().stream().filter(a -> a.getValue().isPresent());
        var answer = answered.findFirst().orElseThrow();
        ClientLog.Tokens tokens = answer.getValue().orElseThrow();
        var more = new ClientLog.Tokens(tokens.prompt(), tokens.cached(), tokens.completion() + 1);
        require(
                wrong(lines.get(UUID.randomUUID()), answer.getValue()).isPresent()
                        && wrong(lines.get(answer.getKey()), Optional.of(more)).isPresent(),
                "the audit does not notice what is wrong");
    }

    /** In nano-credits; the seed book divides without a rest. */
    private static long charge(ClientLog.Tokens tokens) {
        return (tokens.prompt() - tokens.cached()) * INPUT
                + tokens.cached() * CACHED
                + tokens.completion() * OUTPUT;
    }

    /** The balance covers everything here, so nothing is owed or borne. */
    private static void assertWhollyCharged(Line line) {
        boolean wholly = line.charged() == line.charge() && line.owed() + line.borne() == 0;
        require(wholly, "not wholly charged: " + line);
    }

    private static void assertRefusedAreFree(ClientLog log, Map<UUID, Line> lines) {
        log.refused()
                .forEach((id, status) -> {
                    Line line = lines.get(id);
                    require(
                            line == null || line.charge() == 0,
                            "refused with " + status + ", and charged: " + line);
                });
    }

    /** Charges beyond the acknowledged: of answers that broke off on their way to the client. */
    private static Result others(ClientLog log, Map<UUID, Line> lines) {
        Map<String, Integer> unseen = new TreeMap<>();
        Map<String, Integer> free = new TreeMap<>();
        for (Line line : lines.values()) {
            if (line.charge() == 0) {
                free.merge(line.outcome(), 1, Integer::sum);
            } else if (!log.answered().containsKey(line.request())) {
                require(
                        CHARGED_UNSEEN.contains(line.outcome()),
                        "charged, and cannot have been complete: " + line);
                unseen.merge(line.outcome(), 1, Integer::sum);
            }
        }
        int charged = unseen.values().stream().mapToInt(Integer::intValue).sum();
        require(
                charged <= log.broken(),
                "%d charges that nobody was acknowledged, where %d requests broke off"
                        .formatted(charged, log.broken()));
        return new Result(log.answered().size(), log.broken(), unseen, free);
    }

    private void assertEntriesBelong(Map<UUID, Line> lines) {
        long strays =
                number(
                        """
                        SELECT count(*) AS n FROM entry e
                        WHERE NOT EXISTS (SELECT 1 FROM usage_line u
                                WHERE u.bucket = e.bucket AND u.account_id = e.account_id
                                  AND u.hold_id = e.tx_id)
                          AND NOT EXISTS (SELECT 1 FROM ledger_tx t
                                WHERE t.bucket = e.bucket AND t.account_id = e.account_id
                                  AND t.tx_id = e.tx_id)
                        """);
        require(strays == 0, strays + " entries belong to no transaction");
        var used = new HashMap<UUID, Long>();
        database.tx(tx ->
                        tx.query(
                                """
                                SELECT tx_id, sum(amount) AS n FROM entry
                                WHERE credit = ? GROUP BY tx_id
                                """,
                                row -> Map.entry(row.uuid("tx_id"), row.number("n")),
                                (int) Purpose.USAGE.code()))
                .forEach(sum -> used.put(sum.getKey(), sum.getValue()));
        lines.forEach((id, line) -> {
            long entries = used.getOrDefault(id, 0L);
            require(entries == line.charge(), "entries over " + entries + " of " + line);
        });
    }

    private void assertBalanceIsWhatIsLeft(Map<UUID, Line> lines) {
        long granted = number("SELECT sum(amount) AS n FROM ledger_tx");
        long available = number("SELECT sum(available) AS n FROM lot");
        long elsewhere = number("SELECT sum(held + frozen) AS n FROM lot");
        long charged = lines.values().stream().mapToLong(Line::charge).sum();
        require(elsewhere == 0, elsewhere + " is held or frozen");
        require(
                charged == granted - available,
                "charged %d, granted %d, available %d".formatted(charged, granted, available));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private long number(String sql) {
        return database.tx(tx -> tx.one(sql, row -> row.number("n"))).orElseThrow();
    }
}
