package dev.farebox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Processor time in ticks since the processes began: of the service's JVM, and of PostgreSQL, which
 * is everything that the service has started, ended workers included. The kernel's own writers are
 * nobody's.
 */
record Cpu(long service, long postgres) {
    /** Of {@code /proc/PID/stat}; fixed in Linux's interface. */
    static final long TICKS_A_SECOND = 100;

    private static final int USER = 11;

    static Cpu of(long pid) throws IOException {
        long postgres = 0;
        for (ProcessHandle child : ProcessHandle.of(pid).orElseThrow().descendants().toList()) {
            postgres += ticks(child.pid(), true);
        }
        return new Cpu(ticks(pid, false), postgres);
    }

    Cpu minus(Cpu earlier) {
        return new Cpu(service - earlier.service, postgres - earlier.postgres);
    }

    /** User and system time; with that of children which have ended and been waited for. */
    private static long ticks(long pid, boolean withEnded) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (NoSuchFileException _) {
            return 0;
        }
        // The name, in parentheses, may hold blanks; what follows it does not.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]);
        return withEnded
                ? ticks + Long.parseLong(fields[USER + 2]) + Long.parseLong(fields[USER + 3])
                : ticks;
    }
}
