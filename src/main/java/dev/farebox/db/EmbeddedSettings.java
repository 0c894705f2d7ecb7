package dev.farebox.db;

import java.nio.file.Path;

/**
 * Where the embedded PostgreSQL lives and how large it may grow.
 *
 * @param directory the data directory, made when it is missing
 * @param runtimeCache where the server's programs are unpacked; several data directories may share
 *     one
 * @param sharedBuffersMegabytes the server's own page cache
 * @param maxConnections the most sessions at once
 */
public record EmbeddedSettings(
        Path directory, Path runtimeCache, int sharedBuffersMegabytes, int maxConnections) {
    private static final int SHARED_BUFFERS_MEGABYTES = 128;
    private static final int MAX_CONNECTIONS = 50;

    public EmbeddedSettings {
        directory = directory.toAbsolutePath().normalize();
        runtimeCache = runtimeCache.toAbsolutePath().normalize();
        if (sharedBuffersMegabytes < 1 || maxConnections < 10) {
            throw new IllegalArgumentException(
                    "shared buffers of at least 1 MB and at least 10 connections, not "
                            + sharedBuffersMegabytes
                            + " and "
                            + maxConnections);
        }
    }

    /** The usual sizes; the programs are unpacked inside the data directory. */
    public static EmbeddedSettings in(Path directory) {
        return new EmbeddedSettings(
                directory, directory.resolve("runtime"), SHARED_BUFFERS_MEGABYTES, MAX_CONNECTIONS);
    }

    public EmbeddedSettings withRuntimeCache(Path cache) {
        return new EmbeddedSettings(directory, cache, sharedBuffersMegabytes, maxConnections);
    }

    public EmbeddedSettings withSharedBuffersMegabytes(int megabytes) {
        return new EmbeddedSettings(directory, runtimeCache, megabytes, maxConnections);
    }

    public EmbeddedSettings withMaxConnections(int connections) {
        return new EmbeddedSettings(directory, runtimeCache, sharedBuffersMegabytes, connections);
    }
}
