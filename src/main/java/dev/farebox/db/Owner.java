package dev.farebox.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The numeric users of files and of this process. */
final class Owner {
    private Owner() {}

    static int of(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path path) {
        try {
            return Files.getOwner(path).getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read off a file made for it: the only portable way without native calls. */
    static int ofThisProcess() {
        return withProbe(Owner::of);
    }

    static String nameOfThisProcess() {
        return withProbe(Owner::name);
    }

    private static <T> T withProbe(java.util.function.Function<Path, T> question) {
        try {
            Path probe = Files.createTempFile("farebox-owner", ".probe");
            try {
                return question.apply(probe);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
