package dev.farebox.http;

import java.time.Duration;

/**
 * What one client, and all of them together, may take of this process.
 *
 * @param maxBodyBytes of one request body, before and after decompression
 * @param bufferedBytes that all request bodies and held-back answers together may occupy
 * @param inflateRatio a compressed body may grow by this factor at most
 * @param bodyTime from the head of a request to the last byte of its body
 * @param headTime from opening a connection to the end of its first request head
 * @param keepAliveTime from the end of an answer to the end of the next request head
 * @param drainBytes how much of a refused body is read, so that the client reads our answer
 * @param drainTime and for how long
 * @param maxConnections open at once on one event loop
 */
public record EdgeLimits(
        int maxInitialLineBytes,
        int maxHeadBytes,
        int maxBodyBytes,
        long bufferedBytes,
        int inflateRatio,
        Duration bodyTime,
        Duration headTime,
        Duration keepAliveTime,
        int drainBytes,
        Duration drainTime,
        int maxConnections) {
    public static final EdgeLimits STANDARD =
            new EdgeLimits(
                    8 * 1024,
                    32 * 1024,
                    32 * 1024 * 1024,
                    256L * 1024 * 1024,
                    100,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(90),
                    256 * 1024,
                    Duration.ofSeconds(2),
                    20_000);
}
