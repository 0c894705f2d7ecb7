package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** Plays a script event by event; each is made when it is sent, so a long answer costs nothing. */
final class ScriptEvents implements EventStream {
    private final Supplier<Script> rehearsal;
    private final Answer answer;
    private final Script script;
    private final DemoFault fault;
    private final Framing framing;
    private final Iterator<Beat> beats;
    private final Deque<Event> ready = new ArrayDeque<>();
    private boolean first = true;

    /** {@code script} makes a new one each time, as scripts know where they are. */
    ScriptEvents(Supplier<Script> script, Answer answer, DemoFault fault) {
        this.rehearsal = script;
        this.answer = answer;
        this.script = script.get();
        this.fault = fault;
        this.framing = Framing.of(fault);
        this.beats = Beat.of(answer);
        prepare();
    }

    @Override
    public String contentType() {
        return script.wrapping().contentType();
    }

    @Override
    public int untilUsage() {
        Script other = rehearsal.get();
        var events = new int[] {0, -1};
        Beat.of(answer)
                .forEachRemaining(beat ->
                        other.say(
                                beat,
                                event -> {
                                    if (event.usage() && events[1] < 0) {
                                        events[1] = events[0];
                                    }
                                    events[0]++;
                                }));
        return events[1] < 0 ? events[0] : events[1];
    }

    @Override
    public Buffer failure() {
        return bytes(script.failure());
    }

    @Override
    public boolean more() {
        return !ready.isEmpty();
    }

    @Override
    public void next(Buffer out) {
        append(out, ready.removeFirst());
        prepare();
        if (ready.isEmpty()) {
            script.wrapping().close(out);
        }
    }

    private void prepare() {
        while (ready.isEmpty() && beats.hasNext()) {
            script.say(beats.next(), this::add);
        }
    }

    private void add(Event event) {
        if (!(event.terminal() && fault.is(FaultKind.NO_DONE))) {
            ready.add(event);
        }
    }

    private Buffer bytes(List<Event> events) {
        Buffer out = Buffer.buffer();
        events.forEach(event -> append(out, event));
        script.wrapping().close(out);
        return out;
    }

    private void append(Buffer out, Event event) {
        Event sent =
                fault.is(FaultKind.EXTRA_FIELDS) && event.payload().startsWith("{")
                        ? Event.of(event.name(), ExtraFields.into(event.payload()))
                        : event;
        script.wrapping().append(out, sent, framing, first);
        first = false;
    }
}
