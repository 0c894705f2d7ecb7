package dev.farebox.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads {@code FAREBOX_<SECTION>_<KEY>}.
 *
 * <p>A variable that starts with a section's name and names no key is refused, and so is one that
 * is two slips or fewer away from a key. Other {@code FAREBOX_…} variables belong to the launcher,
 * to tests, or to an orchestrator that announces a service of that name, and are left alone.
 */
final class Environment {
    private static final String PREFIX = "FAREBOX_";
    private static final int SLIPS = 2;

    private Environment() {}

    static void read(Map<String, String> environment, Faults faults, Map<String, Given> into) {
        Map<String, String> names =
                KnownNames.keys().collect(Collectors.toMap(Key::environmentName, Key::name));
        new TreeMap<>(environment)
                .forEach((variable, text) -> {
                    String key = names.get(variable);
                    if (key != null) {
                        into.put(key, new Given(text, "environment " + variable));
                    } else if (variable.startsWith(PREFIX)) {
                        suspect(variable, names, faults);
                    }
                });
    }

    private static void suspect(String variable, Map<String, String> names, Faults faults) {
        Optional<String> nearest = nearest(variable, names);
        boolean close =
                nearest.map(name -> KnownNames.editDistance(name, variable) <= SLIPS).orElse(false);
        if (close || namesSection(variable)) {
            faults.add(
                    "environment " + variable,
                    "names no key" + nearest.map("; did you mean %s?"::formatted).orElse(""));
        }
    }

    private static boolean namesSection(String variable) {
        return KnownNames.SECTIONS.stream()
                .map(section -> PREFIX + section.name().toUpperCase(java.util.Locale.ROOT) + "_")
                .anyMatch(variable::startsWith);
    }

    private static Optional<String> nearest(String variable, Map<String, String> names) {
        if (variable.length() > 100) {
            return Optional.empty();
        }
        Map<String, Integer> distances =
                names.keySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        name -> KnownNames.editDistance(name, variable)));
        return distances.entrySet().stream()
                .filter(entry -> entry.getValue() <= KnownNames.slips(variable))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }
}
