package dev.farebox.gateway.exchange.canon;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One piece of a turn. */
public sealed interface Part {
    record Text(String text) implements Part {}

    /** {@code detail} is OpenAI's word, empty where none was given. */
    record Image(Source source, String detail) implements Part {}

    /** A PDF or another document; {@code name} may be empty. */
    record Document(Source source, String name) implements Part {}

    /** {@code format} is a short word: {@code wav}, {@code mp3}. */
    record Audio(String format, String base64) implements Part {}

    /**
     * A call that the model made.
     *
     * @param id never empty: synthesised where a dialect has none
     * @param arguments the text of a JSON object; {@code {}} where there are none
     * @param signature what its provider needs back with it (Gemini's thought signature); null
     *     where there is none
     */
    record ToolCall(String id, String name, String arguments, @Nullable String signature)
            implements Part {}

    /**
     * What a call gave.
     *
     * @param callId of the call
     * @param name of the tool, empty where the dialect does not say it and no earlier call has the
     *     id
     * @param content texts and images
     */
    record ToolResult(String callId, String name, List<Part> content, boolean error)
            implements Part {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /**
     * Thinking that a model did earlier. Signatures are opaque and bound to their provider: they
     * are never invented and never sent to another one.
     *
     * @param origin the provider kind that signed it, empty where the client's dialect cannot say
     * @param text what may be read of it, may be empty
     * @param signature null where there is none
     * @param redacted the provider's sealed form, null where it is readable
     */
    record Reasoning(
            String origin, String text, @Nullable String signature, @Nullable String redacted)
            implements Part {}

    /** Where bytes come from. */
    sealed interface Source {
        record Inline(String mediaType, String base64) implements Source {}

        record Url(String url) implements Source {}
    }
}
