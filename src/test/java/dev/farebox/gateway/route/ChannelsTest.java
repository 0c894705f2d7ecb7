package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.AuditEntry;
import dev.farebox.audit.AuditQuery;
import dev.farebox.config.Secret;
import dev.farebox.db.Database;
import dev.farebox.id.Ids;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.seal.MasterKey;
import dev.farebox.seal.Sealer;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import dev.farebox.testkit.WithDatabase.Scope;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@WithDatabase(Scope.METHOD)
class ChannelsTest {
    private static final Actor ACTOR = Actor.operator("opr_test");
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));

    private final Database database;
    private final Sealer sealer = new Sealer(MasterKey.create());
    private final Audit audit;
    private final Channels channels;

    ChannelsTest(Database database) {
        this.database = database;
        var ids = new Ids(CLOCK, new SplittableRandom(15));
        audit = new Audit(ids);
        channels = new Channels(ids, CLOCK, audit, sealer);
    }

    @Test
    void a_channel_is_kept_as_added_and_its_credential_reaches_the_directory_alone() {
        var what =
                new NewChannel(
                        "main",
                        "openai",
                        URI.create("https://api.example.com/v1/"),
                        Optional.of(new Secret("sk-hunter2")),
                        Map.of("gpt", "gpt-2026", "mini", "mini"),
                        Map.of("X-Team", "blue"),
                        new ChannelTimeouts(
                                Optional.of(Duration.ofSeconds(1)),
                                Optional.empty(),
                                Optional.of(Duration.ofMillis(1500))),
                        7);

        Channel added = add(what);

        assertThat(added.baseUrl()).hasToString("https://api.example.com/v1");
        assertThat(added.headers()).isEqualTo(Map.of("x-team", "blue"));
        assertThat(added.timeouts()).isEqualTo(what.timeouts());
        assertThat(added.credential()).isEmpty();
        List<Channel> all = database.tx(channels::list);
        assertThat(all).containsExactly(added);
        assertThat(find(added.id())).contains(added);
        List<Channel> serving = directory().forModel("gpt");
        assertThat(serving).hasSize(1);
        assertThat(serving.getFirst().credential().map(Secret::reveal)).contains("sk-hunter2");
        assertThat(serving.getFirst().upstreamModel("gpt")).isEqualTo("gpt-2026");
        assertThat(serving.toString()).contains("main").doesNotContain("hunter2");
    }

    @Test
    void neither_the_database_nor_the_trail_holds_a_credential(TestDatabase whole) {
        UUID id = add(channel("a", "m")).id();
        database.tx(tx ->
                channels.changeCredential(tx, ACTOR, id, new Secret("sk-hunter3"), "rotated"));

        String rows =
                whole.asOwner(tx ->
                        tx.query(
                                        """
                                        SELECT c::text || encode(c.credential, 'escape') AS line
                                        FROM channel c
                                        UNION ALL SELECT a::text FROM audit_entry a
                                        """,
                                        row -> row.text("line"))
                                .toString());

        assertThat(rows).contains("channel.change_credential").doesNotContain("hunter");
        assertThat(credential("m")).contains("sk-hunter3");
    }

    @Test
    void the_directory_follows_every_change() {
        ChannelDirectory directory = directory();
        assertThat(directory.forModel("m")).isEmpty();

        UUID b = add(channel("b", "m")).id();
        UUID a = add(channel("a", "m", "n")).id();
        directory.refresh();
        assertThat(directory.forModel("m")).map(Channel::name).containsExactly("a", "b");
        assertThat(directory.models()).containsExactly("m", "n");

        database.tx(tx -> channels.enable(tx, ACTOR, a, false, "failing"));
        directory.refresh();
        assertThat(directory.forModel("m")).map(Channel::name).containsExactly("b");
        assertThat(directory.forModel("n")).isEmpty();
        assertThat(directory.models()).containsExactly("m");

        database.tx(tx -> channels.enable(tx, ACTOR, a, true, "well again"));
        database.tx(tx -> {
            channels.remove(tx, ACTOR, b, "replaced");
            return 0;
        });
        directory.refresh();
        assertThat(directory.forModel("m")).map(Channel::name).containsExactly("a");
        assertThat(trail())
                .map(line -> line.change().action())
                .containsExactlyInAnyOrder(
                        "channel.add",
                        "channel.add",
                        "channel.enable",
                        "channel.enable",
                        "channel.remove");
    }

    @Test
    void an_unchanged_table_is_not_read_again() {
        add(channel("a", "m"));
        ChannelDirectory directory = directory();
        List<Channel> before = directory.forModel("m");

        directory.refresh();

        assertThat(directory.forModel("m")).isSameAs(before);
    }

    @Test
    void a_channel_sealed_with_another_master_key_is_left_out_and_named() {
        add(channel("sealed", "m"));
        add(NewChannel.of("open", "openai", "http://127.0.0.1:9", Optional.empty(), models("m")));

        var directory = ChannelDirectory.open(database, new Sealer(MasterKey.create()));

        assertThat(directory.forModel("m")).map(Channel::name).containsExactly("open");
        assertThat(directory.unusable()).containsOnlyKeys("sealed");
        assertThat(directory.unusable().get("sealed")).contains("was sealed with master key");
    }

    @Test
    void a_credential_moved_to_another_row_does_not_open(TestDatabase whole) {
        UUID from = add(channel("from", "m")).id();
        UUID to = add(channel("to", "n")).id();
        whole.asOwner(tx ->
                tx.update(
                        """
                        UPDATE channel SET credential =
                            (SELECT credential FROM channel WHERE id = ?)
                        WHERE id = ?
                        """,
                        from,
                        to));

        ChannelDirectory directory = directory();

        assertThat(directory.forModel("n")).isEmpty();
        assertThat(directory.unusable().get("to")).contains("changed or moved");
    }

    @Test
    void a_name_is_given_once() {
        add(channel("a", "m"));

        assertProblem(() -> add(channel("a", "n")), ProblemCode.CONFLICT, "a channel a already");
        assertProblem(
                () -> database.tx(tx -> channels.enable(tx, ACTOR, new UUID(0, 9), true, "")),
                ProblemCode.NOT_FOUND,
                "there is no channel");
    }

    private Channel add(NewChannel what) {
        return database.tx(tx -> channels.add(tx, ACTOR, what));
    }

    private Optional<Channel> find(UUID id) {
        return database.tx(tx -> channels.find(tx, id));
    }

    private List<AuditEntry> trail() {
        return database.tx(tx -> audit.page(tx, AuditQuery.newest(50)));
    }

    private ChannelDirectory directory() {
        return ChannelDirectory.open(database, sealer);
    }

    private Optional<String> credential(String model) {
        return directory().forModel(model).getFirst().credential().map(Secret::reveal);
    }

    private static NewChannel channel(String name, String... models) {
        return NewChannel.of(
                name,
                "openai",
                "https://api.example.com/v1",
                Optional.of(new Secret("sk-hunter2")),
                models(models));
    }

    private static Map<String, String> models(String... names) {
        var models = new java.util.HashMap<String, String>();
        for (String name : names) {
            models.put(name, name);
        }
        return models;
    }

    private static void assertProblem(Runnable action, ProblemCode code, String sentence) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action::run)
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
