package dev.farebox.scenario;

import dev.farebox.testkit.DemoUpstream;
import java.util.Map;

/**
 * What the SDK talks to: the one place to change when it is to be something else. A base URL, a key
 * with credit, a way to have none, and the model; behind it a demo provider whose faults a prompt
 * can ask for.
 */
final class SdkTarget implements AutoCloseable {
    /**
     * Requests that one call without credit makes. The demo provider says 429 and nothing more, as
     * the real one does, so the SDK tries three times; what says {@code x-should-retry: false} sees
     * 1.
     */
    static final int REQUESTS_WITHOUT_CREDIT = 3;

    private final DemoUpstream demo = DemoUpstream.paced(20, 400);

    static SdkTarget start() {
        return new SdkTarget();
    }

    Map<String, String> environment() {
        return environment(DemoUpstream.KEY, "demo-chat");
    }

    Map<String, String> environment(String key, String model) {
        return Map.of(
                "FAREBOX_BASE_URL", demo.baseUrl(),
                "FAREBOX_API_KEY", key,
                "FAREBOX_MODEL", model);
    }

    /** As {@link #environment()}, of a customer whose credit is used up. */
    Map<String, String> environmentWithoutCredit() {
        demo.faults().byDefault("status 429 why=quota");
        return environment();
    }

    @Override
    public void close() {
        demo.close();
    }
}
