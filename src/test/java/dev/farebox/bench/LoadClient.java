package dev.farebox.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The load's process: one thread and one connection for each caller. Says BEGIN when it is warm,
 * END after the window, and the RESULT once every request under way has been answered.
 */
final class LoadClient {
    private static final int LONG_WARM_UP = 10;
    private static final int WARM_AFTER = 60_000;
    private static final int WARM_UP_ENDS = 90;

    private LoadClient() {}

    public static void main(String[] args) throws Exception {
        Lane lane = Lane.named(args[0]);
        int port = Integer.parseInt(args[1]);
        List<String> keys = Files.readAllLines(Path.of(args[2]));
        long warmUp = Long.parseLong(args[3]);
        long window = Long.parseLong(args[4]);
        var callers = new ArrayList<Caller>();
        for (int i = 0; i < lane.callers(); i++) {
            String key = lane.equals(Lane.STRAIGHT) ? Upstream.KEY : keys.get(i % lane.customers());
            callers.add(new Caller(port, key, lane));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(lane.callers())) {
            List<Future<?>> running = new ArrayList<>();
            callers.forEach(caller -> running.add(threads.submit(caller::run)));
            warmUp(callers, warmUp);
            System.out.println("BEGIN");
            long began = System.nanoTime();
            long cpu = cpuNanos();
            Thread.sleep(window * 1_000);
            long ended = System.nanoTime();
            cpu = cpuNanos() - cpu;
            System.out.println("END");
            callers.forEach(Caller::stop);
            for (Future<?> one : running) {
                one.get();
            }
            System.out.println("RESULT " + result(callers, began, ended, cpu));
        }
    }

    /** At least so many seconds; the first time also until the JIT has seen enough requests. */
    private static void warmUp(List<Caller> callers, long seconds) throws InterruptedException {
        long began = System.nanoTime();
        long enough = seconds < LONG_WARM_UP ? 0 : WARM_AFTER;
        while (!callers.isEmpty()) {
            long passed = (System.nanoTime() - began) / 1_000_000_000;
            int answered = callers.stream().mapToInt(Caller::answered).sum();
            if (passed >= seconds && (answered >= enough || passed >= WARM_UP_ENDS)) {
                return;
            }
            Thread.sleep(100);
        }
    }

    private static String result(List<Caller> callers, long began, long ended, long cpu) {
        long inAll = 0;
        var all = new ArrayList<long[]>();
        for (Caller caller : callers) {
            inAll += caller.answered();
            all.add(caller.between(began, ended));
        }
        long[] micros = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return "%s %d %d %d %d %d"
                .formatted(
                        Double.toString((ended - began) / 1e9),
                        micros.length,
                        inAll,
                        percentile(micros, 50),
                        percentile(micros, 99),
                        cpu / 1_000);
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1L) * percent / 100)];
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
