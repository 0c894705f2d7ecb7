package dev.farebox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures the service as it is in production: the jar's {@code serve} with its embedded
 * PostgreSQL, a demo provider without pacing as the upstream, and a load client, each in a process
 * of its own.
 *
 * <p>Prints, for each lane, requests a second, latencies, and the processor time of the service and
 * of all PostgreSQL processes for each billed request; in the end, whether every answer has its
 * usage line and every charge its usage. Ends by itself and takes its processes along.
 */
public final class Bench {
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MOST_CALLERS = 64;

    private final Path jar;
    private final Duration window;
    private final String only;
    private final List<String> serviceOptions;

    private Bench(Path jar, Duration window, String only, List<String> serviceOptions) {
        this.jar = jar;
        this.window = window;
        this.only = only;
        this.serviceOptions = serviceOptions;
    }

    /**
     * Arguments: the jar; then, if wanted, the window's seconds, and which lanes (a part of their
     * names, or {@code all}); whatever follows goes to the service's JVM.
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            System.err.println("Bench JAR [SECONDS [LANE|all [JVM-OPTION…]]]");
            System.exit(2);
        }
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 12;
        String only = args.length > 2 && !args[2].equals("all") ? args[2] : "";
        var options = List.of(args).subList(Math.min(3, args.length), args.length);
        Path scratch = Files.createTempDirectory("farebox-bench-");
        boolean balanced;
        try {
            balanced =
                    new Bench(
                                    Path.of(args[0]).toAbsolutePath(),
                                    Duration.ofSeconds(seconds),
                                    only,
                                    options)
                            .run(scratch);
        } catch (Exception e) {
            System.err.println(lastLines(scratch.resolve("service.log")));
            throw e;
        } finally {
            delete(scratch);
        }
        System.exit(balanced ? 0 : 3);
    }

    private boolean run(Path scratch) throws Exception {
        try (var upstream =
                Child.start(
                        "upstream",
                        scratch,
                        java("-Xmx384m", Upstream.class.getName()),
                        "READY ")) {
            String upstreamUrl = upstream.said();
            var shop = new Shop(jar, scratch.resolve("data"), serviceOptions);
            try (Child service = shop.open(scratch, upstreamUrl)) {
                try (var books = new Books(scratch.resolve("data"))) {
                    System.out.println("service pid " + service.pid() + ", " + books.durability());
                    List<String> keys = shop.customers(MOST_CALLERS);
                    String keyFile = write(scratch, keys).toString();
                    return measure(scratch, service, shop.port(), keyFile, upstreamUrl, books);
                }
            }
        }
    }

    private boolean measure(
            Path scratch, Child service, int port, String keys, String upstreamUrl, Books books)
            throws Exception {
        long answered = 0;
        System.out.println(Sample.HEADER);
        if (Lane.STRAIGHT.name(only)) {
            int upstreamPort = Integer.parseInt(upstreamUrl.replaceAll(".*:(\\d+)/.*", "$1"));
            Sample sample = lane(scratch, service, Lane.STRAIGHT, upstreamPort, keys, PAUSE, books);
            System.out.println(sample.withoutBilling());
        }
        boolean warm = false;
        for (Lane lane : Lane.BILLED) {
            if (lane.name(only)) {
                Sample sample =
                        lane(
                                scratch,
                                service,
                                lane,
                                port,
                                keys,
                                warm ? PAUSE.multipliedBy(2) : WARM_UP,
                                books);
                System.out.println(sample + "   " + books.timing());
                answered += sample.answeredInAll();
                warm = true;
            }
        }
        return books.balance(answered);
    }

    private Sample lane(
            Path scratch,
            Child service,
            Lane lane,
            int port,
            String keys,
            Duration warmUp,
            Books books)
            throws Exception {
        var words = new ArrayList<String>();
        words.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", LoadClient.class.getName()));
        words.addAll(List.of(lane.name(), Integer.toString(port), keys));
        words.addAll(List.of(seconds(warmUp), seconds(window)));
        try (var client =
                Child.start("client", scratch, java(words.toArray(String[]::new)), "BEGIN")) {
            long commits = books.commits();
            var before = Cpu.of(service.pid());
            client.await("END", window.plusSeconds(30));
            var used = Cpu.of(service.pid()).minus(before);
            commits = books.commits() - commits;
            String result = client.await("RESULT ", Duration.ofSeconds(60));
            return Sample.of(lane, result, used, commits);
        }
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    private static List<String> java(String... words) {
        var command = new ArrayList<String>();
        command.add(Child.JAVA);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of(words));
        return command;
    }

    private static Path write(Path scratch, List<String> keys) throws IOException {
        return Files.write(scratch.resolve("keys"), keys);
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
