package dev.farebox.gateway.provider.demo;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** What a real provider and the proxies before it add to every answer, and no client must see. */
final class VendorHeaders {
    private static final CharSequence[][] CONSTANT = {
        pair("openai-organization", "demo-org"),
        pair("openai-version", "2020-10-01"),
        pair("x-ratelimit-limit-requests", "10000"),
        pair("x-ratelimit-remaining-requests", "9999"),
        pair("x-ratelimit-reset-requests", "6ms"),
        pair("set-cookie", "__demo=1; path=/; HttpOnly"),
        pair("cf-ray", "demo-LOCAL"),
        pair("server", "farebox-demo"),
        pair("alt-svc", "h3=\":443\"; ma=86400")
    };

    private VendorHeaders() {}

    static void add(HttpServerResponse response, String requestId) {
        var headers = response.headers();
        for (CharSequence[] header : CONSTANT) {
            headers.add(header[0], header[1]);
        }
        headers.add("x-request-id", requestId);
    }

    private static CharSequence[] pair(String name, String value) {
        return new CharSequence[] {
            HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value)
        };
    }
}
