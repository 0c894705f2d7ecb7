package dev.farebox.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Turns honest text into what its reader does not expect, mostly without breaking its JSON. */
final class Mutation {
    /** A string, a number, a word, or an empty structure: what one can be put in the place of. */
    private static final Pattern VALUE =
            Pattern.compile(
                    "\"(?:[^\"\\\\]|\\\\.)*+\"(?!\\s*:)|-?\\d+(?:\\.\\d+)?|true|false|null|\\{}|\\[]");

    private static final Pattern NAME = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"(?=\\s*:)");

    private static final List<String> NASTY =
            List.of(
                    "null",
                    "true",
                    "false",
                    "0",
                    "-1",
                    "1.5",
                    "1e999999999",
                    "1e-999999999",
                    "1e99999999999",
                    "[".repeat(150) + "]".repeat(150),
                    "-1e-99999999999",
                    "-1e999999999",
                    "2147483648",
                    "9223372036854775807",
                    "9223372036854775808",
                    "999999999999",
                    "99999999999999999999999999999999999999",
                    "\"\"",
                    "\" \"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"{\"",
                    "\"{}\"",
                    "\"[1e999999999]\"",
                    "\"{\\\"a\\\":1e999999999}\"",
                    "\"data:image/png;base64,\"",
                    "\"data:;\"",
                    "\"" + "x".repeat(5_000) + "\"",
                    "{}",
                    "[]",
                    "[null]",
                    "[[]]",
                    "[{}]",
                    "{\"type\":null}",
                    "{\"type\":\"text\"}",
                    "{\"a\":{\"b\":[1,{\"c\":1e-999999999}]}}",
                    "[".repeat(60) + "]".repeat(60),
                    "{\"a\":".repeat(60) + "1" + "}".repeat(60));

    private Mutation() {}

    static String ofJson(String json, RandomGenerator random) {
        String mutant = json;
        int steps = 1 + random.nextInt(3);
        for (int i = 0; i < steps; i++) {
            mutant = step(mutant, random);
        }
        return mutant;
    }

    private static String step(String json, RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> replaced(NAME, json, "\"" + anotherName(json, random) + "\"", random);
            case 1 -> replaced(VALUE, json, otherValue(json, random), random);
            case 2 -> json.substring(0, random.nextInt(json.length() + 1));
            default -> replaced(VALUE, json, NASTY.get(random.nextInt(NASTY.size())), random);
        };
    }

    /** Whole events go, come twice or change places; single values change. */
    static String ofStream(String stream, RandomGenerator random) {
        var events = new ArrayList<>(Arrays.asList(stream.split("(?<=\n\r?\n)")));
        int steps = 1 + random.nextInt(3);
        for (int i = 0; i < steps && !events.isEmpty(); i++) {
            int at = random.nextInt(events.size());
            switch (random.nextInt(6)) {
                case 0 -> events.remove(at);
                case 1 -> events.add(random.nextInt(events.size()), events.get(at));
                case 2 -> events.add(events.remove(at));
                default -> events.set(at, step(events.get(at), random));
            }
        }
        return String.join("", events);
    }

    private static String anotherName(String json, RandomGenerator random) {
        String found = found(NAME, json, random);
        return found.length() < 2 ? "x" : found.substring(1, found.length() - 1);
    }

    private static String otherValue(String json, RandomGenerator random) {
        String found = found(VALUE, json, random);
        return found.isEmpty() ? "null" : found;
    }

    private static String found(Pattern pattern, String json, RandomGenerator random) {
        List<String> all = pattern.matcher(json).results().map(match -> match.group()).toList();
        return all.isEmpty() ? "" : all.get(random.nextInt(all.size()));
    }

    private static String replaced(
            Pattern pattern, String json, String value, RandomGenerator random) {
        var all = pattern.matcher(json).results().toList();
        if (all.isEmpty()) {
            return json;
        }
        var match = all.get(random.nextInt(all.size()));
        return json.substring(0, match.start()) + value + json.substring(match.end());
    }
}
