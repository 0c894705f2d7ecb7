package dev.farebox.gateway.provider.demo;

import java.util.List;
import java.util.function.Consumer;

/** One answer in the words of one dialect. */
interface Script {
    /** Says one beat of the answer, in no, one or several events. Beats come in their order. */
    void say(Beat beat, Consumer<Event> out);

    /** The answer in one piece. */
    String whole();

    /** What the dialect says when it fails in the middle of a stream. */
    List<Event> failure();

    Wrapping wrapping();
}
