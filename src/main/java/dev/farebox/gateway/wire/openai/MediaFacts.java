package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.ByteRange;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.Splice;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a scan of one of the small surfaces collects, whether the body is JSON or a form; and what
 * is foreseen from it.
 *
 * <ul>
 *   <li>Completions: input by the prompt's bytes or its tokens; output as the client allows, for
 *       each prompt and choice.
 *   <li>Embeddings, moderations: input likewise, no output.
 *   <li>Images: input by the prompt's bytes and the pictures sent; fixed are the number of images
 *       and, for models that are priced by tokens, what such an image has by its size and quality.
 *   <li>Speech: fixed are the characters to speak and the tokens of sound that they usually become.
 *   <li>Transcriptions, translations: input by the bytes of sound; fixed are its seconds as {@link
 *       dev.farebox.gateway.exchange.AudioLength} finds them; output as fast as people speak.
 * </ul>
 */
final class MediaFacts {
    static final int MAX_MODEL_BYTES = 256;

    /** People say two or three words in a second. */
    private static final long TOKENS_PER_SECOND = 5;

    private static final String MODERATION_MODEL = "omni-moderation-latest";

    private final Surface surface;
    private Scan.@Nullable Invalid fault;

    String model = "";
    @Nullable ByteRange modelRange;
    boolean stream;
    boolean wantsUsage;
    long maxOutput = Long.MAX_VALUE;
    int choices = 1;
    int bestOf = 1;
    int prompts = 1;
    boolean hasInput;
    long textBytes;
    long characters;
    int images;
    long imageBytes;
    int audios;
    long audioBytes;
    long seconds;
    String size = "";
    String quality = "";
    int partialImages;
    String affinity = "";
    @Nullable Splice splice;

    MediaFacts(Surface surface) {
        this.surface = surface;
    }

    /** The first fault counts. */
    void fault(String message, @Nullable String param, @Nullable String code) {
        if (fault == null) {
            fault = new Scan.Invalid(message, param, code);
        }
    }

    void missing(String name) {
        fault("Missing required parameter: '" + name + "'.", name, "missing_required_parameter");
    }

    void model(String name, @Nullable ByteRange range) {
        boolean printable =
                name.chars()
                        .noneMatch(
                                c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
        if (name.isEmpty() || name.length() > MAX_MODEL_BYTES || !printable) {
            fault(
                    "Invalid 'model': a name of 1 to " + MAX_MODEL_BYTES + " printable characters.",
                    "model",
                    null);
        }
        model = name;
        modelRange = range;
    }

    /** The member without which there is nothing to do. */
    String essential() {
        return switch (surface) {
            case COMPLETIONS, IMAGE_GENERATIONS, IMAGE_EDITS -> "prompt";
            case TRANSCRIPTIONS, TRANSLATIONS -> "file";
            default -> "input";
        };
    }

    Scan scan(RequestHead head, byte[] body, String contentType) {
        if (model.isEmpty() && surface == Surface.MODERATIONS) {
            model = MODERATION_MODEL;
        } else if (model.isEmpty()) {
            missing("model");
        }
        if (!hasInput) {
            missing(essential());
        }
        if (fault != null) {
            return fault;
        }
        return new Scan.Read(
                new ClientRequest(
                        head,
                        body,
                        contentType,
                        model,
                        stream,
                        stream && wantsUsage,
                        allowed(),
                        Math.max(choices, bestOf) * prompts,
                        size(),
                        fixed(),
                        affinity,
                        modelRange,
                        splice == null ? List.of() : List.of(splice)));
    }

    private InputSize size() {
        return new InputSize(0, textBytes, 0, 0, images, imageBytes, audios, audioBytes, 0, 0);
    }

    private OptionalLong allowed() {
        return switch (surface) {
            case COMPLETIONS -> OptionalLong.of(maxOutput);
            case TRANSCRIPTIONS, TRANSLATIONS ->
                    OptionalLong.of(Math.max(1, seconds) * TOKENS_PER_SECOND);
            default -> OptionalLong.of(0);
        };
    }

    private Usage fixed() {
        var fixed = Usage.builder();
        switch (surface) {
            case IMAGE_GENERATIONS, IMAGE_EDITS -> {
                long each = ImageTokens.of(size, quality, partialImages);
                fixed.set(Dimension.IMAGE, choices).set(Dimension.OUTPUT_IMAGE, each * choices);
            }
            case SPEECH ->
                    fixed.set(Dimension.CHARACTER, characters)
                            .set(Dimension.OUTPUT_AUDIO, Math.ceilDiv(characters * 7, 5));
            case TRANSCRIPTIONS, TRANSLATIONS -> fixed.set(Dimension.SECOND, seconds);
            default -> {}
        }
        return fixed.build();
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
