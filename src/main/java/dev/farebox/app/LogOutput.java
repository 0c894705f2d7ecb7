package dev.farebox.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.farebox.config.LogSettings;
import org.slf4j.LoggerFactory;

/** Log lines go to standard error: as text or JSON, from the level that the configuration says. */
final class LogOutput {
    private LogOutput() {}

    /** A command speaks for itself: only what needs a person is logged. */
    static void forCommand() {
        root().setLevel(Level.WARN);
    }

    static void of(LogSettings settings) {
        root().setLevel(Level.toLevel(settings.level().name()));
        if (settings.format() == LogSettings.Format.JSON) {
            var encoder = new JsonEncoder();
            encoder.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
            encoder.start();
            root().iteratorForAppenders()
                    .forEachRemaining(appender -> {
                        if (appender instanceof OutputStreamAppender<ILoggingEvent> output) {
                            output.setEncoder(encoder);
                        }
                    });
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
