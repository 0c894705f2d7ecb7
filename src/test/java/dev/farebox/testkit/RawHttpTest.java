package dev.farebox.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.testkit.RawHttp.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The raw client tells apart the ways in which an answer can end, and can be a bad client. */
class RawHttpTest {
    private static final String BODY =
            "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Test
    void an_end_is_clean_cut_or_reset() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n";
        assertThat(answered(chunked + "0\r\n\r\n", false)).isEqualTo(End.CLEAN);
        assertThat(answered(chunked, false)).isEqualTo(End.CUT);
        assertThat(answered(chunked + "5\r\nhel", false)).isEqualTo(End.CUT);
        assertThat(answered(chunked, true)).isEqualTo(End.RESET);
        String sized = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
        assertThat(answered(sized + "four", false)).isEqualTo(End.CLEAN);
        assertThat(answered(sized + "fou", false)).isEqualTo(End.CUT);
    }

    private static End answered(String answer, boolean reset) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = RawHttp.connect(server.getLocalPort())) {
            var peer = server.accept();
            peer.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            assertThat(client.readHead()).isEqualTo(200);
            if (reset) {
                peer.setSoLinger(true, 0);
            }
            peer.close();
            return client.answer().end();
        }
    }

    @Test
    void a_slow_sender_is_answered_and_a_flood_is_not() throws IOException {
        try (var demo = DemoUpstream.instant()) {
            try (var client = RawHttp.connect(demo.port())) {
                byte[] head =
                        RawHttp.head(
                                "POST",
                                "/v1/chat/completions",
                                RawHttp.json(DemoUpstream.KEY),
                                BODY.length());
                client.send(head)
                        .sendSlowly(
                                BODY.getBytes(StandardCharsets.UTF_8), 10, Duration.ofMillis(5));
                assertThat(client.answer().status()).isEqualTo(200);
            }
            try (var client = RawHttp.connect(demo.port())) {
                client.send("GET /v1/models HTTP/1.1\r\n");
                assertThat(client.flood(5_000)).isLessThan(5_000);
            }
        }
    }

    @Test
    void a_body_that_is_torn_off_is_no_request() throws IOException {
        try (var demo = DemoUpstream.instant()) {
            try (var client = RawHttp.connect(demo.port())) {
                client.send(
                        RawHttp.head(
                                "POST",
                                "/v1/chat/completions",
                                RawHttp.json(DemoUpstream.KEY),
                                BODY.length()));
                client.send(BODY.substring(0, 20));
                assertThat(demo.faults().await(Count.SEEN, 1, Duration.ofSeconds(5))).isTrue();
                client.abort();
            }
            assertThat(demo.faults().await(Count.ABORTED, 1, Duration.ofSeconds(5))).isTrue();
        }
    }
}
