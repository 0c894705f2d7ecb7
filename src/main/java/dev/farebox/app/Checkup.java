package dev.farebox.app;

import dev.farebox.gateway.route.ChannelDirectory;
import dev.farebox.pricing.PriceBook;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/** The checks of {@code doctor} that need the database. */
final class Checkup {
    private static final Duration MOST_SKEW = Duration.ofSeconds(2);
    private static final Duration SLOW_PING = Duration.ofMillis(50);

    private Checkup() {}

    static void of(Platform platform, Findings findings) {
        database(platform, findings);
        prices(platform, findings);
        channels(platform, findings);
        customers(platform, findings);
        BooksReport.check(platform, findings);
    }

    private static void database(Platform platform, Findings findings) {
        var database = platform.database;
        String kind =
                database.embedded()
                        .map(server ->
                                server.isLaunchedHere()
                                        ? "embedded, not in use by a service now"
                                        : "embedded, in use by a running service")
                        .orElse("external");
        findings.green("database", kind + ", at " + database.login().jdbcUrl());
        Duration ping = database.ping();
        findings.check(
                ping.compareTo(SLOW_PING) < 0,
                "round trip",
                ping.toMillis() + " ms",
                "move the database nearer; every request waits for two commits");
        findings.check(
                database.privilegesReduced(),
                "privileges",
                database.privilegesReduced()
                        ? "the service may not change or delete entries"
                        : "the service runs with the owner's rights",
                "let the login create roles once, or create farebox_app and grant it to the login");
        Duration skew = database.clockSkew(platform.clock).abs();
        findings.check(
                skew.compareTo(MOST_SKEW) <= 0,
                "clock",
                skew.toMillis() + " ms from the database's",
                "run a time service on both machines");
    }

    private static void prices(Platform platform, Findings findings) {
        platform.prices.refresh();
        Optional<PriceBook> book = platform.prices.current(platform.clock.instant());
        findings.check(
                book.isPresent(),
                "prices",
                book.map(one ->
                                "version %d with %d models is in force"
                                        .formatted(one.version(), one.models().size()))
                        .orElse("no price book is in force"),
                "farebox price seed > prices.yaml, edit it, farebox price publish prices.yaml");
    }

    private static void channels(Platform platform, Findings findings) {
        var directory = ChannelDirectory.open(platform.database, platform.sealer);
        findings.check(
                !directory.models().isEmpty(),
                "channels",
                directory.models().size() + " models are served",
                "farebox channel add NAME --url … --model … --credential-file …");
        directory
                .unusable()
                .forEach((name, why) ->
                        findings.red("channel " + name, why, "put back the master key"));
        Optional<PriceBook> book = platform.prices.current(platform.clock.instant());
        var unpriced = new TreeSet<>(directory.models());
        unpriced.removeIf(model -> book.flatMap(one -> one.find(model)).isPresent());
        if (!unpriced.isEmpty()) {
            findings.red(
                    "prices",
                    "no price, so no service: " + String.join(", ", unpriced),
                    "add them to the price book, or take them off their channels");
        }
    }

    private static void customers(Platform platform, Findings findings) {
        boolean any =
                !platform.database
                        .tx(tx -> platform.customers.list(tx, Optional.empty(), 1))
                        .isEmpty();
        findings.check(
                any, "customers", any ? "there are some" : "none yet", "farebox customer add NAME");
    }
}
