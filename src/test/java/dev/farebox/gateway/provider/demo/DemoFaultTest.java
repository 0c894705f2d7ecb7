package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.JSON;
import static dev.farebox.gateway.provider.demo.DemoCall.body;
import static dev.farebox.gateway.provider.demo.DemoCall.chunks;
import static dev.farebox.gateway.provider.demo.DemoCall.content;
import static dev.farebox.gateway.provider.demo.DemoCall.post;
import static dev.farebox.gateway.provider.demo.DemoCall.stream;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp.Answer;
import dev.farebox.testkit.RawHttp.End;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Each fault can be seen on the wire, asked for by a directive in the prompt. */
class DemoFaultTest {
    private static final DemoUpstream DEMO = DemoUpstream.instant();
    private static final Duration SILENCE = Duration.ofMillis(250);

    @AfterAll
    static void stop() {
        DEMO.close();
    }

    @FunctionalInterface
    private interface Proof {
        void run() throws IOException;
    }

    /** One proof a fault; the test below runs one for every kind there is. */
    private static final Map<FaultKind, Proof> PROOFS =
            Map.ofEntries(
                    entry(FaultKind.NONE, DemoFaultTest::none),
                    entry(FaultKind.SLOW_FIRST_BYTE, DemoFaultTest::slowFirstByte),
                    entry(FaultKind.SLOW_DRIP, DemoFaultTest::slowDrip),
                    entry(FaultKind.STALL, DemoFaultTest::stall),
                    entry(FaultKind.HANG_UP, DemoFaultTest::hangUp),
                    entry(FaultKind.CUT, DemoFaultTest::cut),
                    entry(FaultKind.CLEAN_END, DemoFaultTest::cleanEnd),
                    entry(FaultKind.ERROR_EVENT, DemoFaultTest::errorEvent),
                    entry(FaultKind.NO_DONE, DemoFaultTest::noDone),
                    entry(FaultKind.OPEN_AFTER_DONE, DemoFaultTest::openAfterDone),
                    entry(FaultKind.STATUS, DemoFaultTest::status),
                    entry(FaultKind.WRONG_USAGE, DemoFaultTest::wrongUsage),
                    entry(FaultKind.NO_USAGE, DemoFaultTest::noUsage),
                    entry(FaultKind.USAGE_NULL, DemoFaultTest::usageNull),
                    entry(FaultKind.LATE_USAGE, DemoFaultTest::lateUsage),
                    entry(FaultKind.USAGE_ON_FINISH, DemoFaultTest::usageOnFinish),
                    entry(FaultKind.USAGE_EVERY_CHUNK, DemoFaultTest::usageEveryChunk),
                    entry(FaultKind.USAGE_AFTER_DONE, DemoFaultTest::usageAfterDone),
                    entry(FaultKind.GARBAGE, DemoFaultTest::garbage),
                    entry(FaultKind.HUGE_EVENT, DemoFaultTest::hugeEvent),
                    entry(FaultKind.EXTRA_FIELDS, DemoFaultTest::extraFields),
                    entry(FaultKind.CRLF, DemoFaultTest::crlf),
                    entry(FaultKind.COMMENTS, DemoFaultTest::comments),
                    entry(FaultKind.MULTI_LINE, DemoFaultTest::multiLine),
                    entry(FaultKind.TRUNCATED_BODY, DemoFaultTest::truncatedBody),
                    entry(FaultKind.WRONG_CONTENT_TYPE, DemoFaultTest::wrongContentType),
                    entry(FaultKind.GZIP, DemoFaultTest::gzip));

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void a_fault_shows_on_the_wire(FaultKind kind) throws IOException {
        Proof proof = PROOFS.get(kind);
        assertThat(proof).as("no proof for %s", kind).isNotNull();
        Objects.requireNonNull(proof).run();
    }

    @Test
    void an_unknown_fault_is_refused_with_the_known_ones() throws IOException {
        var answer = post(DEMO, body("!fault explode now"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("explode", "slow_first_byte", "messages[0].content");
        assertThat(post(DEMO, body("!fault cut before=5")).body()).contains("no parameter before");
    }

    private record Streamed(int status, Map<String, String> headers, List<Event> events, End end) {}

    private static Streamed streamed(String fault) throws IOException {
        try (var http = DemoCall.open(DEMO, stream("!fault " + fault + " Tell me about cheese"))) {
            int status = http.readHead();
            var events = http.events();
            var all = events.rest();
            return new Streamed(status, http.headers(), all, events.end());
        }
    }

    private static Answer whole(String fault) throws IOException {
        try (var http = DemoCall.open(DEMO, body("!fault " + fault + " Tell me about cheese"))) {
            return http.answer();
        }
    }

    private static JsonNode usage(String fault) throws IOException {
        return chunks(streamed(fault).events()).getLast().path("usage");
    }

    private static void none() throws IOException {
        var streamed = streamed("none");
        assertThat(streamed.end()).isEqualTo(End.CLEAN);
        assertThat(content(chunks(streamed.events()))).contains("cheese").doesNotContain("fault");
    }

    private static void slowFirstByte() throws IOException {
        long start = System.nanoTime();
        try (var http = DemoCall.open(DEMO, stream("!fault slow_first_byte ms=300 Hi"))) {
            http.readHead();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(290));
            assertThat(http.answer().end()).isEqualTo(End.CLEAN);
        }
    }

    private static void slowDrip() throws IOException {
        long start = System.nanoTime();
        var answer = whole("slow_drip bytes=10 ms=5");
        assertThat(answer.end()).isEqualTo(End.CLEAN);
        JSON.readTree(answer.body());
        int pauses = answer.bytes().length / 10 - 1;
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(4).multipliedBy(pauses));
    }

