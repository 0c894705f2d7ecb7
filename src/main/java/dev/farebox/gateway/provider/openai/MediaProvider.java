package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.WholeAnswer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The small surfaces as OpenAI and compatible servers serve them. How their usage is read is said
 * at {@link MediaUsage} and, where an answer has none, at {@link MediaReckoner}.
 */
public final class MediaProvider implements Provider {
    private static final Map<Surface, String> PATHS =
            new EnumMap<>(
                    Map.of(
                            Surface.COMPLETIONS, "/completions",
                            Surface.EMBEDDINGS, "/embeddings",
                            Surface.MODERATIONS, "/moderations",
                            Surface.IMAGE_GENERATIONS, "/images/generations",
                            Surface.IMAGE_EDITS, "/images/edits",
                            Surface.SPEECH, "/audio/speech",
                            Surface.TRANSCRIPTIONS, "/audio/transcriptions",
                            Surface.TRANSLATIONS, "/audio/translations"));

    @Override
    public String origin() {
        return ChatDecoder.ORIGIN;
    }

    @Override
    public Set<Surface> speaks() {
        return Set.copyOf(PATHS.keySet());
    }

    /** None of these is one; where one is needed, the same servers have it. */
    @Override
    public Surface conversation() {
        return Surface.CHAT;
    }

    @Override
    public String path(Surface surface, String upstreamModel, boolean stream) {
        String path = PATHS.get(surface);
        if (path == null) {
            throw new IllegalStateException("not a small surface: " + surface);
        }
        return path;
    }

    @Override
    public Map<String, String> headers(
            Surface surface, Optional<String> credential, RequestHead client) {
        return ChatProvider.bearer(credential, client);
    }

    @Override
    public boolean comesBack(String lowerCaseName) {
        return UpstreamHeaders.comeBack(lowerCaseName);
    }

    @Override
    public StreamReader streamReader(Surface surface, ClientRequest request, TokenFactors factors) {
        return new MediaStreamReader(request, factors);
    }

    @Override
    public WholeAnswer readWhole(
            Surface surface,
            byte[] body,
            String contentType,
            ClientRequest request,
            TokenFactors factors) {
        return MediaBody.read(body, contentType, request, factors);
    }

    @Override
    public Refusal judge(int status, byte[] body, Optional<String> retryAfter) {
        return Refusals.judge(status, body, retryAfter);
    }
}
