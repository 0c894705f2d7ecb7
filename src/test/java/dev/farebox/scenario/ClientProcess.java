package dev.farebox.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** {@link AcknowledgementClient} as a child process. */
final class ClientProcess implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(90);

    private final ChildJvm process;
    private final Path log;
    private final AtomicLong acknowledged;
    private final AtomicReference<String> summary;

    private ClientProcess(
            ChildJvm process, Path log, AtomicLong acknowledged, AtomicReference<String> summary) {
        this.process = process;
        this.log = log;
        this.acknowledged = acknowledged;
        this.summary = summary;
    }

    static ClientProcess start(DemoService service, Path scratch, int callers, long seconds)
            throws IOException {
        Path log = scratch.resolve("acknowledged.log");
        var acknowledged = new AtomicLong();
        var summary = new AtomicReference<>("");
        ChildJvm process =
                ChildJvm.start(
                        AcknowledgementClient.class.getName(),
                        List.of(
                                service.baseUrl(),
                                service.apiKey(),
                                log.toString(),
                                Integer.toString(callers),
                                Long.toString(seconds),
                                Long.toString(Long.MAX_VALUE)),
                        scratch.resolve("client.log"),
                        line -> {
                            if (line.startsWith("acknowledged=")) {
                                summary.set(line);
                            } else {
                                acknowledged.accumulateAndGet(Long.parseLong(line), Math::max);
                            }
                        });
        return new ClientProcess(process, log, acknowledged, summary);
    }

    /** So far, give or take a few. */
    long acknowledged() {
        if (!process.isAlive()) {
            throw new AssertionError("the client has ended");
        }
        return acknowledged.get();
    }

    Path log() {
        return log;
    }

    /** Lets what is under way end. */
    void stop() throws Exception {
        process.endInput();
        int code = process.await(STOP_PATIENCE);
        if (code != 0) {
            throw new AssertionError("the client ended with " + code);
        }
    }

    String summary() {
        return "client: " + summary.get();
    }

    @Override
    public void close() {
        process.close();
    }
}
