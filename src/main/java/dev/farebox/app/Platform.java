package dev.farebox.app;

import dev.farebox.audit.Audit;
import dev.farebox.config.Configuration;
import dev.farebox.db.Database;
import dev.farebox.db.DatabaseSettings;
import dev.farebox.db.EmbeddedSettings;
import dev.farebox.db.Installation;
import dev.farebox.db.Login;
import dev.farebox.db.Migrations;
import dev.farebox.desk.Desk;
import dev.farebox.desk.DeskParts;
import dev.farebox.desk.Receipts;
import dev.farebox.gateway.route.AddressRule;
import dev.farebox.gateway.route.Channels;
import dev.farebox.gateway.stored.StoredObjects;
import dev.farebox.id.Ids;
import dev.farebox.identity.ApiKeys;
import dev.farebox.identity.Customers;
import dev.farebox.identity.Operators;
import dev.farebox.ledger.LaneLimits;
import dev.farebox.ledger.Ledger;
import dev.farebox.pricing.PriceBooks;
import dev.farebox.pricing.PriceLimits;
import dev.farebox.seal.MasterKey;
import dev.farebox.seal.MasterKeyFile;
import dev.farebox.seal.Sealer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts that the server and every command work with, joined by hand over one database. Closing
 * it stops what it started, in reverse.
 */
final class Platform implements AutoCloseable {
    final Configuration configuration;
    final Database database;
    final Ids ids;
    final InstantSource clock;
    final Audit audit;
    final Customers customers;
    final ApiKeys keys;
    final Operators operators;
    final PriceBooks prices;
    final Sealer sealer;
    final AddressRule addresses;
    final Channels channels;
    final Ledger ledger;
    final StoredObjects stored;
    final Desk desk;
    final Receipts receipts;

    /** Whether this process runs the service, or works beside one that may be running. */
    enum Role {
        SERVER,
        COMMAND
    }

    private Platform(Configuration configuration, Database database, Sealer sealer) {
        this.configuration = configuration;
        this.database = database;
        this.sealer = sealer;
        clock = InstantSource.system();
        ids = new Ids(clock, Chance.FAST);
        audit = new Audit(ids);
        customers = new Customers(ids, clock, audit);
        keys = new ApiKeys(ids, clock, Chance.SECRET, audit);
        operators = new Operators(ids, clock, Chance.SECRET, audit);
        prices = new PriceBooks(database, audit, clock, PriceLimits.STANDARD);
        addresses = AddressRule.of(configuration.upstream().privateAddresses());
        channels = new Channels(ids, clock, audit, sealer, addresses);
        var lanes = configuration.ledger();
        ledger =
                Ledger.open(
                        database,
                        clock,
                        new LaneLimits(lanes.lanes(), lanes.queueLimit(), lanes.batchLimit()));
        stored = new StoredObjects(database, clock, configuration.stored().retention());
        desk =
                new Desk(
                        new DeskParts(
                                database,
                                ledger,
                                customers,
                                keys,
                                audit,
                                ids,
                                clock,
                                configuration.operator().timeZone(),
                                configuration.holds().owedCap().nanos(),
                                this::serviceGroups));
        receipts = new Receipts(database, ledger, customers, keys, prices);
    }

    /**
     * Opens the database, brings its schema up to date, and joins the parts.
     *
     * @throws dev.farebox.problem.ProblemException with a sentence that says what to do
     */
    static Platform open(Configuration configuration, Role role, Installation.MadeBy maker) {
        DatabaseSettings settings = settings(configuration);
        Database database =
                role == Role.SERVER
                        ? Database.open(settings, Chance.FAST)
                        : Database.attach(settings, Chance.FAST);
        try {
            Ownership.check(database, maker);
            boolean isNew = Installation.find(database).isEmpty();
            // Before the signature: what is killed in between starts anew.
            var sealer = new Sealer(masterKey(configuration, isNew));
            Migrations.run(database);
            var clock = InstantSource.system();
            Installation.sign(database, new Ids(clock, Chance.FAST).next(), clock.instant(), maker);
            return new Platform(configuration, database, sealer);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /** Those that the price book in force or the configuration names. */
    private Set<String> serviceGroups() {
        prices.refresh();
        var groups = new TreeSet<>(configuration.limits().groups().keySet());
        prices.current(clock.instant()).ifPresent(book -> groups.addAll(book.groups().keySet()));
        return groups;
    }

    private static MasterKey masterKey(Configuration configuration, boolean isNew) {
        return configuration
                .seal()
                .masterKey()
                .map(secret -> MasterKey.parse(secret.reveal(), "seal.master_key"))
                .orElseGet(() -> new MasterKeyFile(configuration.data().directory()).load(isNew));
    }

    private static DatabaseSettings settings(Configuration configuration) {
        var database = configuration.database();
        if (database.isEmbedded()) {
            Path directory = configuration.data().directory();
            int megabytes = (int) (database.sharedBufferBytes() >> 20);
            return new DatabaseSettings.Embedded(
                    EmbeddedSettings.in(directory).withSharedBuffersMegabytes(megabytes),
                    database.poolSize());
        }
        String password = database.password().map(secret -> secret.reveal()).orElse("");
        return new DatabaseSettings.External(
                new Login(database.url().orElseThrow(), database.user(), password),
                database.poolSize());
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
    }
}
