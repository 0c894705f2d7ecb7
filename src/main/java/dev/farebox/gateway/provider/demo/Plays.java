package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Play.Ending;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Turns events or a body into a play, and a good play into the bad one that a fault asks for. */
final class Plays {
    private static final String TYPE = "content-type";
    static final String JSON = "application/json";
    private static final int PROMISED_TOO_MUCH = 512;

    private Plays() {}

    /** {@code first} is the wait before the head, {@code perEvent} the time between events. */
    static Play stream(EventStream events, Duration first, Duration perEvent, DemoFault fault) {
        Play good = good(events.contentType(), events, first, perEvent);
        return switch (fault.kind()) {
            case STALL -> cut(good, fault, Writes.NONE).withEnding(Ending.SILENCE);
            case CUT -> cut(good, fault, Writes.NONE).withEnding(Ending.CLOSE);
            case CLEAN_END -> cut(good, fault, Writes.NONE);
            case ERROR_EVENT -> cut(good, fault, Writes.of(events.failure()));
            case OPEN_AFTER_DONE -> good.withEnding(Ending.SILENCE);
            case LATE_USAGE ->
                    good.withPause(events.untilUsage(), Duration.ofMillis(fault.number("ms")));
            default -> either(good, fault);
        };
    }

    static Play whole(String type, String text, Vendor vendor, Duration first, DemoFault fault) {
        return whole(type, Buffer.buffer(text), vendor, first, fault);
    }

    static Play whole(String type, Buffer body, Vendor vendor, Duration first, DemoFault fault) {
        Play good = good(type, Writes.of(body), first, Duration.ZERO).withLength(body.length());
        Writes half = Writes.of(body.getBuffer(0, body.length() / 2));
        return switch (fault.kind()) {
            case STALL -> good.withWrites(half).withEnding(Ending.SILENCE);
            case CUT -> good.withWrites(half).withEnding(Ending.CLOSE);
            case CLEAN_END -> good.withWrites(half).withLength(Play.CHUNKED);
            case ERROR_EVENT ->
                    good.withWrites(
                                    Writes.of(
                                            Buffer.buffer(
                                                    vendor.error(Refusal.FAILED, "req_demo"))))
                            .withLength(Play.CHUNKED);
            default -> either(good, fault);
        };
    }

    /** The faults that are the same for a stream and for a whole body. */
    private static Play either(Play good, DemoFault fault) {
        return switch (fault.kind()) {
            case SLOW_FIRST_BYTE -> good.withFirst(good.first().plusMillis(fault.number("ms")));
            case SLOW_DRIP ->
                    good.withWrites(Writes.drip(good.writes(), fault.number("bytes")))
                            .withPerWrite(Duration.ofMillis(fault.number("ms")));
            case HANG_UP -> good.withEnding(Ending.HANG_UP);
            case GARBAGE -> garbage(good, fault.word("how"));
            case TRUNCATED_BODY -> {
                Buffer body = good.writes().rest();
                yield good.withWrites(Writes.of(body))
                        .withLength(body.length() + PROMISED_TOO_MUCH)
                        .withEnding(Ending.CLOSE);
            }
            case WRONG_CONTENT_TYPE -> good.withHeaders(Map.of(TYPE, "text/plain"));
            case GZIP -> {
                String type = good.headers().getOrDefault(TYPE, JSON);
                Buffer body = gzip(good.writes().rest());
                yield good.withWrites(Writes.of(body))
                        .withLength(body.length())
                        .withHeaders(Map.of(TYPE, type, "content-encoding", "gzip"));
            }
            default -> good;
        };
    }

    private static Play good(String type, Writes writes, Duration first, Duration perWrite) {
        return new Play(
                Map.of(TYPE, type),
                Play.CHUNKED,
                writes,
                Ending.END,
                first,
                perWrite,
                Long.MAX_VALUE,
                Duration.ZERO);
    }

    private static Play cut(Play good, DemoFault fault, Writes last) {
        return good.withWrites(Writes.first(fault.number("after"), good.writes(), last));
    }

    private static Play garbage(Play good, String how) {
        boolean html = how.equals("html");
        Buffer body =
                switch (how) {
                    case "bytes" ->
                            Buffer.buffer(
                                    new byte[] {0, -1, -2, 7, 10, 10, -128, 127, 31, -117, 0, 42});
                    case "json" ->
                            Buffer.buffer(
                                    String.valueOf(good.headers().get(TYPE))
                                                    .startsWith("text/event-stream")
                                            ? "data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"del\n\ndata: [DONE]\n\n"
                                            : "{\"id\":\"chatcmpl-1\",\"choices\":[{\"mes");
                    default ->
                            Buffer.buffer(
                                    "<!doctype html>\n<title>Welcome</title>\n<p>Please sign in.</p>\n");
                };
        return good.withWrites(Writes.of(body))
                .withLength(Play.CHUNKED)
                .withHeaders(html ? Map.of(TYPE, "text/html") : good.headers());
    }

    private static Buffer gzip(Buffer body) {
        var bytes = new ByteArrayOutputStream(body.length() / 2 + 64);
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(body.getBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
