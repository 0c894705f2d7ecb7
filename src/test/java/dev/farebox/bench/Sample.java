package dev.farebox.bench;

import java.util.Locale;

/** One lane's figures. Microseconds; {@code answeredInAll} counts the warm-up and the end too. */
record Sample(
        Lane lane,
        double seconds,
        long answered,
        long answeredInAll,
        long p50,
        long p99,
        long clientMicros,
        Cpu used,
        long commits) {
    static final String HEADER =
            String.format(
                    Locale.ROOT,
                    "%-22s %9s %9s %9s %12s %12s %12s %12s",
                    "lane",
                    "req/s",
                    "p50 ms",
                    "p99 ms",
                    "service µs",
                    "postgres µs",
                    "client µs",
                    "req/commit");

    /** From what the client says: seconds, answered, in all, p50, p99, its own processor time. */
    static Sample of(Lane lane, String result, Cpu used, long commits) {
        String[] words = result.split(" ");
        return new Sample(
                lane,
                Double.parseDouble(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                used,
                commits);
    }

    /** The processor time that {@code ticks} are for each request answered in the window. */
    private double perRequest(long ticks) {
        return ticks * (1e6 / Cpu.TICKS_A_SECOND) / Math.max(1, answered);
    }

    String withoutBilling() {
        return line("-", "-");
    }

    @Override
    public String toString() {
        return line(tenths(perRequest(used.service())), tenths(perRequest(used.postgres())));
    }

    private String line(String service, String postgres) {
        return String.format(
                Locale.ROOT,
                "%-22s %9.0f %9.2f %9.2f %12s %12s %12.1f %12.1f",
                lane.name(),
                answered / seconds,
                p50 / 1e3,
                p99 / 1e3,
                service,
                postgres,
                clientMicros / (double) Math.max(1, answered),
                answered / (double) Math.max(1, commits));
    }

    private static String tenths(double micros) {
        return String.format(Locale.ROOT, "%.1f", micros);
    }
}
