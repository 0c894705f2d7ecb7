package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.audit.Actor;
import dev.farebox.audit.Audit;
import dev.farebox.audit.AuditEntry;
import dev.farebox.audit.AuditQuery;
import dev.farebox.audit.Change;
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
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

@WithDatabase(Scope.METHOD)
class ChannelsTest {
    private static final Actor ACTOR = Actor.operator("opr_test");
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));

    private static final ChannelTerms TERMS =
            new ChannelTerms(
                    3,
                    7,
                    OptionalInt.of(20),
                    OptionalInt.of(600),
                    Optional.of(Duration.ofSeconds(30)),
                    Optional.of(OnAbort.BILLS_ON));

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
                        TERMS);

        Channel added = add(what);

        assertThat(added.baseUrl()).hasToString("https://api.example.com/v1");
        assertThat(added.headers()).isEqualTo(Map.of("x-team", ""));
        assertThat(added.terms()).isEqualTo(TERMS);
        assertThat(added.timeouts()).isEqualTo(what.timeouts());
        assertThat(added.credential()).isEmpty();
        List<Channel> all = database.tx(channels::list);
        assertThat(all).containsExactly(added);
        assertThat(find(added.id())).contains(added);
        List<Channel> serving = directory().forModel("gpt");
        assertThat(serving).hasSize(1);
        assertThat(serving.getFirst().credential().map(Secret::reveal)).contains("sk-hunter2");
        assertThat(serving.getFirst().upstreamModel("gpt")).isEqualTo("gpt-2026");
        assertThat(serving.getFirst().headers()).isEqualTo(Map.of("x-team", "blue"));
        assertThat(serving.getFirst().terms()).isEqualTo(TERMS);
        assertThat(serving.getFirst().onAbort()).isEqualTo(OnAbort.BILLS_ON);
        assertThat(serving.toString())
                .contains("main", "x-team")
                .doesNotContain("hunter2")
                .doesNotContain("blue");
    }

    @Test
    void neither_the_database_nor_the_trail_holds_a_credential(TestDatabase whole) {
        UUID id = add(channel("a", "m")).id();
        database.tx(tx ->
                channels.changeCredential(tx, ACTOR, id, new Secret("sk-hunter3"), "rotated"));

        assertThat(everything(whole))
                .contains("channel.change_credential")
                .doesNotContain("hunter");
        assertThat(credential("m")).contains("sk-hunter3");
    }

    @Test
    void neither_the_database_nor_the_trail_holds_a_headers_value(TestDatabase whole) {
        UUID id = add(channel("a", "m").withHeaders(Map.of("X-Proxy-Key", "blue-1"))).id();
        change(id, now -> now.withHeaders(Map.of("x-proxy-key", "blue-2", "x-team", "b: lue")));

        assertThat(everything(whole)).contains("x-proxy-key").doesNotContain("blue-");
        assertThat(directory().forModel("m").getFirst().headers())
                .isEqualTo(Map.of("x-proxy-key", "blue-2", "x-team", "b: lue"));
        assertThat(changed().after()).isEqualTo(Map.of("headers", "x-proxy-key, x-team"));
    }

    @Test
    void headers_from_before_they_were_sealed_still_serve_and_are_sealed_once(TestDatabase whole) {
        UUID id = add(channel("old", "m").withHeaders(Map.of("x-key", "-"))).id();
        whole.asOwner(tx ->
                tx.update(
                        """
                        UPDATE channel
                        SET headers_key = NULL, headers = NULL, header_values = '{blue-3}'
                        WHERE id = ?
                        """,
                        id));
        assertThat(directory().forModel("m").getFirst().headers())
                .isEqualTo(Map.of("x-key", "blue-3"));
        assertThat(find(id).orElseThrow().headers()).isEqualTo(Map.of("x-key", ""));

        int first = database.tx(tx -> channels.sealHeaders(tx, ACTOR));
        int second = database.tx(tx -> channels.sealHeaders(tx, ACTOR));
        assertThat(first).isEqualTo(1);
        assertThat(second).isZero();

        assertThat(everything(whole)).doesNotContain("blue-3");
        assertThat(directory().forModel("m").getFirst().headers())
                .isEqualTo(Map.of("x-key", "blue-3"));
    }

    @Test
    void a_headers_name_that_was_changed_in_the_database_is_noticed(TestDatabase whole) {
        UUID id = add(channel("a", "m").withHeaders(Map.of("x-key", "v"))).id();
        whole.asOwner(tx ->
                tx.update("UPDATE channel SET header_names = '{authorization}' WHERE id = ?", id));

        ChannelDirectory directory = directory();

        assertThat(directory.forModel("m")).isEmpty();
        assertThat(directory.unusable().get("a")).contains("headers", "changed in the database");
    }

    @Test
    void everything_but_name_and_kind_can_be_changed_and_the_trail_says_what() {
        Channel before = add(channel("a", "m"));

        Channel after =
                change(
                        before.id(),
                        now ->
                                now.withTerms(TERMS)
                                        .withModels(Map.of("m", "m-2", "n", "n"))
                                        .withBaseUrl("https://eu.example.com/v1/")
                                        .withCredential(new Secret("sk-hunter4"))
                                        .withTimeouts(
                                                new ChannelTimeouts(
                                                        Optional.empty(),
                                                        Optional.of(Duration.ofSeconds(9)),
                                                        Optional.empty())));

        assertThat(after.terms()).isEqualTo(TERMS);
        assertThat(after.revision()).isGreaterThan(before.revision());
        Channel serving = directory().forModel("n").getFirst();
        assertThat(serving.credential().map(Secret::reveal)).contains("sk-hunter4");
        assertThat(serving.baseUrl()).hasToString("https://eu.example.com/v1");
        assertThat(serving.upstreamModel("m")).isEqualTo("m-2");
        assertThat(trail())
                .map(line -> line.change().action())
                .containsExactlyInAnyOrder(
                        "channel.change_credential", "channel.change", "channel.add");
        Change change = changed();
        assertThat(change.before())
                .containsEntry("weight", "1")
                .containsEntry("models", "m")
                .doesNotContainKey("name");
        assertThat(change.after())
                .containsEntry("weight", "7")
                .containsEntry("priority", "3")
                .containsEntry("parallel", "20")
                .containsEntry("per_minute", "600")
                .containsEntry("probe_interval", "30000 ms")
                .containsEntry("on_abort", "bills_on")
                .containsEntry("models", "m=m-2, n")
                .containsEntry("base_url", "https://eu.example.com/v1")
                .containsEntry("first_byte_timeout", "9000 ms");
    }

    @Test
    void limits_that_were_set_can_be_taken_away() {
        UUID id = add(channel("a", "m").withTerms(TERMS)).id();
        change(id, now -> now.withTerms(ChannelTerms.ORDINARY));
        assertThat(find(id).orElseThrow().terms()).isEqualTo(ChannelTerms.ORDINARY);
    }

    @Test
    void a_change_of_nothing_is_none() {
        Channel channel = add(channel("a", "m").withHeaders(Map.of("x", "y")));

        assertThat(change(channel.id(), now -> now)).isEqualTo(channel);
        assertThat(trail()).hasSize(1);
    }

    @Test
    void where_private_addresses_are_refused_no_channel_leads_there() {
        var ids = new Ids(CLOCK, new SplittableRandom(16));
        var strict = new Channels(ids, CLOCK, audit, sealer, AddressRule.PUBLIC_ONLY);
        UUID id = add(channel("a", "m")).id();

        assertProblem(
                () ->
                        database.tx(tx ->
                                strict.add(
                                        tx,
                                        ACTOR,
                                        channel("b", "m").withBaseUrl("http://10.0.0.1/v1"))),
                ProblemCode.INPUT_INVALID,
                "names 10.0.0.1");
        assertProblem(
                () ->
                        database.tx(tx ->
                                strict.change(
                                        tx,
                                        ACTOR,
                                        id,
                                        now -> now.withBaseUrl("http://[::1]/v1"),
                                        "")),
                ProblemCode.INPUT_INVALID,
                "only public ones are allowed");
        assertProblem(
                () -> add(channel("c", "m").withBaseUrl("http://169.254.169.254/v1")),
                ProblemCode.INPUT_INVALID,
                "link-local");
    }

    @Test
    void a_kind_of_a_later_version_is_left_out_and_named(TestDatabase whole) {
        UUID id = add(channel("later", "m")).id();
        add(channel("known", "m"));
        whole.asOwner(tx -> tx.update("UPDATE channel SET provider = 'bedrock' WHERE id = ?", id));

        ChannelDirectory directory = directory();

        assertThat(directory.forModel("m")).map(Channel::name).containsExactly("known");
        assertThat(directory.all()).map(Channel::name).containsExactly("known");
        assertThat(directory.unusable().get("later")).contains("does not know the kind bedrock");
        assertThat(find(id)).isPresent();
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

    private Channel change(UUID id, UnaryOperator<NewChannel> edit) {
        return database.tx(tx -> channels.change(tx, ACTOR, id, edit, "because"));
    }

    private static String everything(TestDatabase whole) {
        return whole.asOwner(tx ->
                        tx.query(
                                """
                                SELECT c::text || encode(c.credential, 'escape')
                                    || coalesce(encode(c.headers, 'escape'), '') AS line
                                FROM channel c
                                UNION ALL SELECT a::text FROM audit_entry a
                                """,
                                row -> row.text("line")))
                .toString();
    }

    private Optional<Channel> find(UUID id) {
        return database.tx(tx -> channels.find(tx, id));
    }

    private List<AuditEntry> trail() {
        return database.tx(tx -> audit.page(tx, AuditQuery.newest(50)));
    }

    /** The one line about a changed channel. */
    private Change changed() {
        List<Change> changes =
                trail().stream()
                        .map(AuditEntry::change)
                        .filter(change -> change.action().equals("channel.change"))
                        .toList();
        assertThat(changes).hasSize(1);
        return changes.getFirst();
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
