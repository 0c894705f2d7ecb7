package dev.farebox.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all buffered bodies together may hold. Safe for use by many threads. */
public final class ByteBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes {@code bytes}, or nothing when they do not fit. */
    public boolean take(long bytes) {
        long now = used.addAndGet(bytes);
        if (now <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    public void giveBack(long bytes) {
        long left = used.addAndGet(-bytes);
        if (left < 0) {
            throw new IllegalStateException("gave back more than was taken: " + left);
        }
    }

    public long used() {
        return used.get();
    }
}
