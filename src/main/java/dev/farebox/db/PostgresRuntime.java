package dev.farebox.db;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs, unpacked from the archive on the class path.
 *
 * <p>Unpacked once for each archive (named by its digest) into a sibling that is renamed when it is
 * whole; a copy whose files do not add up any more is unpacked again.
 */
record PostgresRuntime(Path home, int major) {
    private static final Logger log = LoggerFactory.getLogger(PostgresRuntime.class);
    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(10);
    private static final Object UNPACKING = new Object();

    static PostgresRuntime unpacked(Path cache) {
        String archive = archiveName();
        try {
            Files.createDirectories(cache);
            Path home = cache.resolve("postgres-" + digest(archive));
            synchronized (UNPACKING) {
                unpackOnce(archive, cache, home);
            }
            return new PostgresRuntime(home, majorVersion(home));
        } catch (IOException e) {
            throw DataDirectory.unusable(
                    "PostgreSQL cannot be unpacked into " + cache + ": " + e, e);
        }
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static void unpackOnce(String archive, Path cache, Path home) throws IOException {
        try (var channel =
                        FileChannel.open(
                                cache.resolve("unpack.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && RuntimeSeal.holds(home)) {
                return;
            }
            long started = System.nanoTime();
            Path fresh = cache.resolve(home.getFileName() + ".unpacking");
            Trees.delete(fresh);
            try (InputStream in = open(archive)) {
                RuntimeArchive.unpack(in, fresh);
            }
            RuntimeSeal.put(fresh);
            Trees.delete(home);
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            log.info(
                    "postgres.unpacked home={} millis={}",
                    home,
                    Duration.ofNanos(System.nanoTime() - started).toMillis());
        }
    }

    private static String archiveName() {
        String system =
                switch (System.getProperty("os.name").toLowerCase(Locale.ROOT)) {
                    case String os when os.contains("linux") -> "linux";
                    case String os when os.contains("mac") -> "darwin";
                    case String os -> os;
                };
        String machine =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    case String other -> other;
                };
        return "postgres-" + system + "-" + machine + ".txz";
    }

    private static InputStream open(String archive) {
        InputStream in = PostgresRuntime.class.getClassLoader().getResourceAsStream(archive);
        if (in == null) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID,
                    "This build carries no PostgreSQL for this machine (%s). Build on this machine, or give the address of a PostgreSQL."
                            .formatted(archive));
        }
        return in;
    }

    private static String digest(String archive) throws IOException {
        try (InputStream in = open(archive)) {
            var sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Also the proof that the programs run on this machine. */
    private static int majorVersion(Path home) {
        Command version =
                Command.run(VERSION_TIMEOUT, home.resolve("bin/postgres").toString(), "--version");
        String[] words = version.output().split(" ");
        if (!version.succeeded() || words.length < 3) {
            throw DataDirectory.unusable(
                    "PostgreSQL's programs in %s do not run on this machine: %s"
                            .formatted(home, version.output()));
        }
        return Integer.parseInt(words[2].split("\\.")[0]);
    }
}
