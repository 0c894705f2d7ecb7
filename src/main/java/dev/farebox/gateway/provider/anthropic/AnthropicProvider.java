package dev.farebox.gateway.provider.anthropic;

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
 * An upstream that speaks Anthropic's Messages API. Its base URL includes the version: {@code
 * https://host/v1}.
 *
 * <p>A client of the dialect chooses the API version and the betas; for others it is the old
 * version, which allows what their requests say.
 */
public final class AnthropicProvider implements ConversationProvider {
    /** Whose signatures these models give and need back. */
    public static final String ORIGIN = "anthropic";

    private static final String DEFAULT_VERSION = "2023-06-01";
    private static final String BEARER = "Bearer ";

    @Override
    public String origin() {
        return ORIGIN;
    }

    @Override
    public Set<Surface> speaks() {
        return Set.of(Surface.MESSAGES, Surface.COUNT_TOKENS);
    }

    @Override
    public Surface conversation() {
        return Surface.MESSAGES;
    }

    @Override
    public String path(Surface surface, String upstreamModel, boolean stream) {
        return surface == Surface.COUNT_TOKENS ? "/messages/count_tokens" : "/messages";
    }

    /** A credential that begins with {@code Bearer } goes as {@code Authorization}. */
    @Override
    public Map<String, String> headers(
            Surface surface, Optional<String> credential, RequestHead client) {
        Map<String, String> headers = new LinkedHashMap<>();
        credential.ifPresent(secret -> {
            boolean bearer = secret.startsWith(BEARER);
            headers.put(bearer ? "authorization" : "x-api-key", secret);
        });
        boolean same = client.surface().family() == Surface.Family.ANTHROPIC;
        String version = same ? client.header("anthropic-version") : "";
        headers.put("anthropic-version", version.isEmpty() ? DEFAULT_VERSION : version);
        String betas = same ? client.header("anthropic-beta") : "";
        if (!betas.isEmpty()) {
            headers.put("anthropic-beta", betas);
        }
        return headers;
    }

    /** None: what is not about our account there is about their servers. */
    @Override
    public boolean comesBack(String lowerCaseName) {
        return false;
    }

    @Override
    public StreamReader streamReader(Surface surface, ClientRequest request, TokenFactors factors) {
        return new MessagesStreamReader(request, factors);
    }

    @Override
    public WholeAnswer readWhole(
            Surface surface,
            byte[] body,
            String contentType,
            ClientRequest request,
            TokenFactors factors) {
        return surface == Surface.COUNT_TOKENS
                ? WholeMessages.count(body)
                : WholeMessages.message(body, request, factors);
    }

    @Override
    public Refusal judge(int status, byte[] body, Optional<String> retryAfter) {
        return Refusals.judge(status, body, retryAfter);
    }

    @Override
    public Written write(CanonRequest request, String upstreamModel) {
        return MessagesWriter.write(request, upstreamModel);
    }

    @Override
    public AnswerDecoder decoder() {
        return new MessagesDecoder();
    }
}
