package dev.farebox.db;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command lines of one embedded server: where its data is, who it runs as, how it is set. */
record ServerCommand(
        DataDirectory data,
        PostgresRuntime runtime,
        ServerIdentity identity,
        EmbeddedSettings settings) {
    static final String OWNER = "farebox";
    private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(2);

    /**
     * The server under a wrapper that holds the read end of a pipe from this process. When this
     * process dies, however it dies, the pipe ends and the wrapper stops the server. Signals meant
     * for the group (Ctrl-C) must not reach the server before its clients have settled.
     */
    private static final String WRAPPER =
            """
            trap '' INT TERM HUP
            exec 3<&0 </dev/null
            "$@" 3<&- &
            postmaster=$!
            { read -r _ <&3; kill -INT "$postmaster"; } 2>/dev/null &
            watcher=$!
            exec 3<&-
            wait "$postmaster"
            code=$?
            kill -KILL "$watcher" 2>/dev/null
            exit "$code"
            """;

    private static final Map<String, String> FIXED =
            Map.ofEntries(
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("fsync", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("max_wal_size", "4GB"),
                    Map.entry("checkpoint_timeout", "15min"),
                    Map.entry("autovacuum", "on"),
                    Map.entry("autovacuum_vacuum_scale_factor", "0.02"),
                    Map.entry("autovacuum_analyze_scale_factor", "0.02"),
                    Map.entry("autovacuum_naptime", "30s"),
                    Map.entry("jit", "off"),
                    Map.entry("timezone", "UTC"),
                    Map.entry("log_timezone", "UTC"),
                    // Errors reach the client that caused them; statements may hold personal data.
                    Map.entry("log_min_messages", "log"),
                    Map.entry("log_min_error_statement", "panic"),
                    Map.entry("log_checkpoints", "off"));

    List<String> postgres(int port) {
        var words = new ArrayList<String>();
        if (Command.exists("setsid")) {
            words.add("setsid");
        }
        words.addAll(List.of("sh", "-c", WRAPPER, "farebox-postgres"));
        words.addAll(identity.prefix());
        words.add(runtime.program("postgres").toString());
        words.addAll(List.of("-D", data.cluster().toString(), "-p", Integer.toString(port)));
        var all = new TreeMap<>(FIXED);
        all.put("shared_buffers", settings.sharedBuffersMegabytes() + "MB");
        all.put("max_connections", Integer.toString(settings.maxConnections()));
        all.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        return List.copyOf(words);
    }

    /** Collation comes with PostgreSQL, not with the machine: data moves without re-indexing. */
    Command initdb(Path target, Path passwordFile) {
        return Command.run(
                INITDB_TIMEOUT,
                identity.command(
                        List.of(
                                runtime.program("initdb").toString(),
                                "--pgdata=" + target,
                                "--username=" + OWNER,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--locale=C")));
    }
}
