package dev.farebox.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A process id found in a pid file, and what it stands for by now. */
final class ServerProcess {
    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(5);

    private ServerProcess() {}

    enum State {
        /** No such process, or a zombie that nobody reaped: it does not touch the files. */
        DEAD,
        /** The id was given to something else since. */
        ANOTHER,
        /** A server on this data. */
        SERVER,
        /** Alive, and the machine does not say what it is. */
        UNKNOWN
    }

    static State of(long pid, Path cluster) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty() || isZombie(pid)) {
            return State.DEAD;
        }
        List<String> words = commandLine(process.get());
        if (words.isEmpty()) {
            return ProcessHandle.of(pid).isEmpty() || isZombie(pid) ? State.DEAD : State.UNKNOWN;
        }
        return words.contains(cluster.toString()) ? State.SERVER : State.ANOTHER;
    }

    static void signal(String name, long pid) {
        Command.run(SIGNAL_TIMEOUT, "sh", "-c", "kill -" + name + " " + pid);
    }

    private static boolean isZombie(long pid) {
        try {
            String stat =
                    Files.readString(
                            Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String> commandLine(ProcessHandle process) {
        Path file = Path.of("/proc/" + process.pid() + "/cmdline");
        if (!Files.exists(file)) {
            return List.of(process.info().arguments().orElse(new String[0]));
        }
        try {
            String all = Files.readString(file, StandardCharsets.ISO_8859_1);
            return all.isEmpty() ? List.of() : List.of(all.split("\0"));
        } catch (IOException _) {
            return List.of();
        }
    }
}
