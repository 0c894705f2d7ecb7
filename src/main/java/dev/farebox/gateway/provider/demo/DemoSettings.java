package dev.farebox.gateway.provider.demo;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a demo provider is started with.
 *
 * <p>{@code port} 0 takes a free one. {@code key} is the credential that callers must present, in
 * any header that the vendor reads. {@code moreModels} are served besides the built-in ones. {@code
 * pacing} is by model; {@code otherwise} is for models that it does not name.
 */
public record DemoSettings(
        int port,
        String key,
        List<String> moreModels,
        Map<String, DemoPacing> pacing,
        DemoPacing otherwise,
        int eventLoops,
        InstantSource clock) {
    public static final List<String> MODELS =
            List.of(
                    "demo-chat",
                    "demo-reasoner",
                    "demo-tools",
                    "demo-long",
                    "demo-embedding",
                    "demo-image",
                    "demo-speech",
                    "demo-transcribe");

    /** A larger body is refused with 413. */
    public static final int MAX_BODY = 32 << 20;

    private static final int EVENT_LOOPS = 2;

    public DemoSettings {
        moreModels = List.copyOf(moreModels);
        pacing = Map.copyOf(pacing);
        if (port < 0 || port > 65_535 || key.isBlank() || eventLoops < 1) {
            throw new IllegalArgumentException("port " + port + ", event loops " + eventLoops);
        }
    }

    /** Speaks at the pace of a real model; for people. */
    public static DemoSettings paced(String key, InstantSource clock) {
        var pacing =
                Map.of(
                        "demo-reasoner", DemoPacing.of(500, 90),
                        "demo-tools", DemoPacing.of(250, 80),
                        "demo-long", DemoPacing.of(200, 120));
        return new DemoSettings(
                0, key, List.of(), pacing, DemoPacing.of(300, 60), EVENT_LOOPS, clock);
    }

    /** Answers as fast as it can; for tests and benches. */
    public static DemoSettings instant(String key, InstantSource clock) {
        return new DemoSettings(0, key, List.of(), Map.of(), DemoPacing.NONE, EVENT_LOOPS, clock);
    }

    public DemoSettings withPort(int value) {
        return new DemoSettings(value, key, moreModels, pacing, otherwise, eventLoops, clock);
    }

    public DemoSettings withModels(List<String> more) {
        return new DemoSettings(port, key, more, pacing, otherwise, eventLoops, clock);
    }

    /** The same pace for every model. */
    public DemoSettings withPacing(DemoPacing value) {
        return new DemoSettings(port, key, moreModels, Map.of(), value, eventLoops, clock);
    }

    public DemoSettings withEventLoops(int value) {
        return new DemoSettings(port, key, moreModels, pacing, otherwise, value, clock);
    }

    List<String> models() {
        return Stream.concat(MODELS.stream(), moreModels.stream()).distinct().toList();
    }

    DemoPacing pacingOf(String model) {
        return pacing.getOrDefault(model, otherwise);
    }
}
