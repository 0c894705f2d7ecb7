package dev.farebox.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What was started, closed in reverse when the process is told to stop, or at once when starting
 * fails half-way.
 */
final class Running {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Platform platform;

    Running() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
    }

    <T extends AutoCloseable> T add(T part) {
        started.push(part);
        if (part instanceof Platform opened) {
            platform = opened;
        }
        return part;
    }

    Platform platform() {
        if (platform == null) {
            throw new IllegalStateException("no platform was opened");
        }
        return platform;
    }

    Service start() {
        return add(Service.start(platform()));
    }

    /** Waits for the signal that ends the process. */
    int untilStopped() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Cli.DONE;
    }

    private synchronized void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("farebox: while stopping: " + e);
            }
        }
        stopped.countDown();
    }
}
