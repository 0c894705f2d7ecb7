package dev.farebox.gateway.provider.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the lines of a prompt order besides its question: exact tool calls ({@code !tool NAME
 * {json}}), iterations in the usage ({@code !iterations compaction advisor}), searches of the
 * provider's own ({@code !search 2}). {@code text} is the prompt without those lines, and without
 * what agents add to a prompt between {@code <system-reminder>} marks.
 */
record Wishes(String text, List<Call> calls, List<String> iterations, int searches) {
    private static final Pattern REMINDER =
            Pattern.compile("<(system-reminder|environment_context)>.*?</\\1>", Pattern.DOTALL);
    private static final int MOST = 16;

    /** {@code arguments} is empty when none are written. */
    record Call(String name, String arguments) {}

    Wishes {
        calls = List.copyOf(calls);
        iterations = List.copyOf(iterations);
    }

    static Wishes of(String prompt) {
        if (prompt.indexOf('!') < 0 && prompt.indexOf('<') < 0) {
            return new Wishes(prompt, List.of(), List.of(), 0);
        }
        var text = new StringBuilder();
        var calls = new ArrayList<Call>();
        var iterations = new ArrayList<String>();
        int searches = 0;
        for (String line : REMINDER.matcher(prompt).replaceAll("").split("\n", -1)) {
            String[] words = line.strip().split("\\s+", 3);
            String rest = words.length < 2 ? "" : line.strip().substring(words[0].length()).strip();
            switch (words[0]) {
                case "!tool" -> add(calls, words);
                case "!iterations" -> iterations.addAll(kinds(rest));
                case "!search" -> searches = number(rest);
                default -> text.append(text.isEmpty() ? "" : "\n").append(line);
            }
        }
        return new Wishes(text.toString(), calls, iterations, searches);
    }

    private static void add(List<Call> calls, String[] words) {
        if (words.length > 1 && calls.size() < MOST) {
            calls.add(new Call(words[1], words.length > 2 ? words[2] : ""));
        }
    }

    private static List<String> kinds(String rest) {
        return List.of(rest.toLowerCase(Locale.ROOT).split("\\s+")).stream()
                .filter(List.of("compaction", "advisor", "fallback")::contains)
                .limit(MOST)
                .toList();
    }

    private static int number(String rest) {
        return rest.matches("\\d{1,2}") ? Math.min(MOST, Integer.parseInt(rest)) : 1;
    }
}
