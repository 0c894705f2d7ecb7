package dev.farebox.gateway.exchange;

import dev.farebox.json.Json;
import dev.farebox.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one scan found in a client's request, whatever its dialect.
 *
 * @param body the client's own bytes, inflated; never changed
 * @param contentType of the body, parameters included
 * @param model as the client names it
 * @param stream whether the client asked for a stream
 * @param wantsUsage whether it asked for the separate usage event of a chat stream; where it did
 *     not, that event is dropped
 * @param maxOutput the most output tokens that the client allows for each choice
 * @param choices how many answers it asked for, 1 by default
 * @param input how much it sends
 * @param fixed what is consumed whatever the answer will be: characters to speak, images to make;
 *     added to what the answer reports only where that does not say
 * @param affinity requests with the same hint profit from the same upstream's cache; empty where
 *     there is none
 * @param modelRange where the model stands in the body, quotes included where it is JSON; null
 *     where the path names it
 * @param splices what the upstream must be asked for beyond the client's words, so that it reports
 *     its usage
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the body, not compared
public record ClientRequest(
        RequestHead head,
        byte[] body,
        String contentType,
        String model,
        boolean stream,
        boolean wantsUsage,
        OptionalLong maxOutput,
        int choices,
        InputSize input,
        Usage fixed,
        String affinity,
        @Nullable ByteRange modelRange,
        List<Splice> splices) {
    public static final String JSON = "application/json";

    public ClientRequest {
        splices = List.copyOf(splices);
    }

    public Surface surface() {
        return head.surface();
    }

    /**
     * The body for an upstream of the same dialect: {@code model} replaced where it differs, the
     * splices applied, everything else byte for byte. The client's own array where nothing changes.
     */
    public byte[] upstreamBody(String upstreamModel) {
        if (modelRange == null || upstreamModel.equals(model)) {
            return Splice.apply(body, splices);
        }
        var all = new ArrayList<Splice>(splices);
        all.add(new Splice(modelRange, spelled(upstreamModel)));
        return Splice.apply(body, all);
    }

    private byte[] spelled(String upstreamModel) {
        return contentType.startsWith(JSON)
                ? Json.quoted(upstreamModel)
                : upstreamModel.getBytes(StandardCharsets.UTF_8);
    }
}
