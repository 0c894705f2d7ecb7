package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one stream of a small surface.
 *
 * <p><b>Terminal.</b> For completions as for chats: the event with which the last choice finishes.
 * For speech and transcriptions the {@code .done} event; for images the {@code .completed} event of
 * the last image asked for. {@code [DONE]} ends any of them.
 *
 * <p>Sound and images are held for in full before the stream begins, so they are not metered while
 * they come; text is.
 */
final class MediaStreamReader implements StreamReader {
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

    private final ClientRequest request;
    private final MediaReckoner reckoner;
    private final BitSet finished = new BitSet();
    private @Nullable MediaUsage usage;
    private @Nullable ReportedUsage textUsage;
    private String tier = "";
    private boolean complete;
    private boolean over;
    private boolean refused;
    private long images;
    private long textBytes;
    private long audioBytes;

    MediaStreamReader(ClientRequest request, TokenFactors factors) {
        this.request = request;
        this.reckoner = new MediaReckoner(request, factors);
    }

    @Override
    public Step read(SseEvent event) {
        if (over || !event.hasData()) {
            return Step.NOISE;
        }
        if (event.dataEquals(DONE)) {
            return last();
        }
        MediaObject object =
                MediaObject.read(
                        request.surface(), event.buffer(), event.dataOffset(), event.dataLength());
        if (object == null) {
            over = true;
            return Step.GARBAGE;
        }
        String type = object.type.isEmpty() ? event.name() : object.type;
        if (object.fault != null || type.equals("error")) {
            over = true;
            complete = false;
            return Step.FAILED;
        }
        note(object);
        return request.surface() == Surface.COMPLETIONS ? text(object) : media(type);
    }

    private Step last() {
        over = true;
        complete = true;
        return Step.LAST;
    }

    private void note(MediaObject object) {
        tier = object.tier.isEmpty() ? tier : object.tier;
        textBytes += object.newBytes;
        audioBytes += object.audioBytes;
        refused |= object.refused;
        if (object.textUsage != null && object.textUsage.isReport()) {
            textUsage = object.textUsage;
        }
        if (object.usage != null) {
            // each image comes with its own
            MediaUsage before = isImage() ? usage : null;
            usage = before == null ? object.usage : before.plus(object.usage);
        }
    }

    private boolean isImage() {
        return request.surface() == Surface.IMAGE_GENERATIONS
                || request.surface() == Surface.IMAGE_EDITS;
    }

    private Step text(MediaObject object) {
        if (!object.hasChoices || (object.entries == 0 && !object.hasUsage())) {
            return Step.NOISE;
        }
        if (object.entries == 0) {
            return Step.USAGE_ONLY;
        }
        finished.or(object.finished);
        complete |= finished.cardinality() >= request.choices();
        return Step.FORWARD;
    }

    private Step media(String type) {
        if (type.endsWith(".completed")) {
            images++;
            return images >= request.choices() ? last() : Step.FORWARD;
        }
        return type.endsWith("audio.done") || type.endsWith("text.done") ? last() : Step.FORWARD;
    }

    @Override
    public boolean holdsBack() {
        return complete;
    }

    @Override
    public long estimatedOutput() {
        boolean metered = complete || audioBytes == 0;
        return reckoner.estimate(textBytes, complete ? images : 0, metered ? audioBytes : 0);
    }

    @Override
    public AnswerSummary summary() {
        return new AnswerSummary(complete, refused, estimatedOutput(), reading());
    }

    private UsageReading reading() {
        if (request.surface() == Surface.COMPLETIONS) {
            return ChatUsage.reading(textUsage, tier, reckoner.bounds(textBytes));
        }
        return usage == null && !complete
                ? UsageReading.MISSING
                : reckoner.usage(usage, ChatUsage.named(tier), images, textBytes + audioBytes);
    }
}
