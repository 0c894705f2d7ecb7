package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import java.util.Map;

/** Requests of tests, scanned. */
final class Scanned {
    static final ResponsesWire WIRE = new ResponsesWire();

    private Scanned() {}

    static Scan scan(Surface surface, byte[] body) {
        return WIRE.scan(RequestHead.of(surface), body, ScanLimits.STANDARD);
    }

    static ClientRequest request(String body) {
        return request(Surface.RESPONSES, body);
    }

    static ClientRequest request(Surface surface, String body) {
        Scan scan = scan(surface, body.getBytes(UTF_8));
        assertThat(scan).isInstanceOf(Scan.Read.class);
        return ((Scan.Read) scan).request();
    }

    static Scan.Invalid invalid(Surface surface, byte[] body) {
        Scan scan = scan(surface, body);
        assertThat(scan).isInstanceOf(Scan.Invalid.class);
        return (Scan.Invalid) scan;
    }

    static Scan.Invalid invalid(String body) {
        return invalid(Surface.RESPONSES, body.getBytes(UTF_8));
    }

    static RequestHead head(Map<String, String> headers) {
        return new RequestHead(Surface.RESPONSES, "", false, headers, Map.of());
    }
}
