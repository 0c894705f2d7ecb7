package dev.farebox.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a running or dead server wrote about itself in {@code postmaster.pid}. */
record PidFile(long pid, boolean ready) {
    private static final int STATUS_LINE = 7;

    /** Empty when there is no file, or one that is just being written. */
    static Optional<PidFile> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]+")) {
                return Optional.empty();
            }
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return Optional.of(new PidFile(Long.parseLong(lines.getFirst().strip()), ready));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw DataDirectory.unusable("Cannot read " + file + ": " + e, e);
        }
    }
}
