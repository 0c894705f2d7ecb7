package dev.farebox.gateway.route;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.Change;
import dev.farebox.audit.Subject;
import dev.farebox.config.Secret;
import dev.farebox.db.Tx;
import dev.farebox.id.Ids;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.seal.Sealed;
import dev.farebox.seal.Sealer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The stored channels. Blocking; every change joins the caller's transaction, holds the {@code
 * channel_version} row until it ends, writes an audit line, and is in force on every node within a
 * second of the commit. What is returned holds no credential.
 */
public final class Channels {
    public static final int MOST = 1_000;

    private final Ids ids;
    private final InstantSource clock;
    private final Audit audit;
    private final Sealer sealer;
    private final ChannelStore store = new ChannelStore();

    public Channels(Ids ids, InstantSource clock, Audit audit, Sealer sealer) {
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
        this.sealer = sealer;
    }

    /**
     * Adds an enabled channel.
     *
     * @throws ProblemException {@code conflict} when the name is taken or there are {@link #MOST}
     */
    public Channel add(Tx tx, Actor actor, NewChannel what) {
        store.nextVersion(tx);
        if (store.list(tx).size() >= MOST) {
            throw new ProblemException(
                    ProblemCode.CONFLICT, "there are " + MOST + " channels already");
        }
        UUID id = ids.next();
        var channel =
                new Channel(
                        id,
                        what.name(),
                        what.provider(),
                        what.baseUrl(),
                        Optional.empty(),
                        what.models(),
                        what.headers(),
                        what.timeouts(),
                        what.weight(),
                        true,
                        clock.instant());
        if (!store.insert(tx, channel, what.credential().map(secret -> seal(id, secret)))) {
            throw new ProblemException(
                    ProblemCode.CONFLICT, "there is a channel " + what.name() + " already");
        }
        audit.record(tx, actor, change("channel.add", id, Map.of(), summary(channel), ""));
        return channel;
    }

    /** All of them by name, without credentials. */
    public List<Channel> list(Tx tx) {
        return store.list(tx).stream().map(ChannelStore.Stored::channel).toList();
    }

    public Optional<Channel> find(Tx tx, UUID id) {
        return store.find(tx, id);
    }

    public Optional<Channel> findByName(Tx tx, String name) {
        return list(tx).stream().filter(channel -> channel.name().equals(name)).findFirst();
    }

    /**
     * Enables or disables. Repeating it changes nothing.
     *
     * @throws ProblemException {@code not_found}
     */
    public Channel enable(Tx tx, Actor actor, UUID id, boolean enabled, String reason) {
        store.nextVersion(tx);
        Channel before = required(tx, id);
        if (before.enabled() == enabled) {
            return before;
        }
        store.enable(tx, id, enabled);
        audit.record(
                tx,
                actor,
                change(
                        "channel.enable",
                        id,
                        Map.of("enabled", Boolean.toString(before.enabled())),
                        Map.of("enabled", Boolean.toString(enabled)),
                        reason));
        return required(tx, id);
    }

    /**
     * Puts another credential in place of the one that is stored.
     *
     * @throws ProblemException {@code not_found}, {@code input_invalid}
     */
    public Channel changeCredential(Tx tx, Actor actor, UUID id, Secret secret, String reason) {
        NewChannel.checkCredential(secret.reveal());
        store.nextVersion(tx);
        Channel channel = required(tx, id);
        store.changeCredential(tx, id, seal(id, secret));
        audit.record(
                tx, actor, change("channel.change_credential", id, Map.of(), Map.of(), reason));
        return channel;
    }

    /**
     * Removes the channel and its credential; receipts keep its name.
     *
     * @throws ProblemException {@code not_found}
     */
    public void remove(Tx tx, Actor actor, UUID id, String reason) {
        store.nextVersion(tx);
        Channel before = required(tx, id);
        store.delete(tx, id);
        audit.record(tx, actor, change("channel.remove", id, summary(before), Map.of(), reason));
    }

    /** Where a credential is sealed for: its row. */
    static String place(UUID id) {
        return "channel/" + id + "/credential";
    }

    private Sealed seal(UUID id, Secret secret) {
        return sealer.seal(secret.reveal(), place(id));
    }

    private Channel required(Tx tx, UUID id) {
        return store.find(tx, id)
                .orElseThrow(() ->
                        new ProblemException(ProblemCode.NOT_FOUND, "there is no channel " + id));
    }

    private static Change change(
            String action,
            UUID id,
            Map<String, String> before,
            Map<String, String> after,
            String reason) {
        return new Change(action, Subject.of("channel", id), before, after, reason);
    }

    /** Header values are left out: an operator may have put something private there. */
    private static Map<String, String> summary(Channel channel) {
        var summary = new TreeMap<String, String>();
        summary.put("name", channel.name());
        summary.put("provider", channel.provider());
        summary.put("base_url", channel.baseUrl().toString());
        summary.put("models", String.join(", ", new TreeSet<>(channel.served())));
        summary.put("headers", String.join(", ", new TreeSet<>(channel.headers().keySet())));
        summary.put("weight", Integer.toString(channel.weight()));
        return summary;
    }
}
