package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.config.Configuration;
import dev.farebox.config.Secret;
import dev.farebox.config.Sources;
import dev.farebox.db.Database;
import dev.farebox.desk.ChargeAudit;
import dev.farebox.desk.Receipts;
import dev.farebox.gateway.provider.demo.DemoFaults;
import dev.farebox.gateway.route.ChannelDirectory;
import dev.farebox.gateway.route.ChannelTerms;
import dev.farebox.gateway.route.Channels;
import dev.farebox.gateway.route.NewChannel;
import dev.farebox.gateway.stored.StoredObjects;
import dev.farebox.id.IdText;
import dev.farebox.id.Ids;
import dev.farebox.identity.ApiKeys;
import dev.farebox.identity.Customers;
import dev.farebox.identity.KeyDirectory;
import dev.farebox.identity.KeyTerms;
import dev.farebox.identity.NewCustomer;
import dev.farebox.identity.NewKey;
import dev.farebox.identity.UsualLimits;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.AccountView;
import dev.farebox.ledger.Asset;
import dev.farebox.ledger.Cause;
import dev.farebox.ledger.Colour;
import dev.farebox.ledger.Grant;
import dev.farebox.ledger.HoldId;
import dev.farebox.ledger.LaneLimits;
import dev.farebox.ledger.Ledger;
import dev.farebox.ledger.LotOrigin;
import dev.farebox.ledger.OpenAccount;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.pricing.ModelPrice;
import dev.farebox.pricing.PriceBook;
import dev.farebox.pricing.PriceBooks;
import dev.farebox.pricing.PriceDraft;
import dev.farebox.pricing.PriceLimits;
import dev.farebox.pricing.Rates;
import dev.farebox.seal.MasterKey;
import dev.farebox.seal.Sealer;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawHttp;
import dev.farebox.usage.Dimension;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * A whole gateway over a real database and a demo upstream. Input costs 1 000 nano-credits a token,
 * output 2 000, a request nothing; a tenth of that is the operator's cost.
 */
final class GatewayWorld implements AutoCloseable {
    static final String CHAT = "/v1/chat/completions";
    static final long INPUT = 1_000;
    static final long OUTPUT = 2_000;

    private static final List<String> MODELS =
            List.of(
                    "demo-chat",
                    "demo-reasoner",
                    "demo-long",
                    "on-openai-chat",
                    "on-openai-responses",
                    "on-anthropic",
                    "on-gemini");
    private static final Sealer SEALER = new Sealer(MasterKey.create());
    private static final Actor OPERATOR = Actor.system("test");
    private static final Cause CAUSE = new Cause("system:test", "test");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

    final Database database;
    final Ledger ledger;
    final DemoUpstream upstream;
    final GatewayServer server;
    final Tally tally = new Tally();

    private final InstantSource clock = InstantSource.system();
    private final Ids ids = new Ids(clock, RANDOM);
    private final Audit audit = new Audit(ids);
    final StoredObjects stored;

    private final Channels channels;
    private final ChannelDirectory channelDirectory;
    private final KeyDirectory keyDirectory;
    private final PriceBooks prices;

    /** One customer with one key. */
    record Buyer(AccountId account, UUID keyId, String secret) {}

    GatewayWorld(Database database, String... overrides) {
        this(database, DemoUpstream.instant(), overrides);
    }

    /**
     * {@code overrides} are configuration keys and values, in turn. Several worlds may share one
     * database and the upstream of the first.
     */
    GatewayWorld(Database database, DemoUpstream upstream, String... overrides) {
        this.database = database;
        this.upstream = upstream;
        ledger = Ledger.open(database, clock, LaneLimits.ORDINARY);
        channels = new Channels(ids, clock, audit, SEALER);
        if (database.tx(channels::list).isEmpty()) {
            addChannel("demo", upstream.baseUrl(), DemoUpstream.KEY);
        }
        channelDirectory = ChannelDirectory.open(database, SEALER);
        keyDirectory = KeyDirectory.open(database, UsualLimits.NONE, clock);
        prices = new PriceBooks(database, audit, clock, PriceLimits.STANDARD);
        Configuration configuration = configuration(overrides);
        stored = new StoredObjects(database, clock, configuration.stored().retention());
        server = GatewayServer.start(parts(configuration), "127.0.0.1", 0);
    }

