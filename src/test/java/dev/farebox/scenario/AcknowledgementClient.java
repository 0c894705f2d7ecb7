package dev.farebox.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client in a process of its own that keeps asking, and writes down how each request ended.
 * It knows nothing of the service but its base URL and key, so what it wrote is what a customer
 * could hold against us. One line a request, as {@link ClientLog} reads it:
 *
 * <ul>
 *   <li>{@code answered ID PROMPT CACHED COMPLETION}: the answer was seen complete; the numbers are
 *       {@code -} when a stream said that it had finished and broke off before its usage.
 *   <li>{@code refused ID STATUS}: another status than 200.
 *   <li>{@code broken ID}: anything else; {@code -} when not even the head arrived.
 * </ul>
 *
 * <p>A connection that could not be made leaves no line. Arguments: base URL, key, log file,
 * callers, seconds, stop-after acknowledgements. It also stops when its standard input ends, and
 * lets what is under way end first. Standard output has the running number of acknowledgements.
 */
public final class AcknowledgementClient {
    private static final Pattern PROMPT = Pattern.compile("\"prompt_tokens\"\\s*:\\s*(\\d+)");
    private static final Pattern CACHED = Pattern.compile("\"cached_tokens\"\\s*:\\s*(\\d+)");
    private static final Pattern COMPLETION =
            Pattern.compile("\"completion_tokens\"\\s*:\\s*(\\d+)");
    private static final Pattern FINISHED = Pattern.compile("\"finish_reason\"\\s*:\\s*\"");
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(640);
    private static final int SAID_EVERY = 20;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final URI endpoint;
    private final String key;
    private final Path log;
    private final long deadlineNanos;
    private final long enough;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean stopping;

    private AcknowledgementClient(String[] args) {
        endpoint = URI.create(args[0] + "/chat/completions");
        key = args[1];
        log = Path.of(args[2]);
        deadlineNanos = System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[4])).toNanos();
        enough = Long.parseLong(args[5]);
    }

    public static void main(String[] args) throws Exception {
        var client = new AcknowledgementClient(args);
        Thread.ofPlatform().daemon().start(client::awaitEndOfInput);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running =
                    IntStream.range(0, Integer.parseInt(args[3]))
                            .mapToObj(caller -> callers.submit(() -> client.ask(caller)))
                            .toList();
            for (var caller : running) {
                caller.get();
            }
        }
        System.out.println(
                "acknowledged=" + client.acknowledged.get() + " failed=" + client.failed.get());
    }

    private void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException _) {
            // As good as its end.
        }
        stopping = true;
    }

    private void ask(int caller) {
        Duration pause = FIRST_PAUSE;
        for (long n = 0; mayAskMore(); n++) {
            long before = acknowledged.get();
            try {
                exchange(Question.of(caller, n));
            } catch (ConnectException | HttpConnectTimeoutException _) {
                failed.incrementAndGet();
            } catch (IOException | UncheckedIOException _) {
                failed("broken -");
            } catch (InterruptedException _) {
                return;
            }
            pause = acknowledged.get() > before ? FIRST_PAUSE : longer(pause);
            if (acknowledged.get() == before) {
                pause(pause);
            }
        }
    }

    private boolean mayAskMore() {
        return !stopping && acknowledged.get() < enough && System.nanoTime() - deadlineNanos < 0;
    }

    private void exchange(Question question) throws IOException, InterruptedException {
        var response = http.send(request(question), HttpResponse.BodyHandlers.ofInputStream());
        String id = response.headers().firstValue("x-request-id").orElse("-");
        if (response.statusCode() != 200) {
            response.body().close();
            failed("refused " + id + " " + response.statusCode());
            return;
        }
        var seen = new Seen(question.stream());
        try (var lines = response.body()) {
            var text = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                seen.line(line);
            }
            seen.end = true;
        } catch (IOException _) {
            // What was seen before counts all the same.
        }
        String usage = seen.usage();
        if (usage == null) {
            failed("broken " + id);
        } else {
            acknowledge("answered " + id + " " + usage);
        }
    }

    /** What one answer has said so far. A whole answer counts when its last byte is there. */
    private static final class Seen {
        private final boolean stream;
        private boolean finished;
        private boolean failed;
        private boolean end;
        private String usage = "- - -";

        Seen(boolean stream) {
            this.stream = stream;
        }

        void line(String line) {
            finished |= FINISHED.matcher(line).find();
            failed |= line.startsWith("data: {\"error\"");
            var prompt = PROMPT.matcher(line);
            var cached = CACHED.matcher(line);
            var completion = COMPLETION.matcher(line);
            if (prompt.find() && cached.find() && completion.find()) {
                usage = prompt.group(1) + " " + cached.group(1) + " " + completion.group(1);
            }
        }

        /** Null when this is no complete answer. */
        @Nullable String usage() {
            return finished && !failed && (stream || end) ? usage : null;
        }
    }

    private void acknowledge(String line) throws IOException {
        write(line);
        long count = acknowledged.incrementAndGet();
        if (count % SAID_EVERY == 0) {
            System.out.println(count);
        }
    }

    private void failed(String line) {
        failed.incrementAndGet();
        try {
            write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write(String line) throws IOException {
        Files.writeString(
                log,
                line + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private HttpRequest request(Question question) {
        return HttpRequest.newBuilder(endpoint)
                .timeout(REQUEST_TIMEOUT)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question.body()))
                .build();
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
