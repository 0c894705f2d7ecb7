package dev.farebox.gateway.exchange;

/** What a whole (not streamed) answer of status 2xx is. */
public sealed interface WholeAnswer {
    record Read(AnswerSummary summary) implements WholeAnswer {}

    /** A 2xx that holds an error. */
    record Failed(UpstreamFault fault) implements WholeAnswer {}

    record Garbage(String why) implements WholeAnswer {}
}
