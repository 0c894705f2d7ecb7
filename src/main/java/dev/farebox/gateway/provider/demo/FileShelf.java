package dev.farebox.gateway.provider.demo;

import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The last files that were uploaded, by id: at most {@value #MOST} of them and {@value #MOST_CHARS}
 * bytes. Safe from any thread.
 */
final class FileShelf {
    private static final int MOST = 256;
    private static final long MOST_CHARS = 32_000_000;

    /** Guarded by this; the oldest first. */
    private final LinkedHashMap<String, File> files = new LinkedHashMap<>();

    private long chars;
    private long count;

    /** A file; {@code latin1} holds one char for each byte. */
    record File(String id, long createdAt, String name, String purpose, String latin1) {
        String json() {
            return "{\"id\":\"%s\",\"object\":\"file\",\"bytes\":%d,\"created_at\":%d,\"filename\":%s,\"purpose\":%s,\"status\":\"processed\"}"
                    .formatted(
                            id,
                            latin1.length(),
                            createdAt,
                            JsonText.quoted(name),
                            JsonText.quoted(purpose));
        }
    }

    synchronized File put(long now, String name, String purpose, String latin1) {
        count++;
        var file = new File("file-demo%x%06x".formatted(now, count), now, name, purpose, latin1);
        files.putLast(file.id(), file);
        chars += latin1.length();
        while (files.size() > MOST || chars > MOST_CHARS) {
            chars -= files.pollFirstEntry().getValue().latin1().length();
        }
        return file;
    }

    synchronized Optional<File> find(String id) {
        return Optional.ofNullable(files.get(id));
    }

    synchronized void remove(String id) {
        File gone = files.remove(id);
        chars -= gone == null ? 0 : gone.latin1().length();
    }
}
