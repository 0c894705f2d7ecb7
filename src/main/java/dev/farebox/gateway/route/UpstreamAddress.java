package dev.farebox.gateway.route;

import dev.farebox.problem.InputText;
import dev.farebox.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The rule for a channel's base URL, with a sentence for each way to get it wrong. */
final class UpstreamAddress {
    private static final String FIELD = "base_url";
    private static final List<String> ENDPOINTS =
            List.of("/chat/completions", "/completions", "/responses", "/messages", "/models");

    private static final Pattern LAST_IS_NUMBER =
            Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?");
    private static final Pattern PLAIN_ADDRESS =
            Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    private UpstreamAddress() {}

    /**
     * The URL without a trailing slash.
     *
     * @throws ProblemException {@code input_invalid}
     */
    static URI parse(String text) {
        URI url = syntax(InputText.line(FIELD, text, 500));
        String scheme = url.getScheme();
        if (scheme == null || !scheme.toLowerCase(Locale.ROOT).matches("https?")) {
            throw refusal("must begin with https:// or http://");
        }
        // Before the host: an address with credentials must not be repeated by a later message.
        if (url.getRawUserInfo() != null || text.indexOf('@') >= 0) {
            throw refusal("must hold no user or password; the credential is given by itself");
        }
        if (url.getHost() == null || url.getHost().isEmpty()) {
            throw refusal("names no host, or one with characters that a host name cannot have");
        }
        if (isOddNumber(url.getHost())) {
            throw refusal("names an address that is not written as four plain numbers");
        }
        if (url.getPort() > 65_535 || url.getPort() == 0) {
            throw refusal("names a port that is not between 1 and 65535");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw refusal("must have no query and no fragment");
        }
        return URI.create(
                scheme.toLowerCase(Locale.ROOT) + "://" + url.getRawAuthority() + path(url));
    }

    /** Some read such a host as an address (hexadecimal, octal, fewer parts), others as a name. */
    private static boolean isOddNumber(String host) {
        return LAST_IS_NUMBER.matcher(host).matches() && !PLAIN_ADDRESS.matcher(host).matches();
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
        if (List.of(path.split("/")).stream().anyMatch(part -> part.equals(".."))) {
            throw refusal("must have no '..' in its path");
        }
        for (String endpoint : ENDPOINTS) {
            if (path.endsWith(endpoint)) {
                throw refusal("is an endpoint, not a base URL: leave out the ending " + endpoint);
            }
        }
        return path;
    }

    private static URI syntax(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw refusal("is not a URL (" + e.getReason() + ")");
        }
    }

    private static ProblemException refusal(String sentence) {
        return InputText.refusal(FIELD, sentence);
    }
}
