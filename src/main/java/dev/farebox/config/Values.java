package dev.farebox.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The given values, and their reading by key. A value that does not fit is a fault and reads as the
 * default, so that all faults are found in one pass.
 */
final class Values {
    private static final String DEFAULT = "default";
    private static final int MOST_SHOWN = 60;

    private final Faults faults;
    private final Map<String, Given> given;

    private Values(Faults faults, Map<String, Given> given) {
        this.faults = faults;
        this.given = given;
    }

    static Values gather(Sources sources) {
        var faults = new Faults();
        var given = new HashMap<String, Given>();
        sources.file().ifPresent(file -> YamlFile.read(file, faults, given));
        Environment.read(sources.environment(), faults, given);
        sources.overrides()
                .forEach((name, text) -> given.put(name, new Given(text, "command line " + name)));
        given.forEach((name, value) -> {
            if (!KnownNames.isKey(name)) {
                faults.add(value.origin(), KnownNames.unknown(name));
            }
        });
        return new Values(faults, given);
    }

    <T> T get(Key<T> key) {
        Given value = given.get(key.name());
        if (value == null) {
            return key.defaultValue();
        }
        try {
            return key.kind().parse(value.text());
        } catch (IllegalArgumentException | ArithmeticException _) {
            String shown = isPrivate(key, value.text()) ? "what is given" : quote(value.text());
            fault(key, "expected " + key.kind().expected() + ", not " + shown);
            return key.defaultValue();
        }
    }

    /** A secret, given itself or as the name of a file that holds it; not both. */
    Optional<Secret> secret(Key<Optional<Secret>> key, Key<Optional<Path>> fileKey) {
        Optional<Secret> direct = get(key);
        Optional<Path> file = get(fileKey);
        if (file.isEmpty()) {
            return direct;
        }
        if (direct.isPresent()) {
            fault(fileKey, "give this or " + key.name() + ", not both");
            return direct;
        }
        try {
            return key.kind().parse(Files.readString(file.get()).strip());
        } catch (IOException | IllegalArgumentException e) {
            fault(fileKey, "the file cannot be read (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }

    /** Records a fault of {@code key} when a rule between several keys does not hold. */
    void rule(boolean holds, Key<?> key, String sentence) {
        if (!holds) {
            fault(key, sentence);
        }
    }

    /** The names for which keys of {@code family} are given, in order. */
    SortedSet<String> chosen(KeyFamily family) {
        var names = new TreeSet<String>();
        given.keySet().forEach(key -> family.chosen(key).ifPresent(names::add));
        return names;
    }

    /** Every key, and those of a family for each name that was chosen. */
    Stream<Key<?>> keys() {
        return KnownNames.SECTIONS.stream()
                .flatMap(section ->
                        Stream.concat(
                                section.keys().stream(),
                                section.family().stream().flatMap(this::given)));
    }

    private Stream<Key<?>> given(KeyFamily family) {
        return chosen(family).stream().flatMap(name -> family.keysOf(name).stream());
    }

    void throwIfFaulty() {
        faults.throwIfAny();
    }

    Effective effective(Key<?> key) {
        Given value = given.get(key.name());
        String text = value == null ? key.defaultText() : value.text();
        boolean mask = !text.isEmpty() && isPrivate(key, text);
        return new Effective(
                key.name(), mask ? Secret.MASK : text, value == null ? DEFAULT : value.origin());
    }

    private void fault(Key<?> key, String sentence) {
        Given value = given.get(key.name());
        faults.add(value == null ? DEFAULT : value.origin(), key.name() + ": " + sentence);
    }

    /** A secret, or a text such as an address that carries a password where none belongs. */
    private static boolean isPrivate(Key<?> key, String text) {
        return key.kind().secret()
                || text.indexOf('@') >= 0
                || text.toLowerCase(Locale.ROOT).contains("password");
    }

    private static String quote(String text) {
        String limited = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
        return "\"" + limited.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
