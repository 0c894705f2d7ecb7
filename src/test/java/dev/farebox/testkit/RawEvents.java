package dev.farebox.testkit;

import dev.farebox.testkit.RawHttp.End;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads server-sent events one by one, with the time at which each was complete. Accepts LF and
 * CRLF.
 */
public final class RawEvents {
    private final BodyReader body;

    RawEvents(BodyReader body) {
        this.body = body;
    }

    /**
     * One block up to its blank line. {@code raw} is the block as it came, without that line;
     * {@code data} its data lines joined; {@code nanoTime} when it was complete.
     */
    public record Event(String raw, String name, String data, long nanoTime) {
        static Event of(String raw) {
            long now = System.nanoTime();
            String name = "";
            var data = new ArrayList<String>();
            for (String line : raw.split("\n")) {
                if (line.startsWith("data:")) {
                    data.add(line.substring(line.startsWith("data: ") ? 6 : 5));
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                }
            }
            return new Event(raw, name, String.join("\n", data), now);
        }

        public boolean isComment() {
            return raw.startsWith(":");
        }

        public boolean isDone() {
            return data.equals("[DONE]");
        }
    }

    /** The next event, or empty at the end of the body. What is left of a torn one is dropped. */
    public Optional<Event> next() {
        var line = new ByteArrayOutputStream();
        var block = new StringBuilder();
        for (int next = body.read(); next >= 0; next = body.read()) {
            if (next == '\r') {
                continue;
            }
            if (next != '\n') {
                line.write(next);
            } else if (line.size() > 0) {
                block.append(block.isEmpty() ? "" : "\n")
                        .append(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (!block.isEmpty()) {
                return Optional.of(Event.of(block.toString()));
            }
        }
        return Optional.empty();
    }

    /** The next so many events, fewer at the end of the body. */
    public List<Event> next(int count) {
        var events = new ArrayList<Event>();
        while (events.size() < count && next().map(events::add).orElse(false)) {
            // next() does the work.
        }
        return events;
    }

    /** All that are left. */
    public List<Event> rest() {
        return next(Integer.MAX_VALUE);
    }

    /** How the body ended; only after the last event. */
    public End end() {
        return body.end();
    }
}