    private GatewayParts parts(Configuration configuration) {
        database.tx(tx -> prices.publish(tx, book(), OPERATOR));
        prices.refresh();
        return new GatewayParts(
                configuration,
                ledger,
                keyDirectory,
                prices,
                channelDirectory,
                ids,
                RANDOM,
                clock,
                ids.next(),
                tally,
                stored,
                request -> request.response().end("elsewhere " + request.path()));
    }

    private static Configuration configuration(String... overrides) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < overrides.length; i += 2) {
            map.put(overrides[i], overrides[i + 1]);
        }
        return Configuration.load(new Sources(Optional.empty(), Map.of(), map));
    }

    private static PriceDraft book() {
        long million = 1_000_000;
        var price =
                new Rates(
                        Map.of(
                                Dimension.INPUT, INPUT * million,
                                Dimension.OUTPUT, OUTPUT * million));
        var cost =
                new Rates(
                        Map.of(
                                Dimension.INPUT, INPUT * million / 10,
                                Dimension.OUTPUT, OUTPUT * million / 10));
        var models = new HashMap<String, ModelPrice>();
        for (String model : MODELS) {
            models.put(model, ModelPrice.of(model, price, cost));
        }
        return new PriceDraft("test", null, Map.of(), models);
    }

    void addChannel(String name, String baseUrl, String credential) {
        addChannel(name, baseUrl, credential, ChannelTerms.ORDINARY);
    }

    void addChannel(String name, String baseUrl, String credential, ChannelTerms terms) {
        var models =
                Map.of(
                        "demo-chat", "demo-chat",
                        "demo-reasoner", "demo-reasoner",
                        "demo-long", "demo-long");
        var channel =
                NewChannel.of(name, "openai", baseUrl, Optional.of(new Secret(credential)), models);
        database.tx(tx -> channels.add(tx, OPERATOR, channel.withTerms(terms)));
    }

    /** Of every channel. */
    void setTerms(ChannelTerms terms) {
        database.tx(tx -> {
            for (var channel : channels.list(tx)) {
                channels.change(tx, OPERATOR, channel.id(), now -> now.withTerms(terms), "test");
            }
            return true;
        });
        channelDirectory.refresh();
    }

    /** A channel of one kind that serves one model under the upstream's name for it. */
    void addChannel(String name, String kind, String url, String model, String upstreamModel) {
        addChannel(name, kind, url, Map.of(model, upstreamModel));
    }

    void addChannel(String name, String kind, String url, Map<String, String> models) {
        database.tx(tx ->
                channels.add(
                        tx,
                        OPERATOR,
                        NewChannel.of(
                                name,
                                kind,
                                url,
                                Optional.of(new Secret(DemoUpstream.KEY)),
                                models)));
    }

    /** Other prices, in force at once. */
    void publish(PriceDraft draft) {
        database.tx(tx -> prices.publish(tx, draft, OPERATOR));
        prices.refresh();
    }

    void refresh() {
        channelDirectory.refresh();
        keyDirectory.refresh();
    }

    Buyer buyer(long nanos) {
        return buyer(nanos, KeyTerms.OPEN);
    }

    /** Every channel begins anew, whatever the faults of earlier requests have taught. */
    void wellAgain() {
        database.tx(tx -> {
            for (var channel : channels.list(tx)) {
                channels.enable(tx, OPERATOR, channel.id(), false, "test");
                channels.enable(tx, OPERATOR, channel.id(), true, "test");
            }
            return true;
        });
        channelDirectory.refresh();
    }

    Buyer buyer(long nanos, KeyTerms terms) {
        return buyer(nanos, terms, PriceBook.DEFAULT_GROUP);
    }

    Buyer buyer(long nanos, KeyTerms terms, String group) {
        wellAgain();
        var customers = new Customers(ids, clock, audit);
        var keys = new ApiKeys(ids, clock, RANDOM, audit);
        Buyer buyer =
                database.tx(tx -> {
                    var customer =
                            customers.create(
                                    tx,
                                    OPERATOR,
                                    new NewCustomer("Buyer", Optional.empty(), group));
                    var account = new AccountId(customer.id());
                    ledger.post(tx, new OpenAccount(account, ids.next(), 0, CAUSE));
                    var issued = keys.issue(tx, OPERATOR, new NewKey(customer.id(), "key", terms));
                    return new Buyer(account, issued.key().id(), issued.secret());
                });
        if (nanos > 0) {
            grant(buyer.account(), nanos);
        }
        keyDirectory.refresh();
        return buyer;
    }

    void grant(AccountId account, long nanos) {
        database.tx(tx ->
                ledger.post(
                        tx,
                        new Grant(
                                account,
                                ids.next(),
                                Asset.CREDIT,
                                Colour.MANUAL,
                                0,
                                Instant.EPOCH,
                                null,
                                false,
                                nanos,
                                LotOrigin.FREE,
                                CAUSE)));
    }

    void revoke(Buyer buyer) {
        var keys = new ApiKeys(ids, clock, RANDOM, audit);
        database.tx(tx -> keys.revoke(tx, OPERATOR, buyer.keyId(), "test"));
        keyDirectory.refresh();
    }

    DemoFaults faults() {
        return upstream.faults();
    }

    RawHttp open(Buyer buyer, String body) throws IOException {
        return RawHttp.connect(server.port())
                .request("POST", CHAT, RawHttp.json(buyer.secret()), body);
    }

    RawHttp.Answer post(Buyer buyer, String body) throws IOException {
        try (var http = open(buyer, body)) {
            return http.answer();
        }
    }

    static String chat(String prompt, String... more) {
        return "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + prompt
                + "\"}]"
                + (more.length == 0 ? "" : "," + String.join(",", more))
                + "}";
    }

    static String stream(String prompt, String... more) {
        var all = new ArrayList<>(List.of(more));
        all.add("\"stream\":true");
        return chat(prompt, all.toArray(String[]::new));
    }

    AccountView account(Buyer buyer) {
        return ledger.account(buyer.account()).orElseThrow();
    }

    List<UsageRecord> usage(Buyer buyer) {
        return ledger.usage(buyer.account(), null, 100);
    }

    /** The one usage line of this customer; waits for it. */
    UsageRecord settled(Buyer buyer) {
        return settled(buyer, 1).getFirst();
    }

    List<UsageRecord> settled(Buyer buyer, int count) {
        await(() -> usage(buyer).size() >= count && tally.inFlight() == 0);
        return usage(buyer);
    }

    Optional<UsageRecord> usageOf(RawHttp.Answer answer) {
        String id = java.util.Objects.requireNonNull(answer.header("x-request-id"));
        return ledger.usageLine(new HoldId(IdText.REQUEST.read(id).orElseThrow()));
    }

    static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not happen within " + PATIENCE);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** As the operator sees it. */
    dev.farebox.desk.Receipt receipt(UsageRecord record) {
        var customers = new Customers(ids, clock, audit);
        var keys = new ApiKeys(ids, clock, RANDOM, audit);
        return new Receipts(database, ledger, customers, keys, prices)
                .find(record.hold().value())
                .orElseThrow();
    }

    private void assertChargesFollowFromUsage() {
        var charges = new ChargeAudit(database, ledger, new Customers(ids, clock, audit), prices);
        assertThat(charges.firstDifference()).isEmpty();
    }

    @Override
    public void close() {
        upstream.faults().release();
        server.stop();
        upstream.close();
        assertChargesFollowFromUsage();
        ledger.close();
    }
}