    private static void stall() throws IOException {
        try (var http = DemoCall.open(DEMO, stream("!fault stall after=3"))) {
            var events = http.events();
            assertThat(events.next(3)).hasSize(3);
            http.patience(SILENCE);
            assertThat(events.next()).isEmpty();
            assertThat(events.end()).isEqualTo(End.SILENT);
        }
        try (var http = DemoCall.open(DEMO, body("!fault stall"))) {
            assertThat(http.readHead()).isEqualTo(200);
            assertThat(http.patience(SILENCE).answer().end()).isEqualTo(End.SILENT);
        }
    }

    private static void hangUp() throws IOException {
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> streamed("hang_up"));
    }

    private static void cut() throws IOException {
        var streamed = streamed("cut after=4");
        assertThat(streamed.status()).isEqualTo(200);
        assertThat(streamed.events()).hasSize(4);
        assertThat(streamed.end()).isEqualTo(End.CUT);
        var atOnce = streamed("cut after=0");
        assertThat(atOnce.events()).isEmpty();
        assertThat(atOnce.end()).isEqualTo(End.CUT);
        var whole = whole("cut");
        assertThat(whole.end()).isEqualTo(End.CUT);
        assertThat(whole.bytes()).isNotEmpty();
    }

    private static void cleanEnd() throws IOException {
        var streamed = streamed("clean_end after=4");
        assertThat(streamed.events()).hasSize(4);
        assertThat(streamed.events().getLast().data()).contains("\"finish_reason\":null");
        assertThat(streamed.end()).isEqualTo(End.CLEAN);
        assertThat(whole("clean_end").end()).isEqualTo(End.CLEAN);
        assertThat(whole("clean_end").body()).doesNotEndWith("}");
    }

    private static void errorEvent() throws IOException {
        var streamed = streamed("error_event after=4");
        assertThat(streamed.events()).hasSize(5);
        assertThat(streamed.events().getLast().data()).startsWith("{\"error\":{");
        assertThat(streamed.end()).isEqualTo(End.CLEAN);
        assertThat(whole("error_event").body()).startsWith("{\"error\":{");
        assertThat(whole("error_event").status()).isEqualTo(200);
    }

    private static void noDone() throws IOException {
        var streamed = streamed("no_done");
        assertThat(streamed.events()).noneMatch(Event::isDone);
        assertThat(usageOf(streamed.events().getLast())).isNotNull();
        assertThat(streamed.end()).isEqualTo(End.CLEAN);
    }

    private static void openAfterDone() throws IOException {
        try (var http = DemoCall.open(DEMO, stream("!fault open_after_done Hi"))) {
            var events = http.events();
            while (!events.next().orElseThrow().isDone()) {
                // Everything up to the end.
            }
            http.patience(SILENCE);
            assertThat(events.next()).isEmpty();
            assertThat(events.end()).isEqualTo(End.SILENT);
        }
    }

    private static void status() throws IOException {
        for (int code : List.of(400, 401, 402, 403, 500, 502, 503)) {
            assertThat(whole("status code=" + code).status()).isEqualTo(code);
            assertThat(streamed("status " + code).status()).isEqualTo(code);
        }
        var limited = whole("status 429 retry_after=7");
        assertThat(limited.header("retry-after")).isEqualTo("7");
        assertThat(limited.body()).contains("rate_limit_exceeded");
        assertThat(whole("status 429 why=quota").body()).contains("insufficient_quota");
        assertThat(whole("status 502").header("content-type")).isEqualTo("text/html");
        assertThat(whole("status 503 retry_after=0").header("retry-after")).isNull();
    }

    private static void wrongUsage() throws IOException {
        assertThat(usage("wrong_usage").path("completion_tokens").asLong())
                .isGreaterThan(1_000_000_000_000L);
        assertThat(usage("wrong_usage negative").path("prompt_tokens").asInt()).isNegative();
        JsonNode sum = usage("wrong_usage inconsistent");
        assertThat(sum.path("total_tokens").asInt()).isLessThan(sum.path("prompt_tokens").asInt());
        assertThat(usage("wrong_usage strings").path("prompt_tokens").isString()).isTrue();
        assertThat(usage("wrong_usage fraction").path("prompt_tokens").isIntegralNumber())
                .isFalse();
        assertThat(usage("wrong_usage overflow").path("prompt_tokens").canConvertToLong())
                .isFalse();
        JsonNode cached = usage("wrong_usage cached");
        assertThat(cached.at("/prompt_tokens_details/cached_tokens").asInt())
                .isGreaterThan(cached.path("prompt_tokens").asInt());
        assertThat(usage("wrong_usage missing").has("completion_tokens")).isFalse();
        assertThat(usage("wrong_usage not_object").isString()).isTrue();
        assertThat(
                        JSON.readTree(whole("wrong_usage negative").body())
                                .at("/usage/prompt_tokens")
                                .asInt())
                .isNegative();
    }

    private static void noUsage() throws IOException {
        for (JsonNode chunk : chunks(streamed("no_usage").events())) {
            assertThat(chunk.has("usage")).isFalse();
        }
        assertThat(JSON.readTree(whole("no_usage").body()).has("usage")).isFalse();
    }

    private static void usageNull() throws IOException {
        for (JsonNode chunk : chunks(streamed("usage_null").events())) {
            assertThat(chunk.path("usage").isNull()).isTrue();
        }
        assertThat(JSON.readTree(whole("usage_null").body()).path("usage").isNull()).isTrue();
    }

    private static void lateUsage() throws IOException {
        var events = streamed("late_usage ms=600").events();
        Event finish = events.get(events.size() - 3);
        Event usage = events.get(events.size() - 2);
        assertThat(finish.data()).contains("\"finish_reason\":\"stop\"");
        assertThat(usageOf(usage).isObject()).isTrue();
        assertThat(Duration.ofNanos(usage.nanoTime() - finish.nanoTime()))
                .isGreaterThan(Duration.ofMillis(150));
    }

    private static void usageOnFinish() throws IOException {
        var chunks = chunks(streamed("usage_on_finish").events());
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isPositive();
    }

    private static void usageEveryChunk() throws IOException {
        int before = -1;
        for (JsonNode chunk : chunks(streamed("usage_every_chunk").events())) {
            int now = chunk.at("/usage/completion_tokens").asInt(-1);
            assertThat(now).isGreaterThanOrEqualTo(Math.max(before, 0));
            before = now;
        }
        assertThat(before).isPositive();
    }

    private static void usageAfterDone() throws IOException {
        var events = streamed("usage_after_done").events();
        assertThat(events.get(events.size() - 2).isDone()).isTrue();
        assertThat(usageOf(events.getLast()).isObject()).isTrue();
    }

    private static void garbage() throws IOException {
        var bytes = whole("garbage bytes");
        assertThat(bytes.status()).isEqualTo(200);
        assertThat(bytes.bytes()).contains(0, 0xFE - 256);
        assertThat(whole("garbage json").body()).startsWith("{").doesNotEndWith("}");
        assertThat(streamed("garbage json").events().getFirst().data()).endsWith("{\"del");
        assertThat(whole("garbage html").header("content-type")).isEqualTo("text/html");
    }

    private static void hugeEvent() throws IOException {
        var events = streamed("huge_event bytes=300000").events();
        assertThat(events.get(1).data().length()).isGreaterThan(300_000);
        assertThat(events.getLast().isDone()).isTrue();
    }

    private static void extraFields() throws IOException {
        assertThat(streamed("extra_fields").events().get(1).data()).contains("x_trace", "x_heat");
        assertThat(whole("extra_fields").body()).contains("x_trace");
    }

    private static void crlf() throws IOException {
        try (var http = DemoCall.open(DEMO, stream("!fault crlf Hi"))) {
            String body = http.answer().body();
            assertThat(body).endsWith("data: [DONE]\r\n\r\n");
            assertThat(body.replace("\r\n", "")).doesNotContain("\n", "\r");
        }
    }

    private static void comments() throws IOException {
        var streamed = streamed("comments");
        assertThat(streamed.events().stream().filter(Event::isComment).count())
                .isEqualTo(streamed.events().size() / 2);
    }

    private static void multiLine() throws IOException {
        var streamed = streamed("multi_line");
        assertThat(streamed.events().getFirst().raw()).contains("\ndata: ");
        assertThat(content(chunks(streamed.events()))).contains("cheese");
    }

    private static void truncatedBody() throws IOException {
        var whole = whole("truncated_body");
        assertThat(whole.end()).isEqualTo(End.CUT);
        assertThat(Integer.parseInt(String.valueOf(whole.header("content-length"))))
                .isGreaterThan(whole.bytes().length);
        JSON.readTree(whole.body());
        assertThat(streamed("truncated_body").end()).isEqualTo(End.CUT);
    }

    private static void wrongContentType() throws IOException {
        assertThat(streamed("wrong_content_type").headers())
                .containsEntry("content-type", "text/plain");
        assertThat(whole("wrong_content_type").header("content-type")).isEqualTo("text/plain");
    }

    private static void gzip() throws IOException {
        var answer = whole("gzip");
        assertThat(answer.header("content-encoding")).isEqualTo("gzip");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.bytes()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("cheese");
        }
        assertThat(streamed("gzip").headers()).containsEntry("content-encoding", "gzip");
    }

    private static JsonNode usageOf(Event event) {
        return JSON.readTree(event.data()).path("usage");
    }
}
