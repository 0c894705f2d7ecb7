package dev.farebox.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Number and size of the unpacked files, kept beside them: a crash of the machine soon after
 * unpacking leaves files of length 0, which this notices for the price of a walk.
 */
final class RuntimeSeal {
    private static final String NAME = "unpacked";

    private RuntimeSeal() {}

    static void put(Path home) throws IOException {
        Files.writeString(home.resolve(NAME), measure(home), StandardCharsets.UTF_8);
    }

    static boolean holds(Path home) throws IOException {
        Path seal = home.resolve(NAME);
        return Files.exists(seal)
                && Files.readString(seal, StandardCharsets.UTF_8).equals(measure(home));
    }

    private static String measure(Path home) throws IOException {
        long files = 0;
        long bytes = 0;
        try (var tree = Files.walk(home)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !path.endsWith(NAME)) {
                    files++;
                    bytes += Files.size(path);
                }
            }
        }
        return files + " files, " + bytes + " bytes\n";
    }
}
