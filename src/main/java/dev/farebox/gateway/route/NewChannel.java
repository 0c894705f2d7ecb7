package dev.farebox.gateway.route;

import dev.farebox.config.Secret;
import dev.farebox.problem.InputText;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a channel is made from, or changed to. Checked: a value that exists can be stored.
 *
 * @param provider the word of a {@link ChannelKind}
 * @param credential in a change, empty where the stored one stays
 */
public record NewChannel(
        String name,
        String provider,
        URI baseUrl,
        Optional<Secret> credential,
        Map<String, String> models,
        Map<String, String> headers,
        ChannelTimeouts timeouts,
        ChannelTerms terms) {
    public static final int MOST_MODELS = 5_000;
    public static final int MOST_HEADERS = 32;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7E]{0,2000}");

    /** Ours to send, or the place of a secret, which must be sealed. */
    private static final Set<String> NOT_ALLOWED =
            Set.of(
                    "accept-encoding",
                    "api-key",
                    "authorization",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "cookie",
                    "expect",
                    "host",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "x-api-key",
                    "x-goog-api-key");

    public NewChannel {
        name = word("name", name);
        provider = kind(provider);
        baseUrl = UpstreamAddress.parse(baseUrl.toString());
        credential.ifPresent(secret -> checkCredential(secret.reveal()));
        models = checkedModels(models);
        headers = checkedHeaders(headers);
    }

    /** With the configured time-outs, no headers, and ordinary terms. */
    public static NewChannel of(
            String name,
            String provider,
            String baseUrl,
            Optional<Secret> credential,
            Map<String, String> models) {
        return new NewChannel(
                name,
                provider,
                UpstreamAddress.parse(baseUrl),
                credential,
                models,
                Map.of(),
                ChannelTimeouts.CONFIGURED,
                ChannelTerms.ORDINARY);
    }

    /** What {@code channel} is now, to be changed; its credential stays. */
    static NewChannel from(Channel channel) {
        return new NewChannel(
                channel.name(),
                channel.provider(),
                channel.baseUrl(),
                Optional.empty(),
                channel.models(),
                channel.headers(),
                channel.timeouts(),
                channel.terms());
    }

    public NewChannel withBaseUrl(String other) {
        return new NewChannel(
                name,
                provider,
                UpstreamAddress.parse(other),
                credential,
                models,
                headers,
                timeouts,
                terms);
    }

    public NewChannel withCredential(Secret other) {
        return new NewChannel(
                name, provider, baseUrl, Optional.of(other), models, headers, timeouts, terms);
    }

    public NewChannel withModels(Map<String, String> other) {
        return new NewChannel(name, provider, baseUrl, credential, other, headers, timeouts, terms);
    }

    public NewChannel withHeaders(Map<String, String> other) {
        return new NewChannel(name, provider, baseUrl, credential, models, other, timeouts, terms);
    }

    public NewChannel withTimeouts(ChannelTimeouts other) {
        return new NewChannel(name, provider, baseUrl, credential, models, headers, other, terms);
    }

    public NewChannel withTerms(ChannelTerms other) {
        return new NewChannel(
                name, provider, baseUrl, credential, models, headers, timeouts, other);
    }

    private static String kind(String word) {
        if (ChannelKind.ofWord(word).isEmpty()) {
            throw InputText.refusal(
                    "kind",
                    "%s is not known; there are %s"
                            .formatted(InputText.line("kind", word, 60), ChannelKind.words()));
        }
        return word;
    }

    private static String word(String field, String text) {
        if (!NAME.matcher(text).matches()) {
            throw InputText.refusal(
                    field, "must be 1 to 60 small letters, digits, '.', '-' or '_'");
        }
        return text;
    }

    /** It goes into a header. */
    static void checkCredential(String secret) {
        if (!secret.matches("[\\x21-\\x7E]{1,8000}")) {
            throw InputText.refusal(
                    "credential", "must be 1 to 8000 visible ASCII characters without blanks");
        }
    }

    private static Map<String, String> checkedModels(Map<String, String> models) {
        if (models.isEmpty() || models.size() > MOST_MODELS) {
            throw InputText.refusal("models", "must be 1 to %d".formatted(MOST_MODELS));
        }
        var checked = new TreeMap<String, String>();
        models.forEach((served, upstream) ->
                checked.put(
                        InputText.line("model", served, 200),
                        InputText.line("upstream model", upstream, 200)));
        return Map.copyOf(checked);
    }

    private static Map<String, String> checkedHeaders(Map<String, String> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw InputText.refusal("headers", "are more than " + MOST_HEADERS);
        }
        var checked = new TreeMap<String, String>();
        headers.forEach((header, value) -> {
            checkHeader(header, value);
            checked.put(header.toLowerCase(Locale.ROOT), value);
        });
        return Map.copyOf(checked);
    }

    private static void checkHeader(String header, String value) {
        if (!HEADER.matcher(header).matches() || !HEADER_VALUE.matcher(value).matches()) {
            throw InputText.refusal(
                    "headers", "must be HTTP header names with values of visible ASCII");
        }
        if (NOT_ALLOWED.contains(header.toLowerCase(Locale.ROOT))) {
            throw InputText.refusal(
                    "header " + header, "is set by Farebox; a credential is given by itself");
        }
    }
}
