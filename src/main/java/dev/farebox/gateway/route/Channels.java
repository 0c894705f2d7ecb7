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
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The stored channels. Blocking; every change joins the caller's transaction, holds the {@code
 * channel_version} row until it ends, writes an audit line, and is in force on every node within a
 * second of the commit. What is returned holds no credential and no header's value.
 */
public final class Channels {
    public static final int MOST = 1_000;

    private final Ids ids;
    private final InstantSource clock;
    private final Audit audit;
    private final ChannelSeals seals;
    private final AddressRule addresses;
    private final ChannelStore store = new ChannelStore();

    /** {@code addresses} is asked whenever a base URL is set. */
    public Channels(
            Ids ids, InstantSource clock, Audit audit, Sealer sealer, AddressRule addresses) {
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
        this.seals = new ChannelSeals(sealer);
        this.addresses = addresses;
    }

    /** With private addresses allowed. */
    public Channels(Ids ids, InstantSource clock, Audit audit, Sealer sealer) {
        this(ids, clock, audit, sealer, AddressRule.ALLOW_PRIVATE);
    }

    /**
     * Adds an enabled channel.
     *
     * @throws ProblemException {@code conflict} when the name is taken or there are {@link #MOST};
     *     {@code input_invalid} when its address is not allowed
     */
    public Channel add(Tx tx, Actor actor, NewChannel what) {
        addresses.check(what.baseUrl());
        long version = store.nextVersion(tx);
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
                        what.terms(),
                        true,
                        version,
                        clock.instant());
        Optional<Sealed> credential = what.credential().map(secret -> seals.credential(id, secret));
        if (!store.insert(tx, channel, credential, seals.headers(id, what.headers()))) {
            throw new ProblemException(
                    ProblemCode.CONFLICT, "there is a channel " + what.name() + " already");
        }
        audit.record(
                tx, actor, change("channel.add", id, Map.of(), ChannelSummary.of(channel), ""));
        return required(tx, id);
    }

    /**
     * Changes what {@code edit} makes of it; its name and its kind stay. Nothing is written where
     * nothing is different.
     *
     * @throws ProblemException {@code not_found}, {@code input_invalid}; {@code
     *     master_key_unusable} when the headers that it has do not open
     */
    public Channel change(
            Tx tx, Actor actor, UUID id, UnaryOperator<NewChannel> edit, String reason) {
        long version = store.nextVersion(tx);
        ChannelStore.Stored stored = stored(tx, id);
        Channel before = stored.channel().opened(Optional.empty(), seals.openHeaders(stored));
        NewChannel wanted = edit.apply(NewChannel.from(before));
        Channel after = after(before, wanted, version);
        Map<String, String> was = ChannelSummary.differing(before, after);
        Map<String, String> is = ChannelSummary.differing(after, before);
        if (was.isEmpty() && wanted.credential().isEmpty()) {
            return stored.channel();
        }
        if (!after.baseUrl().equals(before.baseUrl())) {
            addresses.check(after.baseUrl());
        }
        store.change(tx, after, seals.headers(id, after.headers()));
        if (!was.isEmpty()) {
            audit.record(tx, actor, change("channel.change", id, was, is, reason));
        }
        wanted.credential().ifPresent(secret -> changeCredential(tx, actor, id, secret, reason));
        return required(tx, id);
    }

    private static Channel after(Channel before, NewChannel wanted, long version) {
        return new Channel(
                before.id(),
                before.name(),
                before.provider(),
                wanted.baseUrl(),
                Optional.empty(),
                wanted.models(),
                wanted.headers(),
                wanted.timeouts(),
                wanted.terms(),
                before.enabled(),
                version,
                before.createdAt());
    }

    /** All of them by name, without credentials. */
    public List<Channel> list(Tx tx) {
        return store.list(tx).stream().map(ChannelStore.Stored::channel).toList();
    }

    public Optional<Channel> find(Tx tx, UUID id) {
        return store.find(tx, id).map(ChannelStore.Stored::channel);
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
        long version = store.nextVersion(tx);
        Channel before = required(tx, id);
        if (before.enabled() == enabled) {
            return before;
        }
        store.enable(tx, id, enabled, version);
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
        long version = store.nextVersion(tx);
        required(tx, id);
        store.changeCredential(tx, id, seals.credential(id, secret), version);
        audit.record(
                tx, actor, change("channel.change_credential", id, Map.of(), Map.of(), reason));
        return required(tx, id);
    }

    /**
     * Seals the header values of channels from before they were sealed.
     *
     * @return how many channels that concerned
     */
    public int sealHeaders(Tx tx, Actor actor) {
        List<ChannelStore.Stored> clear =
                store.list(tx).stream().filter(stored -> !stored.clearHeaders().isEmpty()).toList();
        for (ChannelStore.Stored stored : clear) {
            UUID id = stored.channel().id();
            Channel channel = stored.channel().opened(Optional.empty(), stored.clearHeaders());
            store.nextVersion(tx);
            store.change(tx, channel, seals.headers(id, channel.headers()));
            audit.record(
                    tx, actor, change("channel.seal_headers", id, Map.of(), Map.of(), "upgrade"));
        }
        return clear.size();
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
        audit.record(
                tx,
                actor,
                change("channel.remove", id, ChannelSummary.of(before), Map.of(), reason));
    }

    private Channel required(Tx tx, UUID id) {
        return stored(tx, id).channel();
    }

    private ChannelStore.Stored stored(Tx tx, UUID id) {
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
}
