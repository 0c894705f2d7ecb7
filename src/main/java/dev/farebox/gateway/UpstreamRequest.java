package dev.farebox.gateway;

import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.wire.openai.ChatRequest;
import dev.farebox.gateway.wire.openai.ClientHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What an upstream gets to see of a client's request. */
final class UpstreamRequest {
    private static final String CHAT_PATH = "/chat/completions";

    private UpstreamRequest() {}

    /** What the policy lets through of the client's own headers. */
    static Map<String, String> forwarded(HttpServerRequest client) {
        var kept = new LinkedHashMap<String, String>();
        for (var header : client.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (ClientHeaders.goUpstream(name)) {
                kept.put(name, header.getValue());
            }
        }
        return kept;
    }

    /**
     * Ours win over the client's, the channel's over ours. No compression is asked for, because
     * usage is read on the way; redirects are never followed.
     */
    static RequestOptions options(Channel channel, Map<String, String> forwarded) {
        var options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(channel.baseUrl() + CHAT_PATH)
                        .setFollowRedirects(false);
        channel.timeouts().connect().ifPresent(time -> options.setConnectTimeout(time.toMillis()));
        forwarded.forEach(options::putHeader);
        options.putHeader("content-type", "application/json");
        options.putHeader("accept", "application/json, text/event-stream");
        options.putHeader("accept-encoding", "identity");
        options.putHeader("user-agent", "farebox");
        channel.credential()
                .ifPresent(
                        secret -> options.putHeader("authorization", "Bearer " + secret.reveal()));
        channel.headers().forEach(options::putHeader);
        return options;
    }

    /** The client's bytes with the upstream's name of the model. */
    static byte[] body(Channel channel, ChatRequest chat) {
        String name = channel.upstreamModel(chat.model());
        return chat.upstreamBody(name == null ? chat.model() : name);
    }
}
