package dev.farebox.config;

import java.time.Duration;
import java.util.List;

/** What is known of the things that clients leave at upstreams. */
public record StoredSettings(Duration retention, int maxFiles) {
    static final Key<Duration> RETENTION =
            new Key<>(
                    "stored.retention",
                    Kind.duration(Duration.ofHours(1), Duration.ofDays(400)),
                    "30d",
                    "7d",
                    "For how long a customer can come back for a stored response. "
                            + "Only its id, its owner and its channel are kept here; the answer "
                            + "itself lies with the provider, which has a term of its own.");
    static final Key<Integer> MAX_FILES =
            new Key<>(
                    "stored.max_files",
                    Kind.whole(0, 100_000),
                    "100",
                    "1000",
                    "How many files a customer may keep at providers. They are stored in the "
                            + "operator's account, until their owner deletes them.");
    static final Section SECTION =
            new Section(
                    "stored",
                    "What customers leave at providers and come back for.",
                    List.of(RETENTION, MAX_FILES));

    static StoredSettings read(Values values) {
        return new StoredSettings(values.get(RETENTION), values.get(MAX_FILES));
    }
}
