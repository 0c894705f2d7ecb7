package dev.farebox.gateway;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.StreamWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;

/**
 * Carries a stream of events to the client as they come, and holds back everything from the first
 * terminal event on.
 *
 * <p>What one turn of the event loop has received is written and flushed at once. A slow client
 * pauses the upstream; so does the meter while the ledger is asked for more credit. Used on one
 * event loop, once.
 */
final class StreamRelay implements Relay {
    private static final Duration TAIL_TIME = Duration.ofSeconds(5);

    /** However lively an upstream stays that has finished its answer and does not end it. */
    private static final Duration LONGEST_TAIL = Duration.ofSeconds(30);

    /** A stream takes so many times the bytes of the same answer in one piece. */
    private static final int MOST_ANSWERS = 4;

    private static final long BEAT_SLACK = 1_000_000_000;

    private final Loop loop;
    private final HttpClientResponse upstream;
    private final ClientStream client;
    private final StreamMeter meter;
    private final Patience patience;
    private final UpstreamAnswer answer;
    private final StreamReader reader;
    private final StreamWriter writer;
    private final SseSplitter splitter;
    private final Promise<Ending> ending = Promise.promise();
    private final Buffer heldBack = Buffer.buffer();
    private Buffer pending = Buffer.buffer();
    private boolean begun;
    private boolean flushing;
    private boolean upstreamEnded;
    private long lastPiece = System.nanoTime();
    private long tailFrom;
    private long received;
    private long watcher = -1;
    private long tail = -1;
    private long keeper = -1;
    private long lastSent = System.nanoTime();
    private boolean drained;
    private long drain = -1;

    StreamRelay(
            Loop loop,
            UpstreamAnswer answer,
            HttpServerRequest client,
            StreamMeter meter,
            Patience patience) {
        this.loop = loop;
        this.answer = answer;
        this.upstream = answer.response();
        this.meter = meter;
        this.patience = patience;
        this.reader = answer.reader();
        this.writer = answer.writer();
        this.client = new ClientStream(loop.vertx, client, writer.contentType());
        this.splitter = new SseSplitter(loop.settings().maxEventBytes());
        answer.copyHeaders(client.response());
    }

    @Override
    public Future<Ending> run() {
        client.whenWritable(this::resume);
        client.whenStalled(this::clientStalled);
        meter.whenAnswered(this::metered);
        upstream.exceptionHandler(_ -> upstreamBroken());
        upstream.endHandler(_ -> {
            upstreamEnded = true;
            loop.vertx.cancelTimer(tail);
            upstreamOver();
        });
        upstream.handler(this::piece);
        watch(patience.firstByte());
        keepAlive();
        upstream.resume();
        return ending.future();
    }

    private void piece(Buffer piece) {
        if (isOver()) {
            return;
        }
        lastPiece = System.nanoTime();
        answer.arriving();
        byte[] bytes = piece.getBytes();
        SseSplitter.State state = splitter.feed(bytes, 0, bytes.length, this::event);
        received += bytes.length;
        if (state == SseSplitter.State.EVENT_TOO_LARGE || isTooMuchToKeep()) {
            upstreamFailed();
        } else if (drained && received > Drains.BYTES) {
            leave();
        }
        metered();
        flushSoon();
    }

    /** Translation keeps what it has said, for events that say all of it once more. */
    private boolean isTooMuchToKeep() {
        return answer.leg() instanceof Leg.Translated
                && received > (long) MOST_ANSWERS * loop.settings().maxAnswerBytes();
    }

    private void event(SseEvent event) {
        if (isOver()) {
            return;
        }
        Step step = reader.read(event);
        if (tailFrom == 0 && reader.holdsBack()) {
            tailFrom = System.nanoTime();
            loop.vertx.cancelTimer(watcher); // it was set for an answer, which takes longer
            watch(TAIL_TIME);
        }
        switch (step) {
            case FORWARD, USAGE_ONLY -> forward(event, step);
            case LAST -> {
                forward(event, step);
                succeed();
            }
            case FAILED, GARBAGE -> upstreamFailed();
            case NOISE -> {}
        }
    }

    private void forward(SseEvent event, Step step) {
        begun |= step != Step.USAGE_ONLY;
        writer.forward(event, step, reader.holdsBack() ? this::holdBack : this::send);
    }

    private void send(byte[] bytes, int offset, int length) {
        pending.appendBytes(bytes, offset, length);
    }

    private void holdBack(byte[] bytes, int offset, int length) {
        if (heldBack.length() + length <= loop.settings().maxAnswerBytes()) {
            heldBack.appendBytes(bytes, offset, length);
        } else {
            upstreamFailed();
        }
    }

    /** Asks the meter what the stream must do; also called when the ledger has answered it. */
    private void metered() {
        if (isOver() || reader.holdsBack()) {
            return;
        }
        switch (meter.consumed(reader.estimatedOutput())) {
            case GO_ON -> resume();
            case WAIT -> upstream.pause();
            case STOP -> breakOff(FailureClass.CREDIT_STOP, new GatewayProblem.CreditStop());
            case HOLD_LOST -> breakOff(FailureClass.PLATFORM_FAULT, new GatewayProblem.Internal());
        }
    }

    private void resume() {
        if (!isOver() && !client.isFull() && !meter.mustWait()) {
            upstream.resume();
        }
    }

    /** After everything that this turn of the loop has received: one write, one flush. */
    private void flushSoon() {
        if (!flushing && pending.length() > 0) {
            flushing = true;
            loop.vertx.runOnContext(_ -> {
                flushing = false;
                flush();
            });
        }
    }

    private void flush() {
        if (pending.length() > 0) {
            client.write(pending);
            lastSent = System.nanoTime();
            pending = Buffer.buffer();
            if (client.isFull()) {
                upstream.pause();
            }
        }
    }

