package dev.farebox.gateway;

import dev.farebox.config.Secret;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.ConversationProvider;
import dev.farebox.gateway.exchange.canon.ConversationWire;
import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.OnAbort;
import dev.farebox.gateway.route.Wish;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One channel that may serve a request, and how: in the client's own dialect, or translated. */
sealed interface Leg {
    Channel channel();

    Provider provider();

    /** Where the upstream is called. */
    Surface surface();

    byte[] body(ClientRequest request);

    /** Whether the provider bills a stream to its end, whoever has left. */
    default boolean billsOn() {
        return channel().onAbort() == OnAbort.BILLS_ON;
    }

    /** By which one of {@code legs} is chosen. */
    static Wish wish(ClientRequest request, List<Leg> legs) {
        Set<UUID> translated =
                legs.stream()
                        .filter(Translated.class::isInstance)
                        .map(leg -> leg.channel().id())
                        .collect(Collectors.toUnmodifiableSet());
        return Wish.of(request.model(), request.surface().word(), request.stream())
                .translatedFor(translated);
    }

    String contentType(ClientRequest request);

    /** The client's bytes with the upstream's name of the model. */
    record Own(Channel channel, Provider provider, Surface surface) implements Leg {
        @Override
        public byte[] body(ClientRequest request) {
            return request.upstreamBody(
                    upstreamModel(channel, request),
                    name -> Objects.requireNonNullElse(channel.upstreamModel(name), name));
        }

        @Override
        public String contentType(ClientRequest request) {
            return request.contentType();
        }
    }

    /** The same request in another dialect. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    record Translated(
            Channel channel, ConversationProvider provider, ConversationWire wire, byte[] json)
            implements Leg {
        @Override
        public Surface surface() {
            return provider.conversation();
        }

        @Override
        public byte[] body(ClientRequest request) {
            return json;
        }

        @Override
        public String contentType(ClientRequest request) {
            return ClientRequest.JSON;
        }
    }

    /** The upstream's name of the model that the client asks for. */
    static String upstreamModel(Channel channel, ClientRequest request) {
        @Nullable String name = channel.upstreamModel(request.model());
        return name == null ? request.model() : name;
    }

    /**
     * Ours win over the client's, the channel's over ours. No compression is asked for, because
     * usage is read on the way; redirects are never followed.
     */
    default RequestOptions options(ClientRequest request) {
        RequestHead head = request.head();
        String path =
                provider().path(surface(), upstreamModel(channel(), request), request.stream());
        var options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(channel().baseUrl() + path)
                        .setFollowRedirects(false);
        channel()
                .timeouts()
                .connect()
                .ifPresent(time -> options.setConnectTimeout(time.toMillis()));
        options.putHeader("content-type", contentType(request));
        options.putHeader("accept", "application/json, text/event-stream");
        options.putHeader("accept-encoding", "identity");
        options.putHeader("user-agent", "farebox");
        provider()
                .headers(surface(), channel().credential().map(Secret::reveal), head)
                .forEach(options::putHeader);
        channel().headers().forEach(options::putHeader);
        return options;
    }
}
