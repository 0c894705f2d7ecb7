package dev.farebox.config;

import java.util.List;

/** What is written to the log, and how. */
public record LogSettings(Level level, Format format) {
    /** From everything to errors alone. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** One line of text, or one line of JSON, for each event. */
    public enum Format {
        TEXT,
        JSON
    }

    static final Key<Level> LEVEL =
            new Key<>(
                    "log.level",
                    Kind.word(Level.class),
                    "info",
                    "debug",
                    "The least level that is written.");
    static final Key<Format> FORMAT =
            new Key<>(
                    "log.format",
                    Kind.word(Format.class),
                    "text",
                    "json",
                    "One line of text, or one line of JSON, for each event.");
    static final Section SECTION =
            new Section("log", "What is written to the log, and how.", List.of(LEVEL, FORMAT));

    static LogSettings read(Values values) {
        return new LogSettings(values.get(LEVEL), values.get(FORMAT));
    }
}
