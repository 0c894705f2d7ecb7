package dev.farebox.testkit;

import dev.farebox.gateway.provider.demo.DemoFaults;
import dev.farebox.gateway.provider.demo.DemoPacing;
import dev.farebox.gateway.provider.demo.DemoProvider;
import dev.farebox.gateway.provider.demo.DemoSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A demo provider that runs for a test, on an event loop of its own. */
public final class DemoUpstream implements AutoCloseable {
    public static final String KEY = "sk-demo-upstream-key";

    private static final long PATIENCE_SECONDS = 10;
    private static final Instant TODAY = Instant.parse("2026-11-21T00:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final DemoProvider provider;

    private DemoUpstream(DemoSettings settings) {
        provider = await(DemoProvider.start(vertx, settings));
    }

    /** Answers without any pause. */
    public static DemoUpstream instant() {
        return start(settings -> settings);
    }

    /** Speaks at this pace. */
    public static DemoUpstream paced(int millisToFirstToken, int tokensPerSecond) {
        return start(settings ->
                settings.withPacing(DemoPacing.of(millisToFirstToken, tokensPerSecond)));
    }

    public static DemoUpstream start(UnaryOperator<DemoSettings> change) {
        return new DemoUpstream(
                change.apply(DemoSettings.instant(KEY, InstantSource.fixed(TODAY))));
    }

    public int port() {
        return provider.port();
    }

    /** With {@code /v1} at its end. */
    public String baseUrl() {
        return provider.baseUrl();
    }

    /** Anthropic's API, with {@code /v1} at its end. */
    public String anthropicUrl() {
        return provider.anthropicUrl();
    }

    /** Gemini's API, with {@code /v1beta} at its end. */
    public String geminiUrl() {
        return provider.geminiUrl();
    }

    public DemoFaults faults() {
        return provider.faults();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the demo provider did not answer in time", late);
        }
    }
}
