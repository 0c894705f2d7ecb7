package dev.farebox.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key there is, and the one that somebody probably meant. */
final class KnownNames {
    static final List<Section> SECTIONS =
            List.of(
                    DataSettings.SECTION,
                    DatabaseSettings.SECTION,
                    ServerSettings.SECTION,
                    OperatorSettings.SECTION,
                    LimitSettings.SECTION,
                    UpstreamSettings.SECTION,
                    HoldSettings.SECTION,
                    UsageAccounting.SECTION,
                    UsageBounds.SECTION,
                    LedgerSettings.SECTION,
                    NodeSettings.SECTION,
                    IdentitySettings.SECTION,
                    StoredSettings.SECTION,
                    SealSettings.SECTION,
                    LogSettings.SECTION);

    private static final java.util.Map<String, Key<?>> KEYS =
            keys().collect(Collectors.toUnmodifiableMap(Key::name, Function.identity()));

    private KnownNames() {}

    static Stream<Key<?>> keys() {
        return SECTIONS.stream().flatMap(section -> section.keys().stream());
    }

    static Stream<KeyFamily> families() {
        return SECTIONS.stream().flatMap(section -> section.family().stream());
    }

    /** The keys of every family whose chosen name stands in {@code name}. */
    private static Stream<Key<?>> familyKeys(String name) {
        return families()
                .flatMap(family -> family.chosen(name).map(family::keysOf).stream())
                .flatMap(List::stream);
    }

    static boolean isKey(String name) {
        return KEYS.containsKey(name) || familyKeys(name).anyMatch(key -> key.name().equals(name));
    }

    /** Whether {@code name} is a section, or a place within one, that has keys below it. */
    static boolean holdsKeys(String name) {
        return section(name).isPresent() || families().anyMatch(one -> one.holdsKeys(name));
    }

    static Optional<Section> section(String name) {
        return SECTIONS.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /** "unknown key x; did you mean y?" */
    static String unknown(String name) {
        return "unknown key %s%s"
                .formatted(
                        shortened(name),
                        nearest(name).map("; did you mean %s?"::formatted).orElse(""));
    }

    /** The key whose full name, or last name alone, is a few slips away from {@code name}. */
    static Optional<String> nearest(String name) {
        String plain = plain(name);
        String last = plain.substring(plain.lastIndexOf('.') + 1);
        return Stream.concat(keys(), familyKeys(plain))
                .map(Key::name)
                .filter(key -> distance(plain, last, key) <= slips(plain))
                .min(Comparator.comparingInt(key -> distance(plain, last, key)));
    }

    static int slips(String name) {
        return Math.max(2, name.length() / 4);
    }

    private static int distance(String plain, String last, String key) {
        int whole = editDistance(plain, key);
        String keysLast = key.substring(key.lastIndexOf('.') + 1);
        return last.equals(keysLast) ? Math.min(whole, 1) : whole;
    }

    private static String plain(String name) {
        String limited = shortened(name);
        return limited.replaceAll("([a-z])([A-Z])", "$1_$2")
                .replace('-', '_')
                .toLowerCase(Locale.ROOT);
    }

    private static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }

    /** Insertions, deletions and replacements between two short texts. */
    static int editDistance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
