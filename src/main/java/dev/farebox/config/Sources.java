package dev.farebox.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a configuration comes from, in rising precedence.
 *
 * @param file a YAML file, which must exist when it is named
 * @param environment the process environment; only {@code FAREBOX_…} is looked at
 * @param overrides key to text, from the command line
 */
public record Sources(
        Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
    public static final Sources NONE = new Sources(Optional.empty(), Map.of(), Map.of());

    public Sources {
        environment = Map.copyOf(environment);
        overrides = Map.copyOf(overrides);
    }
}
