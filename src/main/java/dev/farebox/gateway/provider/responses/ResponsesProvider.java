package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.ConversationProvider;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.gateway.provider.openai.Refusals;
import dev.farebox.gateway.provider.openai.UpstreamHeaders;
import dev.farebox.gateway.provider.responses.ResponsesEvent.Body;
import dev.farebox.gateway.provider.responses.ResponsesEvent.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Responses as OpenAI and servers that are compatible with it serve them. A channel's base URL ends
 * where {@code /responses} begins, usually with {@code /v1}.
 */
public final class ResponsesProvider implements ConversationProvider {
    private static final Set<String> FORWARDED = Set.of("openai-beta", "x-goog-api-client");
    private static final Set<String> UNFINISHED = Set.of("queued", "in_progress");

    @Override
    public String origin() {
        return "openai";
    }

    @Override
    public Set<Surface> speaks() {
        return Set.of(Surface.RESPONSES, Surface.RESPONSES_INPUT_TOKENS, Surface.RESPONSES_COMPACT);
    }

    @Override
    public Surface conversation() {
        return Surface.RESPONSES;
    }

    @Override
    public String path(Surface surface, String upstreamModel, boolean stream) {
        return switch (surface) {
            case RESPONSES_INPUT_TOKENS -> "/responses/input_tokens";
            case RESPONSES_COMPACT -> "/responses/compact";
            default -> "/responses";
        };
    }

    @Override
    public Map<String, String> headers(
            Surface surface, Optional<String> credential, RequestHead client) {
        var headers = new LinkedHashMap<String, String>();
        credential.ifPresent(secret -> headers.put("authorization", "Bearer " + secret));
        for (String name : FORWARDED) {
            if (!client.header(name).isEmpty()) {
                headers.put(name, client.header(name));
            }
        }
        return headers;
    }

    @Override
    public boolean comesBack(String lowerCaseName) {
        return UpstreamHeaders.comeBack(lowerCaseName);
    }

    @Override
    public StreamReader streamReader(Surface surface, ClientRequest request, TokenFactors factors) {
        return new ResponsesStreamReader(request, factors);
    }

    @Override
    public WholeAnswer readWhole(
            Surface surface,
            byte[] body,
            String contentType,
            ClientRequest request,
            TokenFactors factors) {
        return switch (ResponsesEvent.whole(body)) {
            case Outcome.Broken(String why) -> new WholeAnswer.Garbage(why);
            case Outcome.Event _ -> new WholeAnswer.Garbage("an event");
            case Outcome.Whole(Body answer) ->
                    surface == Surface.RESPONSES_INPUT_TOKENS
                            ? count(answer)
                            : answer(surface, answer, request, factors);
        };
    }

    /** Counting is free. */
    private static WholeAnswer count(Body answer) {
        if (answer.fault != null) {
            return new WholeAnswer.Failed(answer.fault);
        }
        return answer.hasInputTokens
                ? new WholeAnswer.Read(new AnswerSummary(true, false, 0, UsageReading.MISSING))
                : new WholeAnswer.Garbage("no input_tokens");
    }

    private static WholeAnswer answer(
            Surface surface, Body answer, ClientRequest request, TokenFactors factors) {
        if (answer.fault != null || answer.status.equals("failed")) {
            return new WholeAnswer.Failed(
                    answer.fault != null
                            ? answer.fault
                            : new UpstreamFault(0, null, null, null, "the response failed"));
        }
        if (!answer.hasOutput) {
            return new WholeAnswer.Garbage("no output");
        }
        if (UNFINISHED.contains(answer.status)) {
            return new WholeAnswer.Garbage("it is " + answer.status);
        }
        return new WholeAnswer.Read(
                new AnswerSummary(
                        true,
                        answer.refused || ResponsesStreamReader.isRefusal(answer.reason),
                        answer.tools.estimated(answer.written, factors),
                        ResponsesUsage.reading(
                                answer.usage,
                                answer.tier,
                                answer.tools,
                                ResponsesUsage.bounds(request, answer.hosted, answer.written)),
                        surface == Surface.RESPONSES ? answer.keepsakes.all() : List.of()));
    }

    @Override
    public Refusal judge(int status, byte[] body, Optional<String> retryAfter) {
        return Refusals.judge(status, body, retryAfter);
    }

    @Override
    public Written write(CanonRequest request, String upstreamModel) {
        return RequestWriter.write(request, upstreamModel);
    }

    @Override
    public AnswerDecoder decoder() {
        return new ResponsesDecoder();
    }
}
