package dev.farebox.gateway.provider.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The remote control of a demo provider: which fault the next requests meet, a gate that holds all
 * answers, and counters of what became of the requests. Safe from any thread.
 *
 * <p>Faults that were queued come first, each once, then the fault by default, then the directive
 * in the prompt. Only a chat request that is well-formed and authorised takes one.
 */
public final class DemoFaults {
    /** What is counted. Every request is SEEN, and later one of the last four. */
    public enum Count {
        SEEN,
        /** Waited at the gate, whether or not released since. */
        HELD,
        STARTED,
        REFUSED,
        FINISHED,
        /** Ended by a fault: cut, hung up. */
        CUT,
        /** The peer closed before we had finished. */
        ABORTED;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A peer that closed: after how many writes, how long after the request was read, and when. */
    public record Abort(String requestId, long writes, Duration sinceSeen, long nanoTime) {}

    /** A chat request as it arrived; header names in lower case. */
    public record Seen(String requestId, Map<String, String> headers, String body) {}

    private static final int KEPT = 1000;
    private static final long POLL_NANOS = 1_000_000;

    private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);
    private final Queue<DemoFault> queue = new ConcurrentLinkedQueue<>();
    private volatile DemoFault byDefault = DemoFault.NONE;
    private volatile boolean keepRequests;

    /** Changed only under the lock of this. */
    private volatile boolean holding;

    // Guarded by this.
    private final Queue<Abort> aborts = new ArrayDeque<>();
    private final Queue<Seen> requests = new ArrayDeque<>();
    private final List<Runnable> waiting = new ArrayList<>();

    /** The next requests meet these, in this order, each once. */
    public void next(DemoFault... faults) {
        queue.addAll(Arrays.asList(faults));
    }

    /** As {@link #next(DemoFault...)}, each written as in a prompt: {@code cut after=5}. */
    public void next(String... faults) {
        for (String fault : faults) {
            queue.add(DemoFault.parse(fault));
        }
    }

    /** Every request meets this one when none is queued. */
    public void byDefault(DemoFault fault) {
        byDefault = fault;
    }

    public void byDefault(String fault) {
        byDefault = DemoFault.parse(fault);
    }

    /** From now on no answer starts until {@link #release}. */
    public synchronized void hold() {
        holding = true;
    }

    public void release() {
        List<Runnable> released;
        synchronized (this) {
            holding = false;
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(Runnable::run);
    }

    /** Keeps the last 1000 requests with their bodies, for tests of what is sent upstream. */
    public void keepRequests() {
        keepRequests = true;
    }

    /** No fault, no gate, nothing kept, all counters 0. */
    public void reset() {
        queue.clear();
        byDefault = DemoFault.NONE;
        keepRequests = false;
        release();
        synchronized (this) {
            aborts.clear();
            requests.clear();
        }
        for (int i = 0; i < counts.length(); i++) {
            counts.set(i, 0);
        }
    }

    public long count(Count what) {
        return counts.get(what.ordinal());
    }

    /** Requests that were seen and have not ended yet. */
    public long inFlight() {
        long ended =
                count(Count.REFUSED)
                        + count(Count.FINISHED)
                        + count(Count.CUT)
                        + count(Count.ABORTED);
        return count(Count.SEEN) - ended;
    }

    /** Blocks until the count has reached {@code atLeast}; false when the time ran out first. */
    public boolean await(Count what, long atLeast, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (count(what) < atLeast) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** The last 1000 aborts, oldest first. */
    public synchronized List<Abort> aborts() {
        return List.copyOf(aborts);
    }

    /** The requests kept since {@link #keepRequests}, oldest first. */
    public synchronized List<Seen> requests() {
        return List.copyOf(requests);
    }

    void add(Count what) {
        counts.incrementAndGet(what.ordinal());
    }

    boolean keepsRequests() {
        return keepRequests;
    }

    synchronized void keep(Seen request) {
        bounded(requests, request);
    }

    synchronized void aborted(Abort abort) {
        bounded(aborts, abort);
    }

    DemoFault take() {
        DemoFault queued = queue.poll();
        return queued == null ? byDefault : queued;
    }

    /** True when the gate is closed; {@code later} then runs when it opens. */
    boolean holds(Runnable later) {
        if (!holding) {
            return false;
        }
        synchronized (this) {
            if (holding) {
                waiting.add(later);
                add(Count.HELD);
            }
            return holding;
        }
    }

    private static <T> void bounded(Queue<T> ring, T item) {
        if (ring.size() >= KEPT) {
            ring.remove();
        }
        ring.add(item);
    }
}
