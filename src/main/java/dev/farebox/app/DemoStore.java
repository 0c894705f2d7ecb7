package dev.farebox.app;

import dev.farebox.audit.Actor;
import dev.farebox.config.Secret;
import dev.farebox.desk.CreditGrant;
import dev.farebox.gateway.provider.demo.DemoProvider;
import dev.farebox.gateway.provider.demo.DemoSettings;
import dev.farebox.gateway.route.NewChannel;
import dev.farebox.identity.KeyTerms;
import dev.farebox.identity.NewCustomer;
import dev.farebox.identity.NewKey;
import dev.farebox.identity.OperatorRole;
import dev.farebox.ledger.Colour;
import dev.farebox.money.Credits;
import dev.farebox.pricing.PriceBooks;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The demo's seeded store: a customer with a balance and a key, an operator token, prices, and the
 * demo provider as its only channels, one for each dialect. Made once for a data directory; its
 * secrets are kept there.
 */
final class DemoStore implements AutoCloseable {
    static final Credits BALANCE = Credits.ofWhole(10);
    private static final Actor ACTOR = Actor.system("demo");
    private static final long WAIT_SECONDS = 20;

    private final Vertx vertx;
    private final Access access;

    /** The secrets that the demo prints. */
    record Access(String apiKey, String adminToken, String providerKey) {
        @Override
        public String toString() {
            return "Access[…]";
        }
    }

    private DemoStore(Vertx vertx, Access access) {
        this.vertx = vertx;
        this.access = access;
    }

    static DemoStore open(
            Platform platform, BiFunction<String, InstantSource, DemoSettings> settings) {
        var file = new DemoAccessFile(platform.configuration.data().directory());
        Access access = file.read().orElseGet(() -> file.write(seed(platform)));
        Vertx vertx =
                Vertx.builder().with(new VertxOptions().setPreferNativeTransport(true)).build();
        var store = new DemoStore(vertx, access);
        try {
            DemoProvider provider =
                    DemoProvider.start(vertx, settings.apply(access.providerKey(), platform.clock))
                            .await(WAIT_SECONDS, TimeUnit.SECONDS);
            connect(platform, "demo", "openai", provider.baseUrl(), access);
            connect(platform, "demo-anthropic", "anthropic", provider.anthropicUrl(), access);
            connect(platform, "demo-gemini", "gemini", provider.geminiUrl(), access);
            return store;
        } catch (TimeoutException e) {
            store.close();
            throw new IllegalStateException("the demo provider did not start", e);
        }
    }

    Access access() {
        return access;
    }

    private static Access seed(Platform platform) {
        platform.database.tx(tx -> platform.prices.publish(tx, PriceBooks.seed(), ACTOR));
        UUID customer = platform.desk.addCustomer(ACTOR, NewCustomer.named("Demo customer")).id();
        platform.desk.grantCredit(
                ACTOR,
                new CreditGrant(
                        platform.ids.next(),
                        customer,
                        BALANCE,
                        Colour.PROMOTIONAL,
                        CreditGrant.USUAL_PRIORITY,
                        Optional.empty(),
                        "the demo's starting balance"));
        String key =
                platform.desk
                        .issueKey(ACTOR, new NewKey(customer, "demo key", KeyTerms.OPEN))
                        .secret();
        String token =
                platform.database
                        .tx(tx ->
                                platform.operators.issue(
                                        tx, ACTOR, "demo operator", OperatorRole.ADMIN))
                        .secret();
        return new Access(key, token, "demo-" + Long.toHexString(Chance.SECRET.nextLong()));
    }

    /** The provider has another port at each start. */
    private static void connect(
            Platform platform, String name, String kind, String baseUrl, Access access) {
        Map<String, String> models =
                DemoSettings.MODELS.stream()
                        .collect(Collectors.toMap(Function.identity(), Function.identity()));
        var channel =
                NewChannel.of(
                        name, kind, baseUrl, Optional.of(new Secret(access.providerKey())), models);
        platform.database.tx(tx -> {
            platform.channels
                    .findByName(tx, name)
                    .ifPresent(old ->
                            platform.channels.remove(tx, ACTOR, old.id(), "the demo restarts"));
            return platform.channels.add(tx, ACTOR, channel);
        });
    }

    @Override
    public void close() {
        try {
            vertx.close().await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the demo provider did not stop", e);
        }
    }
}
