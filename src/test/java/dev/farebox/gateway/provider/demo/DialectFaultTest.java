package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp.Answer;
import dev.farebox.testkit.RawHttp.End;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every fault shows on the wire in every dialect. */
class DialectFaultTest {
    private static final DemoUpstream DEMO = DemoUpstream.instant();
    private static final Duration SILENCE = Duration.ofMillis(150);

    @AfterAll
    static void stop() {
        DEMO.close();
    }

    static Stream<Arguments> all() {
        return Arrays.stream(Dialect.values())
                .flatMap(dialect ->
                        Arrays.stream(FaultKind.values()).map(kind -> Arguments.of(dialect, kind)));
    }

    private record Streamed(int status, Map<String, String> headers, List<Event> events, End end) {}

    private static Streamed streamed(Dialect dialect, String fault) throws IOException {
        try (var http = dialect.open(DEMO, "!fault " + fault + " Tell me about cheese", true)) {
            int status = http.readHead();
            var events = http.events();
            var all = events.rest();
            return new Streamed(status, http.headers(), all, events.end());
        }
    }

    private static Answer whole(Dialect dialect, String fault) throws IOException {
        return dialect.whole(DEMO, "!fault " + fault + " Tell me about cheese");
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_fault_shows_on_the_wire(Dialect dialect, FaultKind kind) throws IOException {
        switch (kind) {
            case NONE -> none(dialect);
            case SLOW_FIRST_BYTE, SLOW_DRIP -> slow(dialect, kind);
            case STALL -> stall(dialect, "stall after=3", 3);
            case OPEN_AFTER_DONE -> openAfterDone(dialect);
            case HANG_UP ->
                    assertThatExceptionOfType(EOFException.class)
                            .isThrownBy(() -> streamed(dialect, "hang_up"));
            case CUT -> cut(dialect, "cut after=3", End.CUT);
            case CLEAN_END -> cut(dialect, "clean_end after=3", End.CLEAN);
            case ERROR_EVENT -> errorEvent(dialect);
            case NO_DONE -> {
                var streamed = streamed(dialect, "no_done");
                assertThat(streamed.events()).isNotEmpty().noneMatch(dialect::ends);
                assertThat(streamed.end()).isEqualTo(End.CLEAN);
            }
            case STATUS -> status(dialect);
            case WRONG_USAGE -> wrongUsage(dialect);
            case NO_USAGE -> {
                assertThat(dialect.usage(streamed(dialect, "no_usage").events()).isMissingNode())
                        .isTrue();
                JsonNode usage =
                        dialect.wholeUsage(JSON.readTree(whole(dialect, "no_usage").body()));
                assertThat(usage.isObject()).isFalse();
            }
            case USAGE_NULL ->
                    assertThat(
                                    dialect.usage(streamed(dialect, "usage_null").events())
                                            .isMissingNode())
                            .isTrue();
            case LATE_USAGE -> lateUsage(dialect);
            case USAGE_ON_FINISH, USAGE_EVERY_CHUNK -> {
                var events = streamed(dialect, kind.key()).events();
                assertThat(dialect.usage(events).path(dialect.outputName()).asInt()).isPositive();
                assertThat(events).anyMatch(dialect::ends);
            }
            case USAGE_AFTER_DONE -> usageAfterDone(dialect);
            case GARBAGE -> garbage(dialect);
            case HUGE_EVENT ->
                    assertThat(streamed(dialect, "huge_event bytes=300000").events())
                            .anyMatch(event -> event.data().length() > 300_000)
                            .anyMatch(dialect::ends);
            case EXTRA_FIELDS -> {
                assertThat(streamed(dialect, "extra_fields").events().getFirst().data())
                        .contains("x_trace");
                assertThat(whole(dialect, "extra_fields").body()).contains("x_heat");
            }
            case CRLF, COMMENTS, MULTI_LINE -> framing(dialect, kind);
            case TRUNCATED_BODY -> {
                assertThat(whole(dialect, "truncated_body").end()).isEqualTo(End.CUT);
                assertThat(streamed(dialect, "truncated_body").end()).isEqualTo(End.CUT);
            }
            case WRONG_CONTENT_TYPE ->
                    assertThat(streamed(dialect, "wrong_content_type").headers())
                            .containsEntry("content-type", "text/plain");
            case GZIP ->
                    assertThat(whole(dialect, "gzip").header("content-encoding")).isEqualTo("gzip");
        }
    }

    private static void none(Dialect dialect) throws IOException {
        var streamed = streamed(dialect, "none");
        assertThat(streamed.end()).isEqualTo(End.CLEAN);
        JsonNode whole = JSON.readTree(whole(dialect, "none").body());
        assertThat(dialect.text(streamed.events())).contains("cheese").doesNotContain("fault");
        assertThat(dialect.wholeText(whole)).isEqualTo(dialect.text(streamed.events()));
        JsonNode usage = dialect.usage(streamed.events());
        assertThat(usage.path(dialect.inputName()).asInt()).isPositive();
        assertThat(usage.path(dialect.outputName()))
                .isEqualTo(dialect.wholeUsage(whole).path(dialect.outputName()));
    }

    private static void slow(Dialect dialect, FaultKind kind) throws IOException {
        boolean drip = kind == FaultKind.SLOW_DRIP;
        long start = System.nanoTime();
        var answer = whole(dialect, drip ? "slow_drip bytes=40 ms=5" : "slow_first_byte ms=200");
        int millis = drip ? answer.bytes().length / 40 * 4 - 4 : 190;
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(millis));
        assertThat(dialect.wholeText(JSON.readTree(answer.body()))).contains("cheese");
    }

