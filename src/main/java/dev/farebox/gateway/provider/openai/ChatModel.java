package dev.farebox.gateway.provider.openai;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is known of a model from its name alone, so that members that it would refuse are not sent.
 * A name that is not known here gets everything.
 *
 * @param name without a vendor before it
 */
record ChatModel(String name) {
    private static final Pattern THINKS = Pattern.compile("(?:gpt-(?:[5-9]|\\d\\d)|o\\d).*");
    private static final Pattern TALKS = Pattern.compile("(?:chat)?gpt-[34].*|gpt-[\\d.]+-chat.*");
    private static final Pattern MAY_REST = Pattern.compile("gpt-(?:5\\.\\d|[6-9]|\\d\\d).*");

    static ChatModel of(String upstreamModel) {
        int slash = upstreamModel.lastIndexOf('/');
        return new ChatModel(upstreamModel.substring(slash + 1).toLowerCase(Locale.ROOT));
    }

    /** OpenAI's thinking models refuse temperatures, top_p and penalties. */
    boolean drawsAsItLikes() {
        return THINKS.matcher(name).matches() && takesEffort();
    }

    boolean takesEffort() {
        return !TALKS.matcher(name).matches();
    }

    /** Whether {@code reasoning_effort: none} is understood. */
    boolean mayRest() {
        return MAY_REST.matcher(name).matches() && takesEffort();
    }
}
