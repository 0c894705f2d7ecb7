package dev.farebox.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small tasks repeated in the background, each on a virtual thread of its own. A task that fails is
 * logged and tried again at its next turn.
 */
final class Routine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Routine.class);
    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /** Runs {@code task} again and again, {@code pause} after it ended. */
    void every(Duration pause, String name, Runnable task) {
        threads.add(Thread.ofVirtual().name(name).start(() -> repeat(pause, name, task)));
    }

    private void repeat(Duration pause, String name, Runnable task) {
        boolean failing = false;
        while (!stopping) {
            try {
                task.run();
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.warn("routine.failed task={} reason={}", name, e.toString());
                }
                failing = true;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** Lets what is running end, and starts nothing more. */
    @Override
    public void close() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(STOP_TIME);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
