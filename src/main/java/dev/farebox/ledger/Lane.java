package dev.farebox.ledger;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue and its one writer: group commit for a set of buckets.
 *
 * <p>The writer takes whatever has gathered while the last transaction committed, carries it out in
 * one transaction, in order of arrival, and answers after the commit. A failure that may pass
 * (database away, serialisation) is tried again until the callers that can give up have done so;
 * any other failure is traced to its command by halving, so that it fails nobody else.
 */
final class Lane implements AutoCloseable {
    /** How long a shutdown waits for what is queued. */
    static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private static final Duration IDLE_WAIT = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final String name;
    private final BatchWriter writer;
    private final LaneLimits limits;
    private final ArrayBlockingQueue<Queued> queue;
    private final Thread thread;
    private volatile long closeBy;
    private volatile boolean closing;
    private volatile boolean closed;

    Lane(String name, LaneLimits limits, BatchWriter writer) {
        this.name = name;
        this.limits = limits;
        this.queue = new ArrayBlockingQueue<>(limits.queueLimit());
        this.writer = writer;
        this.thread = Thread.ofPlatform().name("ledger-" + name).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void submit(Queued command) {
        if (closing) {
            command.fail(stopping());
        } else if (!queue.offer(command)) {
            command.fail(
                    new ProblemException(
                            ProblemCode.OVERLOADED,
                            "The ledger's queue is full ("
                                    + limits.queueLimit()
                                    + " commands wait)."));
        } else if (closed && queue.remove(command)) {
            command.fail(stopping());
        }
    }

    /** Carries out what is queued, for {@link #CLOSE_PATIENCE} at most, and stops. */
    @Override
    public void close() {
        closeBy = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        closing = true;
        try {
            thread.join(CLOSE_PATIENCE.plus(LaneStore.LONGEST_WAIT));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<Queued>(limits.batchLimit());
        while (gather(batch)) {
            try {
                carryOut(batch);
            } catch (Error e) {
                LOG.error("ledger.batch_lost lane={} commands={}", name, batch.size(), e);
                batch.forEach(command -> command.fail(internal(e)));
            }
            batch.clear();
        }
        closed = true;
        for (Queued left = queue.poll(); left != null; left = queue.poll()) {
            left.fail(stopping());
        }
        writer.close();
    }

    /** False when there is nothing more to come. */
    private boolean gather(List<Queued> batch) {
        try {
            Queued first = null;
            while (first == null) {
                if (closing && queue.isEmpty()) {
                    return false;
                }
                first = queue.poll(IDLE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            batch.add(first);
            queue.drainTo(batch, limits.batchLimit() - 1);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void carryOut(List<Queued> batch) {
        List<Queued> left = batch;
        Duration pause = FIRST_PAUSE;
        while (!left.isEmpty()) {
            try {
                writer.carryOut(left);
                left.forEach(Queued::complete);
                return;
            } catch (RuntimeException e) {
                if (!BatchWriter.mayPass(e)) {
                    halve(left, e);
                    return;
                }
                LOG.warn(
                        "ledger.retry lane={} commands={} pause_ms={} cause=\"{}\"",
                        name,
                        left.size(),
                        pause.toMillis(),
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
                LockSupport.parkNanos(pause.toNanos());
                pause = longer(pause);
                left = patient(left);
            }
        }
    }

    private void halve(List<Queued> batch, RuntimeException why) {
        if (batch.size() == 1) {
            Queued poisoned = batch.getFirst();
            LOG.error(
                    "ledger.command_failed lane={} account={} hold={}",
                    name,
                    poisoned.op().account(),
                    poisoned.hold(),
                    why);
            poisoned.fail(internal(why));
            return;
        }
        // Never silently: a defect that splits every batch costs all that group commit gains.
        LOG.warn(
                "ledger.batch_split lane={} commands={} cause=\"{}\"",
                name,
                batch.size(),
                why.toString());
        int middle = batch.size() / 2;
        carryOut(batch.subList(0, middle));
        carryOut(batch.subList(middle, batch.size()));
    }

    /** Those that go on waiting; the others, queued ones too, are refused. */
    private List<Queued> patient(List<Queued> batch) {
        long now = System.nanoTime();
        boolean over = closing && now - closeBy >= 0;
        queue.removeIf(command -> refused(command, command.isOverdue(now)));
        var left = new ArrayList<>(batch);
        left.removeIf(command -> refused(command, over || command.isOverdue(now)));
        return left;
    }

    private static boolean refused(Queued command, boolean giveUp) {
        if (giveUp) {
            command.fail(
                    new ProblemException(
                            ProblemCode.DATABASE_UNAVAILABLE, "The database does not answer."));
        }
        return giveUp;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private static ProblemException stopping() {
        return new ProblemException(
                ProblemCode.DATABASE_UNAVAILABLE, "The ledger is shutting down.");
    }

    private static ProblemException internal(Throwable why) {
        return why instanceof ProblemException problem
                ? problem
                : new ProblemException(
                        ProblemCode.INTERNAL_ERROR,
                        "The ledger could not carry out the command.",
                        why);
    }
}
