package dev.farebox.gateway.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole answer to a client: status, headers with lower-case names, body. */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record Reply(int status, Map<String, String> headers, byte[] body) {
    public Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
