package dev.farebox.gateway.provider.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What a demo model says: thoughts that may be shown, text in pieces, or tool calls, and why it
 * stopped. Completion tokens are the reasoning, one per piece, and 4 plus one per piece of
 * arguments for each call. {@code stoppedBy} is the sequence that ended the text, or empty.
 */
record Answer(
        List<String> thoughts,
        List<String> pieces,
        List<Call> calls,
        int reasoningTokens,
        Finish finish,
        String stoppedBy) {
    private static final int TOKENS_PER_CALL = 4;

    enum Finish {
        STOP,
        LENGTH,
        TOOL_CALLS
    }

    record Call(String id, String name, List<String> arguments) {
        Call {
            arguments = List.copyOf(arguments);
        }

        int tokens() {
            return TOKENS_PER_CALL + arguments.size();
        }

        String json() {
            return String.join("", arguments);
        }

        /** The same id as this dialect writes it: {@code toolu_…}. */
        String id(String prefix) {
            return prefix + id.substring(id.indexOf('_'));
        }
    }

    Answer {
        thoughts = List.copyOf(thoughts);
        pieces = List.copyOf(pieces);
        calls = List.copyOf(calls);
    }

    static Answer text(List<String> thoughts, List<String> pieces, int reasoning) {
        return new Answer(thoughts, pieces, List.of(), reasoning, Finish.STOP, "");
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
        int reasoning = Math.min(reasoningTokens, tokens);
        var thought = thoughts.subList(0, Math.min(thoughts.size(), reasoning));
        return new Answer(thought, said, called, reasoning, Finish.LENGTH, "");
    }

    /** The same answer ended before the first of these sequences. */
    Answer stoppedBefore(List<String> stops) {
        if (stops.isEmpty() || pieces.isEmpty()) {
            return this;
        }
        String text = text();
        int end = text.length();
        String by = "";
        for (String stop : stops) {
            int found = stop.isEmpty() ? -1 : text.indexOf(stop);
            if (found >= 0 && found < end) {
                end = found;
                by = stop;
            }
        }
        return by.isEmpty()
                ? this
                : new Answer(
                        thoughts,
                        Pieces.of(text.substring(0, end)),
                        calls,
                        reasoningTokens,
                        Finish.STOP,
                        by);
    }

    /** The same answer with one more piece before its text. */
    Answer startingWith(String piece) {
        var more = new ArrayList<String>(pieces.size() + 1);
        more.add(piece);
        more.addAll(pieces);
        return new Answer(thoughts, more, calls, reasoningTokens, finish, stoppedBy);
    }

    String text() {
        return String.join("", pieces);
    }

    String thinking() {
        return String.join("", thoughts);
    }
}
