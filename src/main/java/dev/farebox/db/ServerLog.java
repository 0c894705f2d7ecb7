package dev.farebox.db;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that the server writes to, from one start on. The last full one is kept beside it. */
final class ServerLog {
    private static final long FULL_BYTES = 4L << 20;
    private static final int SAID_BYTES = 2000;

    private final Path file;
    private final long start;

    ServerLog(Path file) {
        this.file = file;
        try {
            if (Files.exists(file) && Files.size(file) > FULL_BYTES) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            start = Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }

    /** The end of what was written since that start. */
    String said() {
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(start, open.length() - SAID_BYTES);
            byte[] bytes = new byte[(int) (open.length() - from)];
            open.seek(from);
            open.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "nothing (" + e.getMessage() + ")";
        }
    }
}
