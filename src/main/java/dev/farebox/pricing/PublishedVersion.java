package dev.farebox.pricing;

import java.time.Instant;

/** That a version was published: when, by whom, from when on it applies. */
public record PublishedVersion(
        int version,
        Instant effectiveFrom,
        String title,
        String hash,
        Instant publishedAt,
        String publishedBy) {}
