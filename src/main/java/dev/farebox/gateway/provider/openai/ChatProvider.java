package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.ConversationProvider;
import dev.farebox.gateway.exchange.canon.Written;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chat completions as OpenAI and the many servers that are compatible with it serve them. A
 * channel's base URL ends where {@code /chat/completions} begins, usually with {@code /v1}.
 */
public final class ChatProvider implements ConversationProvider {
    private static final Set<String> FORWARDED = Set.of("openai-beta", "x-goog-api-client");

    @Override
    public String origin() {
        return ChatDecoder.ORIGIN;
    }

    @Override
    public Set<Surface> speaks() {
        return Set.of(Surface.CHAT);
    }

    @Override
    public Surface conversation() {
        return Surface.CHAT;
    }

    @Override
    public String path(Surface surface, String upstreamModel, boolean stream) {
        return "/chat/completions";
    }

    @Override
    public Map<String, String> headers(
            Surface surface, Optional<String> credential, RequestHead client) {
        return bearer(credential, client);
    }

    /** What all surfaces of OpenAI have in common. */
    static Map<String, String> bearer(Optional<String> credential, RequestHead client) {
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
        return new ChatStreamReader(request.choices(), request.input(), factors);
    }

    @Override
    public WholeAnswer readWhole(
            Surface surface,
            byte[] body,
            String contentType,
            ClientRequest request,
            TokenFactors factors) {
        return switch (ChatBodyReader.read(body, request.choices(), request.input(), factors)) {
            case ChatBody.Answer(ChatSummary summary) -> new WholeAnswer.Read(summary.inShort());
            case ChatBody.Failed(var fault) -> new WholeAnswer.Failed(fault);
            case ChatBody.Garbage(String why) -> new WholeAnswer.Garbage(why);
        };
    }

    @Override
    public Refusal judge(int status, byte[] body, Optional<String> retryAfter) {
        return Refusals.judge(status, body, retryAfter);
    }

    @Override
    public Written write(CanonRequest request, String upstreamModel) {
        return ChatWriter.write(request, upstreamModel);
    }

    @Override
    public AnswerDecoder decoder() {
        return new ChatDecoder();
    }
}
