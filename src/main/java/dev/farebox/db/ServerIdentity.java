package dev.farebox.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user that PostgreSQL runs as. It refuses root, so a Farebox that runs as root hands it an
 * unprivileged identity: the machine's {@code nobody} where that user can reach the directory, else
 * a user namespace in which root has no powers.
 *
 * @param prefix the words put before the server's command
 * @param owner {@code uid:gid} that must own the server's files
 */
record ServerIdentity(List<String> prefix, String owner) {
    private static final Logger log = LoggerFactory.getLogger(ServerIdentity.class);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CHANGE_OWNER_TIMEOUT = Duration.ofMinutes(2);
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    static ServerIdentity choose(DataDirectory data, PostgresRuntime runtime) {
        int me = Owner.ofThisProcess();
        ServerIdentity chosen = me == 0 ? forRoot(data, runtime) : forUser(me, data, runtime);
        log.debug("postgres.identity prefix={} owner={}", chosen.prefix, chosen.owner);
        return chosen;
    }

    /** Gives the server what it must own; does nothing unless this process is root. */
    void own(Path path) {
        if (Owner.ofThisProcess() != 0 || owner.startsWith(Owner.of(path) + ":")) {
            return;
        }
        Command changed = Command.run(CHANGE_OWNER_TIMEOUT, "chown", "-R", owner, path.toString());
        if (!changed.succeeded()) {
            throw DataDirectory.unusable(
                    "Cannot give %s to user %s: %s".formatted(path, owner, changed.output()));
        }
    }

    List<String> command(List<String> words) {
        var all = new ArrayList<>(prefix);
        all.addAll(words);
        return List.copyOf(all);
    }

    private static ServerIdentity forUser(int me, DataDirectory data, PostgresRuntime runtime) {
        var plain = new ServerIdentity(List.of(), me + ":" + me);
        if (Command.run(PROBE_TIMEOUT, "id", "-un").succeeded()) {
            return plain;
        }
        // PostgreSQL wants its user to have a name; inside a namespace it is called nobody.
        return new ServerIdentity(NAMESPACE, plain.owner).ifUsable(data, runtime).orElse(plain);
    }

    private static ServerIdentity forRoot(DataDirectory data, PostgresRuntime runtime) {
        letOthersPass(data.root());
        for (ServerIdentity candidate : rootCandidates()) {
            Optional<ServerIdentity> usable = candidate.ifUsable(data, runtime);
            if (usable.isPresent()) {
                return usable.get();
            }
        }
        throw DataDirectory.unusable(
                "Farebox runs as root, PostgreSQL must not. User nobody cannot reach %s, and this machine refuses user namespaces. Run Farebox as a normal user, or put the data where everybody may enter, /var/lib/farebox for example."
                        .formatted(data.root()));
    }

    private static List<ServerIdentity> rootCandidates() {
        var candidates = new ArrayList<ServerIdentity>();
        Command uid = Command.run(PROBE_TIMEOUT, "id", "-u", "nobody");
        Command gid = Command.run(PROBE_TIMEOUT, "id", "-g", "nobody");
        if (uid.succeeded() && gid.succeeded()) {
            String owner = uid.output() + ":" + gid.output();
            String reuid = "--reuid=" + uid.output();
            String regid = "--regid=" + gid.output();
            candidates.add(
                    new ServerIdentity(List.of("setpriv", reuid, regid, "--clear-groups"), owner));
            candidates.add(
                    new ServerIdentity(
                            List.of("chroot", "--userspec=" + owner, "--groups=", "/"), owner));
        }
        candidates.add(new ServerIdentity(NAMESPACE, "0:0"));
        return candidates;
    }

    private Optional<ServerIdentity> ifUsable(DataDirectory data, PostgresRuntime runtime) {
        List<String> probe =
                command(
                        List.of(
                                "sh",
                                "-c",
                                "test \"$(id -u)\" != 0 && cd \"$1\" && test -x \"$2\"",
                                "sh",
                                data.root().toString(),
                                runtime.program("postgres").toString()));
        return Command.run(PROBE_TIMEOUT, probe).succeeded() ? Optional.of(this) : Optional.empty();
    }

    /** Entering is enough for the server's user; what is secret lies in a directory of its own. */
    private static void letOthersPass(Path root) {
        try {
            var permissions = Files.getPosixFilePermissions(root);
            permissions.addAll(PosixFilePermissions.fromString("--x--x--x"));
            Files.setPosixFilePermissions(root, permissions);
        } catch (IOException e) {
            throw DataDirectory.unusable("Cannot change the mode of " + root + ": " + e, e);
        }
    }
}
