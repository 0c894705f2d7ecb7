package dev.farebox.ledger;

import dev.farebox.db.Column;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of effects, spread over columns, statement by statement. */
final class EffectRows {
    /** One statement's parameters and the number of rows it touches. */
    record Table(EffectStatement statement, List<Column> columns, int rows) {}

    private final Map<EffectStatement, Rows> tables = new EnumMap<>(EffectStatement.class);

    void add(Effects effects) {
        AccountId account = effects.account();
        if (effects.version() != effects.loadedVersion()) {
            account(effects);
        }
        effects.newLots().forEach(lot -> newLot(account, lot));
        effects.changedLots().forEach(lot -> lot(account, lot));
        effects.newHolds().forEach(hold -> newHold(account, hold));
        effects.changedHolds().forEach(hold -> hold(account, hold));
        effects.endedHolds().forEach(hold -> endedHold(account, hold));
        effects.spends().forEach((window, spend) -> spend(account, window, spend));
        var legs = new HashMap<UUID, Legs>();
        for (Entry entry : effects.entries()) {
            entry(entry);
            legs.merge(entry.transaction(), Legs.of(entry), (before, _) -> before.and(entry));
        }
        for (Resolution resolution : effects.resolutions()) {
            usageLine(
                    account,
                    resolution,
                    legs.getOrDefault(resolution.hold().id().value(), Legs.NONE));
        }
        for (TransactionRow row : effects.transactions()) {
            transaction(account, row, legs.getOrDefault(row.id(), Legs.NONE));
        }
    }

    /** The statements with at least one row, in the order in which they run. */
    List<Table> changed() {
        var changed = new ArrayList<Table>();
        tables.forEach((statement, rows) ->
                changed.add(new Table(statement, rows.columns(), rows.count())));
        return changed;
    }

    private Rows rows(EffectStatement statement, AccountId account) {
        Rows rows = tables.computeIfAbsent(statement, Rows::of);
        rows.next();
        rows.column().add(account.bucket());
        rows.column().add(account.value());
        return rows;
    }

    private void account(Effects effects) {
        Rows rows = rows(EffectStatement.ACCOUNT, effects.account());
        rows.column().add(effects.version());
        rows.column().add(effects.owed());
        rows.column().add(effects.owedCap());
    }

    private void newLot(AccountId account, Lot lot) {
        Rows rows = rows(EffectStatement.NEW_LOT, account);
        LotOrigin origin = lot.origin();
        rows.column().add(lot.id());
        rows.column().add(lot.asset().code());
        rows.column().add(lot.colour().code());
        rows.column().add(lot.priority());
        rows.column().add(lot.effectiveAt());
        rows.column().add(lot.expiresAt());
        rows.column().add(lot.creditLine());
        rows.column().add(origin.paidMinor());
        rows.column().add(origin.currency());
        rows.column().add(origin.order());
        rows.column().add(origin.payment());
        rows.column().add(origin.parent());
        rows.column().add(origin.refundable());
        rows.column().add(lot.granted());
        amounts(rows, lot);
    }

    private void lot(AccountId account, Lot lot) {
        Rows rows = rows(EffectStatement.LOT, account);
        rows.column().add(lot.id());
        amounts(rows, lot);
    }

    private static void amounts(Rows rows, Lot lot) {
        rows.column().add(lot.available());
        rows.column().add(lot.held());
        rows.column().add(lot.frozen());
        rows.column().add((lot.available() | lot.held() | lot.frozen()) != 0);
    }

    private void newHold(AccountId account, Hold hold) {
        Rows rows = heldRows(EffectStatement.NEW_HOLD, account, hold);
        rows.column().add(hold.id().value());
        rows.column().add(hold.node());
        rows.column().add(hold.key());
        rows.column().add(hold.day());
        rows.column().add(hold.placedAt());
        rows.column().add(hold.expiresAt());
        rows.column().add(hold.checkpoint());
        rows.endList(hold.split().size());
    }

    private void hold(AccountId account, Hold hold) {
        Rows rows = heldRows(EffectStatement.HOLD, account, hold);
        rows.column().add(hold.id().value());
        rows.column().add(hold.expiresAt());
        rows.column().add(hold.checkpoint());
        rows.endList(hold.split().size());
    }