    /** What had arrived while we did not read comes first: it may hold the answer's end. */
    private void upstreamBroken() {
        upstream.resume();
        loop.vertx.runOnContext(_ -> loop.vertx.runOnContext(_ -> upstreamOver()));
    }

    private void upstreamOver() {
        if (isOver()) {
            return;
        }
        splitter.end(this::event);
        if (isOver()) {
            return;
        }
        if (reader.holdsBack() || reader.summary().complete()) {
            succeed();
        } else {
            upstreamFailed();
        }
    }

    private void upstreamFailed() {
        FailureClass why =
                begun
                        ? FailureClass.UPSTREAM_CUT_MID_STREAM
                        : FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE;
        breakOff(why, new GatewayProblem.UpstreamCut());
    }

    /** Ends the wait for an upstream that has fallen silent. */
    private void watch(Duration patience) {
        long left = patience.toNanos() - (System.nanoTime() - lastPiece);
        watcher =
                loop.vertx.setTimer(
                        Math.max(1, left / 1_000_000),
                        _ -> {
                            if (isOver()) {
                                return;
                            }
                            Duration now = patience();
                            if (client.isFull() || meter.mustWait()) {
                                lastPiece = System.nanoTime(); // Silent because we do not read.
                            }
                            if (System.nanoTime() - lastPiece < now.toNanos() && !isTailTooLong()) {
                                watch(now);
                            } else if (reader.holdsBack()) {
                                succeed();
                            } else {
                                breakOff(
                                        FailureClass.UPSTREAM_TIMEOUT,
                                        new GatewayProblem.UpstreamTimeout());
                            }
                        });
    }

    private boolean isTailTooLong() {
        return tailFrom != 0 && System.nanoTime() - tailFrom >= LONGEST_TAIL.toNanos();
    }

    private Duration patience() {
        if (reader.holdsBack()) {
            return TAIL_TIME;
        }
        return begun ? patience.idle() : patience.firstByte();
    }

    private void succeed() {
        AnswerSummary summary = reader.summary();
        if (drained) {
            end(Ending.Failed.clientGone(received(summary, true)));
        } else {
            end(new Ending.Completed(received(summary, true), summary.refused()));
        }
        releaseUpstream();
    }

    @Override
    public void breakOff(FailureClass why, GatewayProblem problem) {
        if (isOver()) {
            return;
        }
        boolean counts = begun || why == FailureClass.CLIENT_DISCONNECT;
        end(new Ending.Failed(why, received(reader.summary(), counts), problem));
        upstream.request().reset();
    }

    private void end(Ending how) {
        // A timer left behind would keep the whole exchange in memory for the idle time.
        loop.vertx.cancelTimer(watcher);
        loop.vertx.cancelTimer(keeper);
        if (drained) {
            loop.vertx.cancelTimer(drain);
            loop.shared.drains().leave();
        }
        flush();
        answer.over(how);
        ending.complete(how);
    }

    private boolean isOver() {
        return ending.future().isComplete();
    }

    /** A complete answer's connection is kept when it ends soon, else it is closed. */
    private void releaseUpstream() {
        if (!upstreamEnded) {
            upstream.resume();
            tail =
                    loop.vertx.setTimer(
                            TAIL_TIME.toMillis(),
                            _ -> {
                                if (!upstreamEnded) {
                                    upstream.request().reset();
                                }
                            });
        }
    }

    private static Received received(AnswerSummary summary, boolean counts) {
        return new Received(summary.usage(), summary.estimatedOutput(), counts);
    }

    /**
     * An answer that is complete but for its usage is awaited to the end, and charged exactly: to
     * leave between the two must not make it cheaper. Where the provider bills on whoever has left,
     * the rest is read too, within bounds, so that the charge is exact.
     */
    @Override
    public void clientLeft() {
        if (isOver() || drained) {
            return;
        }
        if (reader.holdsBack()) {
            upstream.resume(); // it may have been waiting for the client
            return;
        }
        if (answer.leg().billsOn() && loop.shared.drains().enter()) {
            drained = true;
            drain = loop.vertx.setTimer(Drains.TIME.toMillis(), _ -> leave());
            upstream.resume();
        } else {
            leave();
        }
    }

    private void leave() {
        breakOff(FailureClass.CLIENT_DISCONNECT, new GatewayProblem.Internal());
    }

    @Override
    public List<StoredId> stored() {
        return reader.summary().stored();
    }

    /** Whether the rest was read for a client that had gone. */
    boolean drained() {
        return drained;
    }

    /** Something to read for a client while the upstream is silent, once its answer has begun. */
    private void keepAlive() {
        byte[] beat = writer.keepAlive();
        if (beat.length == 0) {
            return;
        }
        keeper =
                loop.vertx.setPeriodic(loop.settings().keepAliveTime().toMillis(), _ -> beat(beat));
    }

    private void beat(byte[] beat) {
        long silent = System.nanoTime() - lastSent;
        boolean due = silent >= loop.settings().keepAliveTime().toNanos() - BEAT_SLACK;
        if (due && !reader.holdsBack() && pending.length() == 0 && !client.isFull()) {
            client.write(Buffer.buffer(beat));
            lastSent = System.nanoTime();
        }
    }

    private void clientStalled() {
        clientLeft();
        client.close();
    }

    @Override
    public void complete() {
        ByteSink last = (bytes, offset, length) -> heldBack.appendBytes(bytes, offset, length);
        writer.finish(reader.summary(), last);
        client.end(heldBack);
    }

    @Override
    public void fail(GatewayProblem problem) {
        client.cut(answer.error(problem), writer.error(problem));
    }
}
