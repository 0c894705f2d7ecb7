package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Answer.Call;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A step of saying an answer, the same in every dialect. */
sealed interface Beat {
    enum Mark implements Beat {
        START,
        THINKING,
        THOUGHT_OVER,
        TEXT,
        TEXT_OVER,
        FINISH
    }

    record Thought(String piece) implements Beat {}

    record Text(String piece) implements Beat {}

    record CallStart(int index, Call call) implements Beat {}

    record Arguments(int index, Call call, String piece) implements Beat {}

    record CallOver(int index, Call call) implements Beat {}

    /** All beats of an answer in their order, made one by one. */
    static Iterator<Beat> of(Answer answer) {
        boolean silent = !answer.calls().isEmpty() && answer.pieces().isEmpty();
        return Stream.of(
                        Stream.of(Mark.START),
                        framed(
                                Mark.THINKING,
                                answer.thoughts().stream().map(Thought::new),
                                Mark.THOUGHT_OVER,
                                answer.thoughts().isEmpty()),
                        framed(
                                Mark.TEXT,
                                answer.pieces().stream().map(Text::new),
                                Mark.TEXT_OVER,
                                silent),
                        calls(answer.calls()),
                        Stream.of(Mark.FINISH))
                .<Beat>flatMap(beats -> beats)
                .iterator();
    }

    private static Stream<Beat> framed(
            Beat before, Stream<? extends Beat> beats, Beat after, boolean none) {
        return none
                ? Stream.of()
                : Stream.of(Stream.of(before), beats, Stream.of(after)).flatMap(part -> part);
    }

    private static Stream<Beat> calls(List<Call> calls) {
        return IntStream.range(0, calls.size())
                .boxed()
                .flatMap(index -> {
                    Call call = calls.get(index);
                    return Stream.of(
                                    Stream.<Beat>of(new CallStart(index, call)),
                                    call.arguments().stream()
                                            .map(piece -> new Arguments(index, call, piece)),
                                    Stream.<Beat>of(new CallOver(index, call)))
                            .flatMap(part -> part);
                });
    }
}
