package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Google's Gemini API, and what speaks like it. */
public final class GeminiProvider implements ConversationProvider {
    static final String ORIGIN = "gemini";

    private static final int LONGEST_CLIENT_NAME = 256;

    private static final Set<Surface> SPEAKS =
            Set.of(
                    Surface.GENERATE,
                    Surface.GEMINI_COUNT_TOKENS,
                    Surface.GEMINI_EMBED,
                    Surface.GEMINI_BATCH_EMBED);

    @Override
    public String origin() {
        return ORIGIN;
    }

    @Override
    public Set<Surface> speaks() {
        return SPEAKS;
    }

    @Override
    public Surface conversation() {
        return Surface.GENERATE;
    }

    /** A name with a slash, such as {@code tunedModels/x}, says itself what it is. */
    @Override
    public String path(Surface surface, String upstreamModel, boolean stream) {
        String name = upstreamModel.indexOf('/') < 0 ? "models/" + upstreamModel : upstreamModel;
        return "/" + encoded(name) + ":" + method(surface, stream);
    }

    /** Streams are always asked for as events, whatever the client gets. */
    private static String method(Surface surface, boolean stream) {
        return switch (surface) {
            case GENERATE -> stream ? "streamGenerateContent?alt=sse" : "generateContent";
            case GEMINI_COUNT_TOKENS -> "countTokens";
            case GEMINI_EMBED -> "embedContent";
            case GEMINI_BATCH_EMBED -> "batchEmbedContents";
            default -> throw new IllegalArgumentException("not spoken here: " + surface);
        };
    }

    private static String encoded(String name) {
        var path = new StringBuilder(name.length() + 8);
        for (byte b : name.getBytes(UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~/@".indexOf(c) >= 0) {
                path.append(c);
            } else {
                path.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xFF));
            }
        }
        // A name with dots alone would climb out of the base URL.
        return path.toString().replace("..", "%2E%2E");
    }

    @Override
    public Map<String, String> headers(
            Surface surface, Optional<String> credential, RequestHead client) {
        var headers = new LinkedHashMap<String, String>();
        credential.ifPresent(key -> headers.put("x-goog-api-key", key));
        String agent = client.header("x-goog-api-client");
        if (!agent.isEmpty()
                && agent.length() <= LONGEST_CLIENT_NAME
                && agent.chars().allMatch(c -> c >= ' ' && c < 127)) {
            headers.put("x-goog-api-client", agent);
        }
        return headers;
    }

    /** The tier in which the request was served; SDKs' users look at it. */
    @Override
    public boolean comesBack(String lowerCaseName) {
        return lowerCaseName.equals("x-gemini-service-tier");
    }

    @Override
    public StreamReader streamReader(Surface surface, ClientRequest request, TokenFactors factors) {
        return new GeminiStreamReader(request, factors);
    }

    @Override
    public WholeAnswer readWhole(
            Surface surface,
            byte[] body,
            String contentType,
            ClientRequest request,
            TokenFactors factors) {
        return Answers.whole(surface, body, request, factors);
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
        return new GeminiDecoder();
    }
}
