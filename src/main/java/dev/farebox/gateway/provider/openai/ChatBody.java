package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.UpstreamFault;

/** What a whole (not streamed) answer of status 200 is. */
public sealed interface ChatBody {
    record Answer(ChatSummary summary) implements ChatBody {}

    /** A 200 that holds an error. */
    record Failed(UpstreamFault fault) implements ChatBody {}

    record Garbage(String why) implements ChatBody {}
}
