package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ByteRange;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.pricing.ModelPrice;
import dev.farebox.pricing.Rates;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is foreseen of a request, and so held for it. */
class ForesightTest {
    private static final InputSize SENT = new InputSize(1, 400, 0, 0, 2, 5_000, 1, 30_000, 0, 0);
    private static final ModelPrice OPEN = ModelPrice.of("m", Rates.NONE, Rates.NONE);

    @ParameterizedTest
    @CsvSource({
        // surface, streamed, allowed, usual, output
        "CHAT, false, -1, -1, 2048",
        "CHAT, false, -1, 100, 2048", // a whole answer cannot be stopped
        "CHAT, true, -1, 100, 100",
        "CHAT, true, -1, 9000, 9000",
        "CHAT, false, 30, 9000, 30",
        "CHAT, false, 128000, -1, 2048",
        "CHAT, false, 0, -1, 1",
        "MESSAGES, true, 128000, 300, 300",
        "COMPLETIONS, false, 9223372036854775807, -1, 2048",
        "RESPONSES_COMPACT, false, -1, -1, 2048",
        "RESPONSES_COMPACT, false, -1, 5000, 5000",
        "TRANSCRIPTIONS, false, 18000, 40, 18000", // an hour of speech, all of it
        "TRANSCRIPTIONS, true, 18000, 40, 18000",
        "TRANSLATIONS, false, 18000, -1, 18000",
        "EMBEDDINGS, false, 0, 500, 0",
        "IMAGE_GENERATIONS, false, 0, 500, 0",
        "SPEECH, false, 0, 500, 0",
        "GEMINI_BATCH_EMBED, false, -1, 500, 0"
    })
    void output(Surface surface, boolean stream, long allowed, long usual, long output) {
        var foreseen = foresee(request(surface, stream, allowed, Usage.NONE), usual);
        assertThat(foreseen.outputTokens()).isEqualTo(output);
    }

    @Test
    void what_is_sent_is_foreseen_by_its_kind_and_counted_once() {
        Foreseen foreseen = foresee(request(Surface.CHAT, false, 10, Usage.NONE), -1);
        assertThat(foreseen.inputTokens()).isEqualTo(104 + 2 * 1100 + 30 + 7);
        Usage held = foreseen.with(foreseen.outputTokens());
        assertThat(held.inputTokens()).isEqualTo(foreseen.inputTokens());
        assertThat(held.units(Dimension.INPUT)).isEqualTo(104 + 7);
        assertThat(held.units(Dimension.INPUT_IMAGE)).isEqualTo(2200);
        assertThat(held.units(Dimension.INPUT_AUDIO)).isEqualTo(30);
    }

    @Test
    void what_is_fixed_stays_with_its_tier() {
        Usage fixed = Usage.builder().tier("priority").set(Dimension.IMAGE, 10).build();
        Usage held = foresee(request(Surface.IMAGE_GENERATIONS, false, 0, fixed), -1).with(0);
        assertThat(held.tier()).isEqualTo("priority");
        assertThat(held.units(Dimension.IMAGE)).isEqualTo(10);
    }

    /** With seven tokens that the upstream keeps and reads again. */
    private static Foreseen foresee(ClientRequest request, long usual) {
        return new Foresight(2048, usual, TokenFactors.ROUGH).of(request, 7, OPEN);
    }

    private static ClientRequest request(
            Surface surface, boolean stream, long allowed, Usage fixed) {
        return new ClientRequest(
                RequestHead.of(surface),
                new byte[0],
                ClientRequest.JSON,
                "m",
                stream,
                false,
                allowed < 0 ? OptionalLong.empty() : OptionalLong.of(allowed),
                1,
                SENT,
                fixed,
                "",
                new ByteRange(0, 0),
                List.of());
    }
}
