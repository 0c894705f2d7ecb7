package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Play.Ending;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Turns an answer into a play, and a good play into the bad one that a fault asks for. */
final class Plays {
    private static final String TYPE = "content-type";
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream; charset=utf-8";
    private static final int PROMISED_TOO_MUCH = 512;
    private static final Refusal FAILED =
            new Refusal(
                    500,
                    "The server had an error while processing your request. Sorry about that!",
                    "server_error",
                    null,
                    "server_error",
                    0,
                    false);

    private Plays() {}

    static Play of(
            ChatRequest request,
            Answer answer,
            TokenCount count,
            Stamp stamp,
            DemoPacing pacing,
            DemoFault fault) {
        return request.stream()
                ? stream(request, answer, count, stamp, pacing, fault)
                : whole(answer, count, stamp, pacing, fault);
    }

    private static Play stream(
            ChatRequest request,
            Answer answer,
            TokenCount count,
            Stamp stamp,
            DemoPacing pacing,
            DemoFault fault) {
        var frames = new Frames(request, answer, count, stamp, fault);
        Duration first = pacing.timeToFirstToken().plus(pacing.toSay(answer.reasoningTokens()));
        Play good = good(EVENTS, frames, first, pacing.toSay(1));
        return switch (fault.kind()) {
            case STALL -> cut(good, fault, Writes.NONE).withEnding(Ending.SILENCE);
            case CUT -> cut(good, fault, Writes.NONE).withEnding(Ending.CLOSE);
            case CLEAN_END -> cut(good, fault, Writes.NONE);
            case ERROR_EVENT -> cut(good, fault, Writes.of(errorEvent()));
            case OPEN_AFTER_DONE -> good.withEnding(Ending.SILENCE);
            case LATE_USAGE ->
                    good.withPause(frames.untilUsage(), Duration.ofMillis(fault.number("ms")));
            default -> either(good, fault);
        };
    }

    private static Play whole(
            Answer answer, TokenCount count, Stamp stamp, DemoPacing pacing, DemoFault fault) {
        String usage =
                switch (fault.kind()) {
                    case NO_USAGE -> "";
                    case USAGE_NULL -> "null";
                    case WRONG_USAGE -> count.wrongJson(fault.word("how"));
                    default -> count.json();
                };
        Buffer body = Buffer.buffer(stamp.whole(answer, usage, fault.is(FaultKind.EXTRA_FIELDS)));
        Duration first = pacing.timeToFirstToken().plus(pacing.toSay(answer.completionTokens()));
        Play good = good(JSON, Writes.of(body), first, Duration.ZERO).withLength(body.length());
        Writes half = Writes.of(body.getBuffer(0, body.length() / 2));
        return switch (fault.kind()) {
            case STALL -> good.withWrites(half).withEnding(Ending.SILENCE);
            case CUT -> good.withWrites(half).withEnding(Ending.CLOSE);
            case CLEAN_END -> good.withWrites(half).withLength(Play.CHUNKED);
            case ERROR_EVENT ->
                    good.withWrites(Writes.of(Buffer.buffer(FAILED.errorJson())))
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

    private static Buffer errorEvent() {
        return Buffer.buffer("data: " + FAILED.errorJson() + "\n\n");
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
                                    good.headers().containsValue(EVENTS)
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
