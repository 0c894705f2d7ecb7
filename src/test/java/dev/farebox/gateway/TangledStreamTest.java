package dev.farebox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.MutatedExchangeTest.Dialect;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However an upstream tangles what it says, the work grows with its length and no faster. */
@Timeout(60)
class TangledStreamTest {
    /** Squared, this is minutes. */
    private static final int MANY = 40_000;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final ByteSink NOWHERE = (_, _, _) -> {};

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void a_call_that_never_becomes_whole_beside_text(Dialect client) {
        String opening = "{\"a\":\"" + "x".repeat(400_000);
        within(
                client,
                out -> {
                    out.accept(new CanonEvent.ToolStarted(0, "call_0", "f", null));
                    out.accept(new CanonEvent.ToolArguments(0, opening));
                    for (int i = 0; i < MANY; i++) {
                        out.accept(new CanonEvent.ToolArguments(0, "y"));
                        out.accept(new CanonEvent.TextDelta("z"));
                    }
                    out.accept(new CanonEvent.ToolArguments(0, "\"}"));
                });
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void many_calls_whose_pieces_alternate(Dialect client) {
        within(
                client,
                out -> {
                    for (int i = 0; i < MANY; i++) {
                        out.accept(new CanonEvent.ToolStarted(i, "call_" + i, "f", null));
                    }
                    for (String piece : List.of("{\"a\"", ":1", "}")) {
                        for (int i = 0; i < MANY; i++) {
                            out.accept(new CanonEvent.ToolArguments(i, piece));
                        }
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void a_text_in_very_many_pieces(Dialect client) {
        within(
                client,
                out -> {
                    for (int i = 0; i < 8 * MANY; i++) {
                        out.accept(new CanonEvent.TextDelta("abcdefgh"));
                    }
                });
    }

    private static void within(Dialect client, Consumer<Consumer<CanonEvent>> upstream) {
        long began = System.nanoTime();
        var encoder = client.wire().encoder(client.request(true), "req_1", 1);
        upstream.accept(event -> encoder.event(event, NOWHERE));
        encoder.end(NOWHERE);

        var events = new ArrayList<CanonEvent>();
        upstream.accept(events::add);
        var whole = client.wire().encoder(client.request(false), "req_1", 1);
        assertThat(whole.whole(events)).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void many_calls_of_a_chat_whose_fragments_alternate(Dialect client) {
        long began = System.nanoTime();
        var decoder = Dialect.CHAT.provider().decoder();
        var encoder = client.wire().encoder(client.request(true), "req_1", 1);
        var splitter = new SseSplitter(1 << 20);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < MANY; i++) {
                String call =
                        round == 0
                                ? "\"id\":\"c" + i + "\",\"function\":{\"name\":\"f\"}"
                                : "\"function\":{\"arguments\":\"{}\"}";
                byte[] event =
                        ("data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":"
                                        + i
                                        + ","
                                        + call
                                        + "}]}}]}\n\n")
                                .getBytes(UTF_8);
                splitter.feed(
                        event,
                        0,
                        event.length,
                        read ->
                                decoder.event(
                                        read, canonical -> encoder.event(canonical, NOWHERE)));
            }
        }
        decoder.end(canonical -> encoder.event(canonical, NOWHERE));
        encoder.end(NOWHERE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST);
    }
}
