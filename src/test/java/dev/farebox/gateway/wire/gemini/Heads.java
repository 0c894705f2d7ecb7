package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import java.util.Map;

/** Requests of this dialect as the edge gives them to the wire. */
final class Heads {
    private Heads() {}

    static RequestHead stream(String... query) {
        Map<String, String> said = query.length == 0 ? Map.of() : Map.of(query[0], query[1]);
        return new RequestHead(Surface.GENERATE, "gemini-x", true, Map.of(), said);
    }

    static RequestHead whole(Surface surface, String model) {
        return new RequestHead(surface, model, false, Map.of(), Map.of());
    }

    static Scan scan(Surface surface, String body) {
        return new GeminiWire()
                .scan(whole(surface, "gemini-x"), body.getBytes(UTF_8), ScanLimits.STANDARD);
    }

    static ClientRequest read(Surface surface, String body) {
        return read(whole(surface, "gemini-x"), body);
    }

    static ClientRequest read(RequestHead head, String body) {
        Scan scan = new GeminiWire().scan(head, body.getBytes(UTF_8), ScanLimits.STANDARD);
        assertThat(scan).isInstanceOf(Scan.Read.class);
        return ((Scan.Read) scan).request();
    }

    static Scan.Invalid refused(Surface surface, String body) {
        Scan scan = scan(surface, body);
        assertThat(scan).as(body).isInstanceOf(Scan.Invalid.class);
        return (Scan.Invalid) scan;
    }
}
