package dev.farebox.gateway.provider.demo;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** What a real provider and the proxies before it add to every answer, and no client must see. */
final class VendorHeaders {
    private static final CharSequence[][] ALL = {
        pair("set-cookie", "__demo=1; path=/; HttpOnly"),
        pair("cf-ray", "demo-LOCAL"),
        pair("server", "farebox-demo"),
        pair("alt-svc", "h3=\":443\"; ma=86400")
    };
    private static final CharSequence[][] OPENAI = {
        pair("openai-organization", "demo-org"),
        pair("openai-version", "2020-10-01"),
        pair("x-ratelimit-limit-requests", "10000"),
        pair("x-ratelimit-remaining-requests", "9999"),
        pair("x-ratelimit-reset-requests", "6ms")
    };
    private static final CharSequence[][] ANTHROPIC = {
        pair("anthropic-organization-id", "demo-org"),
        pair("anthropic-workspace-id", "demo-workspace"),
        pair("anthropic-ratelimit-requests-limit", "10000"),
        pair("anthropic-ratelimit-requests-remaining", "9999"),
        pair("anthropic-ratelimit-requests-reset", "2026-11-21T00:00:01Z")
    };
    private static final CharSequence[][] GEMINI = {
        pair("server-timing", "gfet4t7; dur=1"),
        pair("x-frame-options", "SAMEORIGIN"),
        pair("vary", "Origin, X-Origin, Referer")
    };

    private VendorHeaders() {}

    static void add(HttpServerResponse response, Vendor vendor, String requestId) {
        add(response, ALL);
        switch (vendor) {
            case OPENAI -> {
                add(response, OPENAI);
                response.putHeader("x-request-id", requestId);
            }
            case ANTHROPIC -> {
                add(response, ANTHROPIC);
                response.putHeader("request-id", requestId);
            }
            case GEMINI -> add(response, GEMINI);
        }
    }

    private static void add(HttpServerResponse response, CharSequence[][] headers) {
        for (CharSequence[] header : headers) {
            response.headers().add(header[0], header[1]);
        }
    }

    private static CharSequence[] pair(String name, String value) {
        return new CharSequence[] {
            HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value)
        };
    }
}
