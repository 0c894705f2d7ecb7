package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;

/** Problems in the words of the OpenAI dialect. */
public final class ChatErrors {
    private ChatErrors() {}

    /** The whole answer, with both request id headers, retry advice and a JSON body. */
    public static Reply reply(GatewayProblem problem, String requestId) {
        return new Reply(500, java.util.Map.of("x-request-id", requestId), event(problem));
    }

    /**
     * The event to send inside a stream; then close without the final chunk, and without [DONE].
     */
    public static byte[] event(GatewayProblem problem) {
        return problem.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
