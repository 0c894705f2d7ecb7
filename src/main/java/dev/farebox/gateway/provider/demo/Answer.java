package dev.farebox.gateway.provider.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What a demo model says: text in pieces, or tool calls, and why it stopped. Completion tokens are
 * the reasoning, one per piece, and 4 plus one per piece of arguments for each call.
 */
record Answer(List<String> pieces, List<Call> calls, int reasoningTokens, String finish) {
    private static final int TOKENS_PER_CALL = 4;

    record Call(String id, String name, List<String> arguments) {
        int tokens() {
            return TOKENS_PER_CALL + arguments.size();
        }
    }

    Answer {
        pieces = List.copyOf(pieces);
        calls = List.copyOf(calls);
    }

    int completionTokens() {
        return reasoningTokens
                + pieces.size()
                + calls.stream().mapToInt(Call::tokens).reduce(0, Math::addExact);
    }

    /** The same answer cut to a number of tokens, as a model does that runs into its limit. */
    Answer limited(int tokens) {
        if (completionTokens() <= tokens) {
            return this;
        }
        int left = Math.max(0, tokens - reasoningTokens);
        var said = pieces.subList(0, Math.min(left, pieces.size()));
        left -= said.size();
        var called = new ArrayList<Call>();
        for (Call call : calls) {
            if (left <= TOKENS_PER_CALL) {
                break;
            }
            int arguments = Math.min(call.arguments().size(), left - TOKENS_PER_CALL);
            called.add(new Call(call.id(), call.name(), call.arguments().subList(0, arguments)));
            left -= TOKENS_PER_CALL + arguments;
        }
        return new Answer(said, called, Math.min(reasoningTokens, tokens), "length");
    }

    /** The same answer ended before the first of these sequences. */
    Answer stoppedBefore(List<String> stops) {
        if (stops.isEmpty() || pieces.isEmpty()) {
            return this;
        }
        String text = text();
        int end = text.length();
        for (String stop : stops) {
            int found = stop.isEmpty() ? -1 : text.indexOf(stop);
            end = found < 0 ? end : Math.min(end, found);
        }
        return end == text.length()
                ? this
                : new Answer(Pieces.of(text.substring(0, end)), calls, reasoningTokens, "stop");
    }

    String text() {
        return String.join("", pieces);
    }
}
