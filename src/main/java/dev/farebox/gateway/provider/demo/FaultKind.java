package dev.farebox.gateway.provider.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A way in which the demo provider can misbehave. The first parameter of a kind may be given bare:
 * {@code !fault status 503}. Documented in {@code docs/reference/demo-provider.md}.
 */
public enum FaultKind {
    NONE("none", "Behaves."),
    SLOW_FIRST_BYTE(
            "slow_first_byte",
            "Waits before the first byte of the answer, head included.",
            number("ms", "3000")),
    SLOW_DRIP(
            "slow_drip",
            "Sends the body in small writes with a pause after each, cut anywhere, also within a"
                    + " character.",
            number("bytes", "7"),
            number("ms", "5")),
    STALL(
            "stall",
            "Falls silent after some events and keeps the connection open.",
            number("after", "5")),
    HANG_UP("hang_up", "Closes the connection without one byte of an answer."),
    CUT(
            "cut",
            "Closes the connection after some events, without the end of the body.",
            number("after", "5")),
    CLEAN_END(
            "clean_end",
            "Ends the body properly after some events, with nothing of what ends an answer.",
            number("after", "5")),
    ERROR_EVENT(
            "error_event",
            "Sends an error event after some events and ends the body properly.",
            number("after", "5")),
    NO_DONE(
            "no_done",
            "Leaves out the last event: [DONE], message_stop, response.completed; with Gemini the"
                    + " finish reason."),
    OPEN_AFTER_DONE("open_after_done", "Keeps the body open after the last event."),
    STATUS(
            "status",
            "Refuses with a status and the error body that goes with it.",
            number("code", "500"),
            number("retry_after", "1"),
            choice("why", "rate", "quota")),
    WRONG_USAGE(
            "wrong_usage",
            "Reports usage that cannot be right.",
            choice(
                    "how",
                    "huge",
                    "negative",
                    "inconsistent",
                    "strings",
                    "fraction",
                    "overflow",
                    "cached",
                    "missing",
                    "not_object")),
    NO_USAGE("no_usage", "Leaves out the usage, asked or not."),
    USAGE_NULL("usage_null", "Says usage null everywhere and never gives it."),
    LATE_USAGE("late_usage", "Pauses before the event with the usage.", number("ms", "1500")),
    USAGE_ON_FINISH(
            "usage_on_finish", "Puts the usage only where the answer finishes, asked or not."),
    USAGE_EVERY_CHUNK(
            "usage_every_chunk", "Puts the usage so far on every chunk, the whole on the last."),
    USAGE_AFTER_DONE("usage_after_done", "Sends the usage after what ends the answer."),
    GARBAGE(
            "garbage",
            "Answers 200 with something that is no answer.",
            choice("how", "bytes", "json", "html")),
    HUGE_EVENT(
            "huge_event",
            "Puts this many bytes of text into the first content event.",
            number("bytes", "2000000")),
    EXTRA_FIELDS("extra_fields", "Adds fields that nobody knows, at every level."),
    CRLF("crlf", "Frames the events with CRLF, as Gemini always does."),
    COMMENTS("comments", "Puts comment blocks between the events."),
    MULTI_LINE("multi_line", "Spreads the JSON of each event over two data lines."),
    TRUNCATED_BODY(
            "truncated_body",
            "Promises a longer body by Content-Length than it sends, then closes."),
    WRONG_CONTENT_TYPE("wrong_content_type", "Says text/plain."),
    GZIP("gzip", "Compresses the body, whatever was asked for.");

    private final String key;
    private final String what;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<Parameter> parameters;

    FaultKind(String key, String what, Parameter... parameters) {
        this.key = key;
        this.what = what;
        this.parameters = List.of(parameters);
    }

    /** A number from 0 up, or one of {@code choices}. */
    record Parameter(String name, String fallback, List<String> choices) {
        boolean accepts(String value) {
            return choices.isEmpty() ? value.matches("\\d{1,9}") : choices.contains(value);
        }

        private String described() {
            return choices.isEmpty()
                    ? "`" + name + "=" + fallback + "`"
                    : "`" + name + "=" + String.join("\\|", choices) + "`";
        }
    }

    public String key() {
        return key;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    public static Optional<FaultKind> ofKey(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }

    /** The row of the reference page. */
    String row() {
        return "| `%s` | %s | %s |"
                .formatted(
                        key,
                        parameters.stream()
                                .map(Parameter::described)
                                .collect(Collectors.joining(", ")),
                        what);
    }

    private static Parameter number(String name, String fallback) {
        return new Parameter(name, fallback, List.of());
    }

    private static Parameter choice(String name, String... choices) {
        return new Parameter(name, choices[0], List.of(choices));
    }
}
