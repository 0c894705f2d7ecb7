package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.desk.Receipt;
import dev.farebox.desk.ReceiptText;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.identity.KeyTerms;
import dev.farebox.ledger.Lot;
import dev.farebox.ledger.UsageRecord;
import dev.farebox.money.Credits;
import dev.farebox.pricing.PriceBookReader;
import dev.farebox.pricing.PriceLimits;
import dev.farebox.pricing.Rating;
import dev.farebox.testkit.FixedUpstream;
import dev.farebox.testkit.Proves;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.usage.Dimension;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole exchanges with an upstream of fixed bytes, each charged to the nano-credit what was worked
 * out by hand, in every dialect and for every class of tokens; and the receipt, the lots and the
 * audit agree.
 */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChargedExchangeTest {
    /** Less than the dearest exchange of all and more than the cheapest: some span both lots. */
    private static final long FIRST_LOT = 100_000;

    private static final long SECOND_LOT = 50_000_000_000L;
    private static final long FUNDS = FIRST_LOT + SECOND_LOT;

    /** A line of a receipt's working: what, and what it comes to. */
    private static final Pattern STEP = Pattern.compile("  (.+?) = ([0-9.]+)( .*)?");

    private static final List<String> FILES =
            List.of("chat", "responses", "messages", "generate", "small", "translated");

    @SuppressWarnings("NullAway.Init")
    private GatewayWorld world;

    @SuppressWarnings("NullAway.Init")
    private FixedUpstream upstream;

    @BeforeAll
    void start(Database database) {
        upstream = FixedUpstream.start();
        world = new GatewayWorld(database);
        var read =
                PriceBookReader.read(
                        ChargedExchange.FOLDER.resolve("prices.yaml"), PriceLimits.STANDARD);
        assertThat(read).as(read.toString()).isInstanceOf(PriceBookReader.Outcome.Read.class);
        world.publish(((PriceBookReader.Outcome.Read) read).draft());
        Map<String, String> models = new HashMap<>();
        for (String model :
                List.of(
                        "exact",
                        "advisor",
                        "compactor",
                        "fractions",
                        "spoken",
                        "voiced",
                        "counted")) {
            models.put(model, "up-" + model);
        }
        channel("openai", "openai", models);
        channel("anthropic", "anthropic", models);
        channel("gemini", "gemini", models);
        channel("chat-alone", "openai-chat", Map.of("via-chat", "up-via-chat"));
        channel("responses-alone", "openai-responses", Map.of("via-responses", "up"));
        channel(
                "anthropic-alone",
                "anthropic",
                Map.of("via-anthropic", "up-via-anthropic", "advisor", "advisor"));
        channel("gemini-alone", "gemini", Map.of("via-gemini", "up-via-gemini"));
        world.refresh();
    }

    private void channel(String name, String kind, Map<String, String> models) {
        world.addChannel(name, kind, upstream.baseUrl(), models);
    }

    /** Closing the world works every charge out once more: {@code ChargeAudit}. */
    @AfterAll
    void stop() throws IOException {
        world.close();
        upstream.close();
    }

    @Test
    void the_table_has_every_dimension_that_a_price_book_can_price() throws IOException {
        String table = "";
        for (String file : FILES) {
            table += Files.readString(ChargedExchange.FOLDER.resolve(file + ".yaml"));
        }
        for (Dimension dimension : Dimension.values()) {
            assertThat(table)
                    .containsPattern("(?m)^  #.* " + dimension.key() + "( of .*| \\+.*)?$");
        }
    }

    static Stream<ChargedExchange> exchanges() {
        return FILES.stream().flatMap(file -> ChargedExchange.of(file).stream());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    @Proves({"CRD-1"})
    void an_exchange_is_charged_what_was_worked_out_by_hand(ChargedExchange exchange)
            throws IOException {
        Buyer buyer = world.buyer(FIRST_LOT, KeyTerms.OPEN, exchange.group());
        world.grant(buyer.account(), SECOND_LOT);
        RawHttp.Answer answer = exchange.exchange(upstream, world.server.port(), buyer.secret());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.end()).isEqualTo(RawHttp.End.CLEAN);
        UsageRecord record = world.settled(buyer);
        assertThat(record.line().outcome()).isEqualTo(exchange.outcome());
        assertThat(record.charged())
                .as(record.line().usage() + " " + record.line().detail())
                .isEqualTo(exchange.charge());
        assertThat(record.line().charge()).isEqualTo(exchange.charge());
        Receipt receipt = world.receipt(record);
        assertThat(receipt.detail("basis")).isEqualTo(exchange.basis());
        assertLotsPaid(buyer, receipt, exchange.charge());
        assertAddsUp(receipt, exchange.charge());
    }

    private void assertLotsPaid(Buyer buyer, Receipt receipt, long charge) {
        var account = world.account(buyer);
        assertThat(account.available()).isEqualTo(FUNDS - charge);
        assertThat(account.held()).isZero();
        List<Long> left =
                world.ledger.lots(buyer.account(), false).stream().map(Lot::available).toList();
        long first = Math.max(0, FIRST_LOT - charge);
        assertThat(left.stream().mapToLong(Long::longValue).sum()).isEqualTo(FUNDS - charge);
        assertThat(left).contains(SECOND_LOT - (charge - (FIRST_LOT - first)));
        long paid = receipt.paidFrom().stream().mapToLong(part -> part.entry().amount()).sum();
        assertThat(paid).isEqualTo(charge);
    }

    /** Line by line, with nothing but what the receipt says. */
    private static void assertAddsUp(Receipt receipt, long charge) {
        Rating rating = receipt.rating().orElseThrow();
        BigDecimal millionths = BigDecimal.ZERO;
        for (Rating.Line line : rating.lines()) {
            millionths =
                    millionths.add(
                            BigDecimal.valueOf(line.units())
                                    .multiply(BigDecimal.valueOf(line.rate())));
        }
        assertThat(rounded(millionths.movePointLeft(15), rating)).isEqualTo(charge);
        assertThat(rating.charge()).isEqualTo(charge);
        assertText(ReceiptText.of(receipt, "credits"), charge, rating);
    }

    /** In nano-credits, of credits. */
    private static long rounded(BigDecimal sum, Rating rating) {
        return sum.multiply(BigDecimal.valueOf(rating.multiplier().numerator()))
                .divide(
                        BigDecimal.valueOf(rating.multiplier().denominator()),
                        9,
                        RoundingMode.HALF_EVEN)
                .movePointRight(9)
                .longValueExact();
    }

    private static void assertText(List<String> text, long charge, Rating rating) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal stated = null;
        for (String line : text) {
            Matcher step = STEP.matcher(line);
            if (step.matches() && step.group(1).equals("sum")) {
                stated = new BigDecimal(step.group(2));
            } else if (step.matches() && step.group(1).contains(" × ")) {
                sum = sum.add(new BigDecimal(step.group(2)));
            }
        }
        assertThat(stated).as(String.join("\n", text)).isNotNull().isEqualByComparingTo(sum);
        assertThat(rounded(sum, rating)).isEqualTo(charge);
        assertThat(text).anyMatch(line -> line.startsWith("  charge = " + Credits.ofNanos(charge)));
    }
}
