package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of a streamed answer: the role, the content or the fragments of the tool calls, the
 * finish, the usage when asked for, {@code [DONE]}. Made one by one, so that a long answer costs no
 * memory.
 */
final class Frames implements Writes {
    private static final String USAGE_NULL = ",\"usage\":null";

    private final Answer answer;
    private final TokenCount count;
    private final DemoFault fault;
    private final Framing framing;
    private final String head;
    private final String deltaEnd;
    private final String usageSoFar;
    private final boolean usageEveryChunk;
    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private final StringBuilder payload = new StringBuilder(512);
    private int piece;
    private int call;
    private int fragment = -1;
    private int said;

    Frames(ChatRequest request, Answer answer, TokenCount count, Stamp stamp, DemoFault fault) {
        this.answer = answer;
        this.count = count;
        this.fault = fault;
        framing = Framing.of(fault);
        head = stamp.chunkHead(fault.is(FaultKind.EXTRA_FIELDS));
        deltaEnd =
                fault.is(FaultKind.EXTRA_FIELDS)
                        ? ",\"x_heat\":0.5},\"logprobs\":null,\"x_rank\":[1],\"finish_reason\":"
                        : "},\"logprobs\":null,\"finish_reason\":";
        usageEveryChunk = fault.is(FaultKind.USAGE_EVERY_CHUNK);
        boolean announced = request.includeUsage() && !fault.is(FaultKind.NO_USAGE);
        usageSoFar = announced || fault.is(FaultKind.USAGE_NULL) ? USAGE_NULL : "";
        said = answer.reasoningTokens();
        before.add(
                "{\"role\":\"assistant\",\"content\":"
                        + (answer.calls().isEmpty() ? "\"\"" : "null")
                        + ",\"refusal\":null");
        if (fault.is(FaultKind.HUGE_EVENT)) {
            before.add("{\"content\":\"" + "a".repeat(fault.number("bytes")) + "\"");
        }
        tail(request.includeUsage());
    }

    /** How many events come before the usage chunk, or before the end when there is none. */
    int untilUsage() {
        int fragments = answer.calls().stream().mapToInt(it -> 1 + it.arguments().size()).sum();
        return before.size() + answer.pieces().size() + fragments + 1;
    }

    @Override
    public boolean more() {
        return !after.isEmpty();
    }

    @Override
    public void next(Buffer out) {
        payload.setLength(0);
        if (!before.isEmpty()) {
            delta(before.removeFirst());
        } else if (piece < answer.pieces().size()) {
            said++;
            payload.append(head).append("{\"content\":");
            JsonText.quote(payload, answer.pieces().get(piece++));
            endDelta();
        } else if (call < answer.calls().size()) {
            fragment();
        } else {
            payload.append(after.removeFirst());
        }
        framing.append(out, payload);
    }

    private void fragment() {
        Answer.Call now = answer.calls().get(call);
        payload.append(head).append("{\"tool_calls\":[{\"index\":").append(call);
        if (fragment < 0) {
            payload.append(",\"id\":");
            JsonText.quote(payload, now.id())
                    .append(",\"type\":\"function\",\"function\":{\"name\":");
            JsonText.quote(payload, now.name()).append(",\"arguments\":\"\"}}]");
        } else {
            payload.append(",\"function\":{\"arguments\":");
            JsonText.quote(payload, now.arguments().get(fragment)).append("}}]");
        }
        said++;
        if (++fragment == now.arguments().size()) {
            fragment = -1;
            call++;
        }
        endDelta();
    }

    private void delta(String open) {
        payload.append(head).append(open);
        endDelta();
    }

    private void endDelta() {
        payload.append(deltaEnd).append("null}]").append(usageNow()).append('}');
    }

    private String usageNow() {
        return usageEveryChunk ? ",\"usage\":" + count.upTo(said).json() : usageSoFar;
    }

    private void tail(boolean asked) {
        String usage =
                fault.is(FaultKind.WRONG_USAGE) ? count.wrongJson(fault.word("how")) : count.json();
        boolean onFinish = fault.is(FaultKind.USAGE_ON_FINISH) || usageEveryChunk;
        after.add(
                "%s{%s\"%s\"}]%s}"
                        .formatted(
                                head,
                                emptyDeltaEnd(),
                                answer.finish(),
                                onFinish ? ",\"usage\":" + usage : usageSoFar));
        String usageChunk =
                head.substring(0, head.lastIndexOf("[{\"index\":0"))
                        + "[],\"usage\":"
                        + (fault.is(FaultKind.USAGE_NULL) ? "null" : usage)
                        + "}";
        boolean late = fault.is(FaultKind.USAGE_AFTER_DONE);
        if (asked && !onFinish && !late && !fault.is(FaultKind.NO_USAGE)) {
            after.add(usageChunk);
        }
        if (!fault.is(FaultKind.NO_DONE)) {
            after.add("[DONE]");
        }
        if (late) {
            after.add(usageChunk);
        }
    }

    private String emptyDeltaEnd() {
        return deltaEnd.startsWith(",") ? deltaEnd.substring(1) : deltaEnd;
    }
}
