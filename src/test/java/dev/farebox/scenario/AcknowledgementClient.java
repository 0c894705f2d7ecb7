package dev.farebox.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
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

/**
 * An HTTP client in a process of its own that keeps asking, and writes down each answer that it saw
 * complete: one line {@code REQUEST_ID PROMPT COMPLETION}. It knows nothing of the service but its
 * base URL and key, so what it wrote is what a customer could hold against us.
 *
 * <p>Arguments: base URL, key, log file, callers, seconds, stop-after acknowledgements.
 */
public final class AcknowledgementClient {
    private static final Pattern PROMPT = Pattern.compile("\"prompt_tokens\"\\s*:\\s*(\\d+)");
    private static final Pattern COMPLETION =
            Pattern.compile("\"completion_tokens\"\\s*:\\s*(\\d+)");
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);

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

    private AcknowledgementClient(String[] args) {
        endpoint = URI.create(args[0] + "/chat/completions");
        key = args[1];
        log = Path.of(args[2]);
        deadlineNanos = System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[4])).toNanos();
        enough = Long.parseLong(args[5]);
    }

    public static void main(String[] args) throws Exception {
        var client = new AcknowledgementClient(args);
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

    private void ask(int caller) {
        for (long n = 0; acknowledged.get() < enough; n++) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return;
            }
            boolean stream = (caller + n) % 3 == 0;
            try {
                acknowledge(stream ? askStreaming(caller, n) : askPlain(caller, n));
            } catch (IOException | UncheckedIOException | IllegalStateException _) {
                failed.incrementAndGet();
                pause();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private String askPlain(int caller, long n) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request(caller, n, false), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        return line(response, response.body());
    }

    private String askStreaming(int caller, long n) throws IOException, InterruptedException {
        var response = http.send(request(caller, n, true), HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        var usage = new StringBuilder();
        try (var lines = response.body()) {
            lines.filter(line -> line.contains("\"usage\":{") || line.contains("\"error\""))
                    .forEach(usage::append);
        }
        return line(response, usage.toString());
    }

    private static String line(HttpResponse<?> response, String body) {
        var prompt = PROMPT.matcher(body);
        var completion = COMPLETION.matcher(body);
        if (!prompt.find() || !completion.find()) {
            throw new IllegalStateException("no usage in the answer");
        }
        String id = response.headers().firstValue("x-request-id").orElseThrow();
        return id + " " + prompt.group(1) + " " + completion.group(1) + "\n";
    }

    private synchronized void acknowledge(String line) throws IOException {
        Files.writeString(
                log,
                line,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        acknowledged.incrementAndGet();
    }

    private HttpRequest request(int caller, long n, boolean stream) {
        String body =
                "{\"model\":\"demo-chat\",\"max_tokens\":40,"
                        + (stream
                                ? "\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                                : "")
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"question "
                        + n
                        + " of caller "
                        + caller
                        + "\"}]}";
        return HttpRequest.newBuilder(endpoint)
                .timeout(REQUEST_TIMEOUT)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
