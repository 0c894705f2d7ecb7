package dev.farebox.app;

import dev.farebox.config.Secret;
import dev.farebox.config.Units;
import dev.farebox.gateway.route.ChannelTerms;
import dev.farebox.gateway.route.ChannelTimeouts;
import dev.farebox.gateway.route.OnAbort;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code channel add} and {@code channel set} both take. Absent options change nothing. */
final class ChannelOptions {
    private static final String NONE = "none";

    @Option(
            names = "--credential-file",
            paramLabel = "FILE",
            description = "File with the upstream's key; - reads standard input.")
    @Nullable Path credentialFile;

    @Option(
            names = "--ask-credential",
            description = "Ask for the upstream's key on the terminal, without showing it.")
    boolean askCredential;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "Sent with every call; repeat for more. Stored sealed.")
    @Nullable Map<String, String> headers;

    @Option(
            names = "--header-file",
            paramLabel = "NAME=FILE",
            description = "The same, with the value from a file: for values that are secret.")
    @Nullable Map<String, Path> headerFiles;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = {
                "Lower numbers first; others are used only while none of those can be.",
                "0 unless set."
            })
    @Nullable Integer priority;

    @Option(
            names = "--weight",
            paramLabel = "N",
            description = "Its share among channels of the same priority; 1 unless set.")
    @Nullable Integer weight;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "The most calls at a time, on each node; none for no limit.")
    @Nullable String parallel;

    @Option(
            names = "--per-minute",
            paramLabel = "N",
            description = "The most calls in any minute, on each node; none for no limit.")
    @Nullable String perMinute;

    @Option(
            names = "--probe-every",
            paramLabel = "TIME",
            description = {
                "Ask the upstream for its list of models so often, to see whether it is",
                "well; such as 30s. none, which is the default, never asks."
            })
    @Nullable String probeEvery;

    @Option(
            names = "--on-abort",
            paramLabel = "WORD",
            description = {
                "What the provider does with a stream that is broken off: stops, or bills_on;",
                "none for what is usual for its kind."
            })
    @Nullable String onAbort;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            description = "Instead of upstream.connect_timeout; none for that.")
    @Nullable String connectTimeout;

    @Option(
            names = "--first-byte-timeout",
            paramLabel = "TIME",
            description = "Instead of upstream.first_byte_timeout; none for that.")
    @Nullable String firstByteTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            description = "Instead of upstream.idle_timeout; none for that.")
    @Nullable String idleTimeout;

    ChannelTerms terms(ChannelTerms now) {
        ChannelTerms terms = now;
        terms = priority == null ? terms : terms.withPriority(priority);
        terms = weight == null ? terms : terms.withWeight(weight);
        terms = parallel == null ? terms : terms.withParallel(count("--parallel", parallel));
        terms = perMinute == null ? terms : terms.withPerMinute(count("--per-minute", perMinute));
        terms = probeEvery == null ? terms : terms.withProbeInterval(time(probeEvery));
        return onAbort == null ? terms : terms.withOnAbort(abort(onAbort));
    }

    ChannelTimeouts timeouts(ChannelTimeouts now) {
        return new ChannelTimeouts(
                connectTimeout == null ? now.connect() : time(connectTimeout),
                firstByteTimeout == null ? now.firstByte() : time(firstByteTimeout),
                idleTimeout == null ? now.idle() : time(idleTimeout));
    }

    /** {@code now} and those that were given; a given one wins over one of the same name. */
    Map<String, String> headers(Map<String, String> now) {
        var all = new HashMap<>(now);
        if (headers != null) {
            headers.forEach((name, value) -> all.put(lower(name), value));
        }
        if (headerFiles != null) {
            headerFiles.forEach((name, file) -> all.put(lower(name), content(file)));
        }
        return all;
    }

    Optional<Secret> credential() {
        if (askCredential) {
            return Optional.of(asked());
        }
        return Optional.ofNullable(credentialFile).map(file -> new Secret(content(file)));
    }

    static Map<String, String> mapping(List<String> models) {
        var mapping = new TreeMap<String, String>();
        for (String model : models) {
            int equals = model.indexOf('=');
            mapping.put(
                    equals < 0 ? model : model.substring(0, equals),
                    equals < 0 ? model : model.substring(equals + 1));
        }
        return mapping;
    }

    private static Secret asked() {
        Console console =
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .orElseThrow(() ->
                                Read.refused(
                                        "there is no terminal to ask on; use --credential-file"));
        return new Secret(new String(console.readPassword("The upstream's key: ")).strip());
    }

    private static String content(Path file) {
        try {
            String text =
                    file.toString().equals("-")
                            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                            : Files.readString(file);
            return text.strip();
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.INPUT_INVALID, "cannot read " + file + ": " + e, e);
        }
    }

    private static OptionalInt count(String option, String text) {
        try {
            return text.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException _) {
            throw Read.refused("%s takes a number or none, not %s".formatted(option, text));
        }
    }

    private static Optional<Duration> time(String text) {
        try {
            return text.equals(NONE) ? Optional.empty() : Optional.of(Units.duration(text));
        } catch (IllegalArgumentException _) {
            throw Read.refused(text + " is not a time: give one such as 250ms, 30s, 5m or none");
        }
    }

    private static Optional<OnAbort> abort(String text) {
        if (text.equals(NONE)) {
            return Optional.empty();
        }
        return Optional.of(
                OnAbort.ofWord(text)
                        .orElseThrow(() ->
                                Read.refused(
                                        "--on-abort takes stops, bills_on or none, not " + text)));
    }

    private static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }
}