    private static void stall(Dialect dialect, String fault, int count) throws IOException {
        try (var http = dialect.open(DEMO, "!fault " + fault, true)) {
            var events = http.events();
            assertThat(events.next(count)).hasSize(count);
            http.patience(SILENCE);
            assertThat(events.next()).isEmpty();
            assertThat(events.end()).isEqualTo(End.SILENT);
        }
    }

    private static void openAfterDone(Dialect dialect) throws IOException {
        try (var http = dialect.open(DEMO, "!fault open_after_done Hi", true)) {
            var events = http.events();
            while (!dialect.ends(events.next().orElseThrow())) {
                // Everything up to the end.
            }
            http.patience(SILENCE);
            assertThat(events.next()).isEmpty();
            assertThat(events.end()).isEqualTo(End.SILENT);
        }
    }

    private static void cut(Dialect dialect, String fault, End end) throws IOException {
        var streamed = streamed(dialect, fault);
        assertThat(streamed.events()).hasSize(3).noneMatch(dialect::ends);
        assertThat(streamed.end()).isEqualTo(end);
        var whole = whole(dialect, fault);
        assertThat(whole.end()).isEqualTo(end);
        assertThat(whole.body()).isNotEmpty().doesNotEndWith("}");
    }

    private static void errorEvent(Dialect dialect) throws IOException {
        var streamed = streamed(dialect, "error_event after=3");
        assertThat(streamed.events()).hasSize(dialect == Dialect.RESPONSES ? 5 : 4);
        assertThat(dialect.isError(streamed.events().getLast().data())).isTrue();
        assertThat(streamed.end()).isEqualTo(End.CLEAN);
        assertThat(dialect.isError(whole(dialect, "error_event").body())).isTrue();
    }

    private static void status(Dialect dialect) throws IOException {
        for (int code : List.of(400, 401, 402, 403, 500, 503, 529)) {
            assertThat(streamed(dialect, "status " + code).status()).isEqualTo(code);
            assertThat(dialect.isError(whole(dialect, "status " + code).body())).isTrue();
        }
        var limited = whole(dialect, "status 429 retry_after=7");
        assertThat(limited.header("retry-after")).isEqualTo("7");
        assertThat(limited.body())
                .contains(
                        switch (dialect) {
                            case CHAT, COMPLETIONS, RESPONSES -> "rate_limit_exceeded";
                            case MESSAGES -> "rate_limit_error";
                            case GEMINI -> "\"retryDelay\":\"7s\"";
                        });
        assertThat(whole(dialect, "status 502").header("content-type")).isEqualTo("text/html");
    }

    private static void wrongUsage(Dialect dialect) throws IOException {
        String in = dialect.inputName();
        assertThat(usage(dialect, "huge").path(dialect.outputName()).asLong())
                .isGreaterThan(1_000_000_000_000L);
        assertThat(usage(dialect, "negative").path(in).asInt()).isNegative();
        assertThat(usage(dialect, "strings").path(in).isString()).isTrue();
        assertThat(usage(dialect, "fraction").path(in).isIntegralNumber()).isFalse();
        assertThat(usage(dialect, "overflow").path(in).canConvertToLong()).isFalse();
        assertThat(usage(dialect, "cached").toString()).matches(".*ach[^}]*1[0-9]{3}.*");
        assertThat(usage(dialect, "inconsistent")).isNotEqualTo(usage(dialect, "cached"));
        assertThat(usage(dialect, "missing").has(dialect.outputName())).isFalse();
        assertThat(usage(dialect, "not_object").isString()).isTrue();
    }

    private static JsonNode usage(Dialect dialect, String how) throws IOException {
        return dialect.usage(streamed(dialect, "wrong_usage " + how).events());
    }

    private static void lateUsage(Dialect dialect) throws IOException {
        var events = streamed(dialect, "late_usage ms=500").events();
        long longest = 0;
        for (int i = 1; i < events.size(); i++) {
            longest = Math.max(longest, events.get(i).nanoTime() - events.get(i - 1).nanoTime());
        }
        assertThat(Duration.ofNanos(longest)).isGreaterThan(Duration.ofMillis(150));
        assertThat(events).anyMatch(dialect::ends);
    }

    private static void usageAfterDone(Dialect dialect) throws IOException {
        var events = streamed(dialect, "usage_after_done").events();
        assertThat(dialect.ends(events.get(events.size() - 2))).isTrue();
        assertThat(dialect.usage(List.of(events.getLast())).isObject()).isTrue();
        assertThat(dialect.usage(events.subList(0, events.size() - 1)).isObject()).isFalse();
    }

    private static void garbage(Dialect dialect) throws IOException {
        assertThat(whole(dialect, "garbage bytes").bytes()).contains(0, 0xFE - 256);
        assertThat(whole(dialect, "garbage json").body()).startsWith("{").doesNotEndWith("}");
        assertThat(whole(dialect, "garbage html").header("content-type")).isEqualTo("text/html");
        assertThat(streamed(dialect, "garbage json").status()).isEqualTo(200);
    }

    private static void framing(Dialect dialect, FaultKind kind) throws IOException {
        try (var http = dialect.open(DEMO, "!fault " + kind.key() + " Tell me of cheese", true)) {
            String body = http.answer().body();
            assertThat(body)
                    .contains(
                            switch (kind) {
                                case CRLF -> "\r\n\r\ndata: ".substring(0, 4);
                                case COMMENTS -> ": keep-alive";
                                default -> "\ndata: ";
                            });
        }
        assertThat(dialect.text(streamed(dialect, kind.key()).events())).contains("cheese");
    }
}
