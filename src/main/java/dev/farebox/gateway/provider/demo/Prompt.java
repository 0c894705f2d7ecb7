package dev.farebox.gateway.provider.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What can be guessed from a prompt by looking at its words. Reads at most its first 2000 chars.
 */
record Prompt(String text, List<String> words) {
    private static final int READ = 2000;
    private static final int TOPIC_WORDS = 6;
    private static final int TOPIC_CHARS = 60;
    private static final String NO_TOPIC = "your question";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_'-]+");
    private static final Pattern WORD_COUNT = Pattern.compile("\\b(\\d{2,6})[ -]words?\\b");
    private static final Set<String> FILLERS =
            Set.of(
                    ("please can could would you tell say me us about what who why how when where is"
                                    + " are was do does did explain describe write make create give"
                                    + " use call show a an the my some something long short very"
                                    + " story essay novel poem text summary of in on to for with"
                                    + " and i we it hello hi hey just now count list")
                            .split(" "));
    private static final Set<String> LONG = Set.of("long", "story", "essay", "novel");
    private static final Set<String> CALLING =
            Set.of("use", "using", "call", "tool", "tools", "function", "functions", "look", "run");
    private static final Set<String> SEVERAL =
            Set.of("several", "parallel", "both", "each", "multiple", "simultaneously");
    private static final Map<String, Integer> NUMBERS =
            Map.of("two", 2, "three", 3, "four", 4, "five", 5, "six", 6);

    static Prompt of(String text) {
        String start = text.length() > READ ? text.substring(0, READ) : text;
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(start);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return new Prompt(start, List.copyOf(words));
    }

    /** A few words that the prompt is about. */
    String topic() {
        var topic = new StringBuilder();
        int taken = 0;
        for (String word : words) {
            boolean filler = FILLERS.contains(lower(word));
            if (filler && topic.isEmpty()) {
                continue;
            }
            if (taken == TOPIC_WORDS || topic.length() + word.length() > TOPIC_CHARS) {
                break;
            }
            topic.append(topic.isEmpty() ? "" : " ").append(word);
            taken++;
        }
        return topic.isEmpty() ? NO_TOPIC : topic.toString();
    }

    boolean asksForLength() {
        return words.stream().anyMatch(word -> LONG.contains(lower(word))) || wordCount() >= 200;
    }

    /** The number of words asked for; 0 when none is named. */
    int wordCount() {
        var matcher = WORD_COUNT.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    boolean asksForTool() {
        return words.stream().anyMatch(word -> CALLING.contains(lower(word)));
    }

    /** Names it as it is written, or all the words that it is made of: {@code get_weather}. */
    boolean names(String tool) {
        if (text.contains(tool)) {
            return true;
        }
        List<String> own = words.stream().map(Prompt::lower).toList();
        for (String part : tool.split("[_-]|(?<=[a-z])(?=[A-Z])")) {
            if (part.length() > 3 && own.contains(lower(part))) {
                return true;
            }
        }
        return false;
    }

    /** How many calls are asked for: 1 unless it says more. */
    int calls() {
        for (String word : words) {
            Integer number = NUMBERS.get(lower(word));
            if (number != null) {
                return number;
            }
        }
        return words.stream().anyMatch(word -> SEVERAL.contains(lower(word))) ? 2 : 1;
    }

    /** Words that look like names of places or people, in their order. */
    List<String> names() {
        var names = new ArrayList<String>();
        for (String word : words) {
            if (Character.isUpperCase(word.codePointAt(0))
                    && word.length() > 2
                    && !FILLERS.contains(lower(word))
                    && !names.contains(word)) {
                names.add(word);
            }
        }
        return names;
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