    /** The lists come first among the parameters; the row says which part of them is its own. */
    private Rows heldRows(EffectStatement statement, AccountId account, Hold hold) {
        Rows rows = tables.computeIfAbsent(statement, Rows::of);
        rows.next();
        Column lots = rows.column();
        Column amounts = rows.column();
        Split split = hold.split();
        for (int i = 0; i < split.size(); i++) {
            lots.add(split.lot(i));
            amounts.add(split.amount(i));
        }
        rows.column().add(account.bucket());
        rows.column().add(account.value());
        return rows;
    }

    private void endedHold(AccountId account, HoldId hold) {
        rows(EffectStatement.ENDED_HOLD, account).column().add(hold.value());
    }

    void spend(AccountId account, SpendWindow window, Spend spend) {
        Rows rows = rows(EffectStatement.SPEND, account);
        rows.column().add(window.key());
        rows.column().add(SpendStore.code(window.window()));
        rows.column().add(window.start());
        rows.column().add(spend.spent());
        rows.column().add(spend.held());
    }

    private void usageLine(AccountId account, Resolution resolution, Legs legs) {
        Rows rows = tables.computeIfAbsent(EffectStatement.USAGE_LINE, Rows::of);
        rows.next();
        UsageLine line = resolution.line();
        int dimensions = usage(rows.column(), rows.column(), line.usage());
        rows.column().add(account.bucket());
        rows.column().add(account.value());
        rows.column().add(resolution.hold().id().value());
        rows.column().add(line.keyId());
        rows.column().add(resolution.hold().day());
        rows.column().add(line.model());
        rows.column().add(line.channel());
        rows.column().add(line.outcome());
        rows.column().add(line.charge());
        rows.column().add(resolution.charged());
        rows.column().add(resolution.owed());
        rows.column().add(resolution.borne());
        rows.column().add(line.priceBook());
        rows.column().add(line.cost());
        rows.column().add(line.usage().tier());
        rows.column().add(line.usage().basis() == Usage.Basis.ESTIMATED);
        rows.column().add(line.detail());
        rows.column().add(resolution.version());
        rows.column().add(legs.count());
        rows.column().add(legs.seal());
        rows.endList(dimensions);
    }

    private static int usage(Column dimensions, Column units, Usage usage) {
        int count = 0;
        for (Dimension dimension : Dimension.values()) {
            if (usage.units(dimension) != 0) {
                dimensions.add(dimension.code());
                units.add(usage.units(dimension));
                count++;
            }
        }
        return count;
    }

    private void transaction(AccountId account, TransactionRow row, Legs legs) {
        Rows rows = rows(EffectStatement.TRANSACTION, account);
        rows.column().add(row.id());
        rows.column().add(row.kind().code());
        rows.column().add(row.fingerprint());
        rows.column().add(row.cause().actor());
        rows.column().add(row.cause().reason());
        rows.column().add(row.cause().link());
        rows.column().add(row.about());
        rows.column().add(row.amount());
        rows.column().add(row.version());
        rows.column().add(legs.count());
        rows.column().add(legs.seal());
    }

    private void entry(Entry entry) {
        Rows rows = rows(EffectStatement.ENTRY, entry.account());
        rows.column().add(entry.transaction());
        rows.column().add((short) entry.leg());
        rows.column().add(entry.debit().code());
        rows.column().add(entry.credit().code());
        rows.column().add(entry.asset().code());
        rows.column().add(entry.lot());
        rows.column().add(entry.amount());
    }

    /** How many legs a transaction has, and the seal over them. */
    private record Legs(short count, long seal) {
        private static final Legs NONE = new Legs((short) 0, Seal.EMPTY);

        static Legs of(Entry first) {
            return NONE.and(first);
        }

        Legs and(Entry next) {
            return new Legs((short) (count + 1), Seal.with(seal, next));
        }
    }

    /** The columns of one statement, filled row by row from the first column to the last. */
    private static final class Rows {
        private final List<Column> columns;
        private int current;
        private int count;
        private int listEnd;

        private Rows(List<Column> columns) {
            this.columns = columns;
        }

        static Rows of(EffectStatement statement) {
            return new Rows(statement.columns());
        }

        List<Column> columns() {
            return columns;
        }

        int count() {
            return count;
        }

        void next() {
            current = 0;
            count++;
        }

        Column column() {
            return columns.get(current++);
        }

        /** The last two columns: which part of the list columns belongs to this row. */
        void endList(int size) {
            column().add(listEnd + 1);
            listEnd += size;
            column().add(listEnd);
        }
    }
}
