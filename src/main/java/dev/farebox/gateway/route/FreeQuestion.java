package dev.farebox.gateway.route;

import dev.farebox.config.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an upstream can be asked that costs nothing and needs our credential: its list of models.
 */
public final class FreeQuestion {
    private static final String ANTHROPIC_VERSION = "2023-06-01";

    private FreeQuestion() {}

    /** To be asked with GET. */
    public static URI address(Channel channel) {
        String query =
                switch (channel.kind()) {
                    case OPENAI, OPENAI_CHAT, OPENAI_RESPONSES -> "";
                    case ANTHROPIC -> "?limit=1";
                    case GEMINI -> "?pageSize=1";
                };
        return URI.create(channel.baseUrl() + "/models" + query);
    }

    /** The credential as this kind wants it, and the channel's own headers, which win. */
    public static Map<String, String> headers(Channel channel) {
        var headers = new LinkedHashMap<String, String>();
        channel.credential()
                .map(Secret::reveal)
                .ifPresent(secret -> {
                    switch (channel.kind()) {
                        case OPENAI, OPENAI_CHAT, OPENAI_RESPONSES ->
                                headers.put("authorization", "Bearer " + secret);
                        case ANTHROPIC -> headers.put("x-api-key", secret);
                        case GEMINI -> headers.put("x-goog-api-key", secret);
                    }
                });
        if (channel.kind() == ChannelKind.ANTHROPIC) {
            headers.put("anthropic-version", ANTHROPIC_VERSION);
        }
        headers.putAll(channel.headers());
        return headers;
    }
}
