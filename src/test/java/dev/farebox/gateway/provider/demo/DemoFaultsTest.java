package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.body;
import static dev.farebox.gateway.provider.demo.DemoCall.post;
import static dev.farebox.gateway.provider.demo.DemoCall.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.RawHttp.End;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests can script the demo provider and see what became of each request. */
class DemoFaultsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final DemoUpstream demo = DemoUpstream.instant();

    @AfterEach
    void stop() {
        demo.close();
    }

    @Test
    void queued_faults_come_once_each_and_then_the_default() throws IOException {
        demo.faults().next("status 503", "none");
        demo.faults().byDefault("status 500");
        assertThat(post(demo, body("x")).status()).isEqualTo(503);
        assertThat(post(demo, body("x")).status()).isEqualTo(200);
        assertThat(post(demo, body("x")).status()).isEqualTo(500);
        assertThat(post(demo, body("x")).status()).isEqualTo(500);
        assertThat(demo.faults().count(Count.SEEN)).isEqualTo(4);
        assertThat(demo.faults().count(Count.REFUSED)).isEqualTo(3);
        demo.faults().reset();
        assertThat(post(demo, body("x")).status()).isEqualTo(200);
        assertThat(demo.faults().count(Count.SEEN)).isEqualTo(1);
    }

    @Test
    void the_gate_holds_all_answers_until_released() throws IOException {
        demo.faults().hold();
        var clients = new ArrayList<RawHttp>();
        for (int i = 0; i < 8; i++) {
            clients.add(DemoCall.open(demo, stream("Number " + i)));
        }
        assertThat(demo.faults().await(Count.HELD, 8, SOON)).isTrue();
        assertThat(demo.faults().count(Count.STARTED)).isZero();
        assertThat(demo.faults().inFlight()).isEqualTo(8);
        demo.faults().release();
        for (RawHttp client : clients) {
            assertThat(client.answer().end()).isEqualTo(End.CLEAN);
            client.close();
        }
        assertThat(demo.faults().await(Count.FINISHED, 8, SOON)).isTrue();
        assertThat(demo.faults().inFlight()).isZero();
    }

    @Test
    void a_peer_that_leaves_is_noticed_at_once_even_in_silence() throws IOException {
        for (String fault : new String[] {"stall after=2", "slow_first_byte ms=60000"}) {
            demo.faults().reset();
            demo.faults().next(fault);
            var client = DemoCall.open(demo, stream("Hello"));
            assertThat(demo.faults().await(Count.SEEN, 1, SOON)).isTrue();
            if (fault.startsWith("stall")) {
                assertThat(client.events().next(2)).hasSize(2);
            }
            long left = System.nanoTime();
            client.abort();
            assertThat(demo.faults().await(Count.ABORTED, 1, SOON)).isTrue();
            var abort = demo.faults().aborts().getFirst();
            assertThat(Duration.ofNanos(abort.nanoTime() - left)).isLessThan(Duration.ofSeconds(1));
            assertThat(abort.writes()).isEqualTo(fault.startsWith("stall") ? 2 : 0);
            assertThat(demo.faults().inFlight()).isZero();
        }
    }

    @Test
    void a_peer_that_leaves_an_endless_stream_stops_it() throws IOException {
        try (var paced = DemoUpstream.paced(0, 200)) {
            var client = DemoCall.open(paced, stream("Write a long story"));
            assertThat(client.events().next(5)).hasSize(5);
            client.close();
            assertThat(paced.faults().await(Count.ABORTED, 1, SOON)).isTrue();
            assertThat(paced.faults().aborts().getFirst().writes()).isBetween(5L, 400L);
        }
    }

    @Test
    void a_slow_reader_is_waited_for() throws IOException {
        try (var client = DemoCall.open(demo, stream("Write 40000 words"))) {
            assertThat(client.readHead()).isEqualTo(200);
            assertThat(demo.faults().await(Count.FINISHED, 1, Duration.ofMillis(300))).isFalse();
            assertThat(client.answer().end()).isEqualTo(End.CLEAN);
            assertThat(demo.faults().await(Count.FINISHED, 1, SOON)).isTrue();
        }
    }

    @Test
    void a_cut_counts_as_cut_not_as_abort() throws IOException {
        demo.faults().next("cut after=1", "hang_up");
        DemoCall.events(demo, stream("x"));
        try (var client = DemoCall.open(demo, stream("x"))) {
            assertThat(client.closedByPeer()).isTrue();
        }
        assertThat(demo.faults().await(Count.CUT, 2, SOON)).isTrue();
        assertThat(demo.faults().count(Count.ABORTED)).isZero();
        assertThat(demo.faults().inFlight()).isZero();
    }

    @Test
    void requests_are_kept_when_asked_to() throws IOException {
        demo.faults().keepRequests();
        post(demo, body("What did I send?"));
        var seen = demo.faults().requests().getFirst();
        assertThat(seen.body()).contains("What did I send?");
        assertThat(seen.headers()).containsEntry("authorization", "Bearer " + DemoUpstream.KEY);
    }

    @Test
    void another_process_controls_it_over_http() throws IOException {
        assertThat(
                        control(
                                "POST",
                                "/control/faults",
                                "{\"next\":[\"status 503\"],\"default\":\"gzip\"}"))
                .contains("\"seen\":0");
        assertThat(post(demo, body("x")).status()).isEqualTo(503);
        assertThat(post(demo, body("x")).header("content-encoding")).isEqualTo("gzip");
        assertThat(control("GET", "/control", "")).contains("\"seen\":2", "\"refused\":1");
        assertThat(control("POST", "/control/faults", "{\"next\":[\"boom\"]}"))
                .contains("unknown fault");
        control("POST", "/control/reset", "");
        control("POST", "/control/hold", "");
        try (var client = DemoCall.open(demo, body("x"))) {
            assertThat(demo.faults().await(Count.HELD, 1, SOON)).isTrue();
            control("POST", "/control/release", "");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    private String control(String method, String path, String body) throws IOException {
        return RawHttp.once(demo.port(), method, path, Map.of(), body).body();
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws IOException {
        try (var client = RawHttp.connect(demo.port())) {
            client.send(
                    RawHttp.head("POST", DemoCall.CHAT, RawHttp.json(DemoUpstream.KEY), 100 << 20));
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < 33; i++) {
                client.send(part);
            }
            assertThat(client.readHead()).isEqualTo(413);
        }
    }
}
