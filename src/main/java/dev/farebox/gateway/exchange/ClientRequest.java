package dev.farebox.gateway.exchange;

import dev.farebox.json.Json;
import dev.farebox.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
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
 * @param modelCopies where the body repeats, as JSON strings, the model that the path names
 *     (Gemini); a {@code models/} before it stays
 * @param state names what only one upstream account has and the request continues, such as an
 *     earlier response or a conversation; null where the request says everything itself
 * @param otherModels those that the upstream may call besides: to fall back to, to ask for advice
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
        List<Splice> splices,
        List<ByteRange> modelCopies,
        @Nullable String state,
        List<OtherModel> otherModels) {
    /** As the client names it, and where its JSON string stands in the body, quotes included. */
    public record OtherModel(String name, ByteRange range) {}

    public static final String JSON = "application/json";
    private static final byte[] RESOURCE = "models".getBytes(StandardCharsets.US_ASCII);

    public ClientRequest {
        splices = List.copyOf(splices);
        modelCopies = List.copyOf(modelCopies);
        otherModels = List.copyOf(otherModels);
    }

    /** Of a request that names its model once. */
    public ClientRequest(
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
        this(
                head,
                body,
                contentType,
                model,
                stream,
                wantsUsage,
                maxOutput,
                choices,
                input,
                fixed,
                affinity,
                modelRange,
                splices,
                List.of());
    }

    /** Of a request that says everything itself. */
    public ClientRequest(
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
            List<Splice> splices,
            List<ByteRange> modelCopies) {
        this(
                head,
                body,
                contentType,
                model,
                stream,
                wantsUsage,
                maxOutput,
                choices,
                input,
                fixed,
                affinity,
                modelRange,
                splices,
                modelCopies,
                null,
                List.of());
    }

    /** The same, continuing what an upstream account has. */
    public ClientRequest continuing(String upstreamState) {
        return new ClientRequest(
                head,
                body,
                contentType,
                model,
                stream,
                wantsUsage,
                maxOutput,
                choices,
                input,
                fixed,
                affinity,
                modelRange,
                splices,
                modelCopies,
                upstreamState,
                otherModels);
    }

    /** The same, naming these too. */
    public ClientRequest alsoNaming(List<OtherModel> others) {
        return new ClientRequest(
                head,
                body,
                contentType,
                model,
                stream,
                wantsUsage,
                maxOutput,
                choices,
                input,
                fixed,
                affinity,
                modelRange,
                splices,
                modelCopies,
                state,
                others);
    }

    public Surface surface() {
        return head.surface();
    }

    /**
     * The body for an upstream of the same dialect: {@code model} replaced where it differs, the
     * splices applied, everything else byte for byte. The client's own array where nothing changes.
     */
    public byte[] upstreamBody(String upstreamModel) {
        return upstreamBody(upstreamModel, name -> name);
    }

    /** The same, with the other models as {@code upstreamName} says of each. */
    public byte[] upstreamBody(String upstreamModel, UnaryOperator<String> upstreamName) {
        var all = new ArrayList<Splice>(splices);
        if (!upstreamModel.equals(model)) {
            renamed(upstreamModel, all);
        }
        for (OtherModel other : otherModels) {
            String name = upstreamName.apply(other.name());
            if (!name.equals(other.name())) {
                all.add(new Splice(other.range(), Json.quoted(name)));
            }
        }
        return Splice.apply(body, all);
    }

    private void renamed(String upstreamModel, List<Splice> all) {
        if (modelRange != null) {
            all.add(new Splice(modelRange, spelled(upstreamModel)));
        }
        for (ByteRange copy : modelCopies) {
            String prefix = isResource(copy) && upstreamModel.indexOf('/') < 0 ? "models/" : "";
            all.add(new Splice(copy, Json.quoted(prefix + upstreamModel)));
        }
    }

    /** Whether {@code models/} stands before the name, its slash escaped or not. */
    private boolean isResource(ByteRange copy) {
        int from = copy.from() + 1;
        int to = from + RESOURCE.length;
        return to < copy.to()
                && Arrays.equals(body, from, to, RESOURCE, 0, RESOURCE.length)
                && (body[to] == '/' || body[to] == '\\');
    }

    private byte[] spelled(String upstreamModel) {
        return contentType.startsWith(JSON)
                ? Json.quoted(upstreamModel)
                : upstreamModel.getBytes(StandardCharsets.UTF_8);
    }
}
