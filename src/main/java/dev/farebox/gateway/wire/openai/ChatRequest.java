package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.json.Json;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one scan found in a chat completion request.
 *
 * @param stream whether the client asked for a stream
 * @param clientWantsUsage whether it asked for the usage chunk; if not, we drop that chunk
 * @param maxOutput the smaller of {@code max_completion_tokens} and {@code max_tokens}
 * @param choices {@code n}, 1 by default
 * @param serviceTier as asked for, empty where not
 * @param stickyHint {@code prompt_cache_key}, else {@code user}: requests with the same hint profit
 *     from the same upstream's cache; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the body, not compared
public record ChatRequest(
        byte[] body,
        String model,
        boolean stream,
        boolean clientWantsUsage,
        OptionalLong maxOutput,
        int choices,
        InputSize input,
        String serviceTier,
        String stickyHint,
        ByteRange modelRange,
        @Nullable Splice usageSplice) {

    /** Bytes to put in place of a range of the body. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    record Splice(ByteRange range, byte[] bytes) {}

    /**
     * The body for the upstream: {@code model} replaced where it differs, {@code include_usage} on
     * for streams, everything else byte for byte. The client's own array where nothing changes.
     */
    public byte[] upstreamBody(String upstreamModel) {
        Splice model =
                upstreamModel.equals(this.model)
                        ? null
                        : new Splice(modelRange, Json.quoted(upstreamModel));
        if (model == null || usageSplice == null) {
            Splice only = model == null ? usageSplice : model;
            return only == null ? body : splice(List.of(only));
        }
        return splice(
                model.range().from() < usageSplice.range().from()
                        ? List.of(model, usageSplice)
                        : List.of(usageSplice, model));
    }

    private byte[] splice(List<Splice> inOrder) {
        int length = body.length;
        for (Splice splice : inOrder) {
            length += splice.bytes().length - (splice.range().to() - splice.range().from());
        }
        byte[] result = new byte[length];
        int read = 0;
        int written = 0;
        for (Splice splice : inOrder) {
            int kept = splice.range().from() - read;
            System.arraycopy(body, read, result, written, kept);
            written += kept;
            System.arraycopy(splice.bytes(), 0, result, written, splice.bytes().length);
            written += splice.bytes().length;
            read = splice.range().to();
        }
        System.arraycopy(body, read, result, written, body.length - read);
        return result;
    }
}
