package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.AudioLength;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a complete answer of a small surface consumed.
 *
 * <ul>
 *   <li>Speech in bytes says nothing about itself. Its characters are counted exactly from the
 *       request; its text and sound as tokens are estimated from both, so that a model that is
 *       priced by tokens is paid too. A price book must price the one or the other.
 *   <li>Images without usage are counted: such models are priced by the image.
 *   <li>Moderations are free.
 *   <li>Transcriptions as plain text, subtitles included, do not say how long the sound was:
 *       missing.
 * </ul>
 */
record MediaReckoner(ClientRequest request, TokenFactors factors) {
    /** Of the voices that are priced by tokens. */
    private static final long TOKENS_PER_SECOND = 21;

    private static final int PCM_BYTES_PER_SECOND = 48_000;

    UsageReading usage(@Nullable MediaUsage report, String tier, long images, long outputBytes) {
        UsageReading reported =
                report == null
                        ? UsageReading.MISSING
                        : report.reading(request.surface(), tier, known(), bounds(outputBytes));
        return reported instanceof UsageReading.Missing ? unsaid(images, outputBytes) : reported;
    }

    UsageBounds bounds(long outputBytes) {
        return UsageBounds.of(request.input(), request.choices(), outputBytes);
    }

    /** What stands in no report. */
    private Usage known() {
        return request.surface() == Surface.SPEECH
                ? Usage.builder()
                        .set(Dimension.CHARACTER, request.fixed().units(Dimension.CHARACTER))
                        .build()
                : Usage.NONE;
    }

    private UsageReading unsaid(long images, long outputBytes) {
        return switch (request.surface()) {
            case IMAGE_GENERATIONS, IMAGE_EDITS ->
                    counted(Usage.builder().set(Dimension.IMAGE, images));
            case MODERATIONS -> counted(Usage.builder());
            case SPEECH -> speech(sound(outputBytes));
            default -> UsageReading.MISSING;
        };
    }

    private static UsageReading.Reported counted(Usage.Builder usage) {
        return new UsageReading.Reported(usage.build(), "");
    }

    /** Tokens of so much base64. */
    long sound(long base64Bytes) {
        return Math.ceilDiv(base64Bytes, (long) factors.audioBytesPerToken());
    }

    /** Speech as the bytes of a file. */
    UsageReading.Reported speech(byte[] body, String contentType) {
        long seconds =
                contentType.contains("pcm")
                        ? Math.ceilDiv(body.length, PCM_BYTES_PER_SECOND)
                        : AudioLength.seconds(body, 0, body.length);
        return speech(seconds * TOKENS_PER_SECOND);
    }

    private UsageReading.Reported speech(long tokens) {
        return counted(
                Usage.builder()
                        .basis(Usage.Basis.ESTIMATED)
                        .set(Dimension.CHARACTER, request.fixed().units(Dimension.CHARACTER))
                        .set(Dimension.INPUT, factors.text(request.input().textBytes()))
                        .set(Dimension.OUTPUT_AUDIO, tokens));
    }

    /** Our estimate of an answer, to compare with what is claimed. */
    long estimate(long textBytes, long images, long base64Bytes) {
        return factors.text(textBytes) + images * factors.perImage() + sound(base64Bytes);
    }
}
