package dev.farebox.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.money.Credits;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir Path directory;

    @Test
    void nothing_given_means_the_defaults() {
        Configuration defaults = Configuration.defaults();

        assertThat(defaults.server()).isEqualTo(new ServerSettings("127.0.0.1", 8484));
        assertThat(defaults.database().isEmbedded()).isTrue();
        assertThat(defaults.limits().maxBodyBytes()).isEqualTo(32 << 20);
        assertThat(defaults.holds().owedCap()).isEqualTo(Credits.ZERO);
        assertThat(defaults.operator().timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(load("")).isEqualTo(defaults);
        assertThat(load("# only a comment\nserver:\n")).isEqualTo(defaults);
    }

    @Test
    void the_default_rule_of_each_failure_class_charges_no_customer_for_somebody_elses_fault() {
        UsageAccounting rules = Configuration.defaults().usageAccounting();

        assertThat(rules.rules())
                .isEqualTo(
                        Map.of(
                                FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE, ChargeRule.NOTHING,
                                FailureClass.UPSTREAM_CUT_MID_STREAM, ChargeRule.NOTHING,
                                FailureClass.UPSTREAM_TIMEOUT, ChargeRule.NOTHING,
                                FailureClass.PLATFORM_FAULT, ChargeRule.NOTHING,
                                FailureClass.CLIENT_DISCONNECT, ChargeRule.DELIVERED,
                                FailureClass.CONTENT_REFUSAL, ChargeRule.EVERYTHING,
                                FailureClass.INVALID_REQUEST, ChargeRule.NOTHING));
        assertThat(rules.usageMissing()).isEqualTo(MissingUsage.ESTIMATE);
    }

    @Test
    void a_file_sets_values_of_every_kind() {
        Configuration read =
                load(
                        """
                        server: {host: 0.0.0.0, port: 0}
                        operator:
                          name: 示例 AI
                          time_zone: Asia/Shanghai
                        limits:
                          max_body_bytes: 1MiB
                          body_read_timeout: 1500ms
                        holds:
                          owed_cap: "0.000000001"
                          fallback_output_tokens: 10_000
                        usage_accounting:
                          upstream_cut_mid_stream: delivered
                        log: {level: debug, format: json}
                        """);

        assertThat(read.server()).isEqualTo(new ServerSettings("0.0.0.0", 0));
        assertThat(read.operator().name()).isEqualTo("示例 AI");
        assertThat(read.operator().timeZone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(read.limits().maxBodyBytes()).isEqualTo(1 << 20);
        assertThat(read.limits().bodyReadTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(read.holds().owedCap()).isEqualTo(Credits.ofNanos(1));
        assertThat(read.holds().fallbackOutputTokens()).isEqualTo(10_000);
        assertThat(read.usageAccounting().ruleFor(FailureClass.UPSTREAM_CUT_MID_STREAM))
                .isEqualTo(ChargeRule.DELIVERED);
        assertThat(read.log())
                .isEqualTo(new LogSettings(LogSettings.Level.DEBUG, LogSettings.Format.JSON));
    }

    @Test
    void the_environment_wins_over_the_file_and_the_command_line_over_both() {
        Path file = write("server: {host: 10.0.0.1, port: 1000}\nlog: {level: warn}\n");
        var sources =
                new Sources(
                        Optional.of(file),
                        Map.of("FAREBOX_SERVER_PORT", "2000", "FAREBOX_LOG_LEVEL", "error"),
                        Map.of("log.level", "trace"));

        Configuration read = Configuration.load(sources);

        assertThat(read.server()).isEqualTo(new ServerSettings("10.0.0.1", 2000));
        assertThat(read.log().level()).isEqualTo(LogSettings.Level.TRACE);
        assertThat(Configuration.describe(sources))
                .contains(
                        new Effective("server.host", "10.0.0.1", file + ":1"),
                        new Effective("server.port", "2000", "environment FAREBOX_SERVER_PORT"),
                        new Effective("log.level", "trace", "command line log.level"),
                        new Effective("nodes.heartbeat", "1s", "default"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sever: {port: 1}                  | :1: unknown key sever.port; did you mean server.port?
                    server: {prot: 1}                 | :1: unknown key server.prot; did you mean server.port?
                    port: 8484                        | :1: unknown key port; did you mean server.port?
                    limits: {max-body-bytes: 1MiB}    | :1: unknown key limits.max-body-bytes; did you mean limits.max_body_bytes?
                    limits: {maxBodyBytes: 1MiB}      | :1: unknown key limits.maxBodyBytes; did you mean limits.max_body_bytes?
                    limits: {heartbeat: 1s}           | :1: unknown key limits.heartbeat; did you mean nodes.heartbeat?
                    limits: {groups: {free: {customer_request_per_minute: 1}}} | :1: unknown key limits.groups.free.customer_request_per_minute; did you mean limits.groups.free.customer_requests_per_minute?
                    limits: {groups: {free: {shared_parallel_requests: -1}}}   | :1: limits.groups.free.shared_parallel_requests: expected a whole number from 0 to 1000000, not "-1"
                    limits: {groups: {free: {shared_parallel_requests: {a: 1}}}} | limits.groups.free.shared_parallel_requests: expected a single value, not a section
                    limits: {groups: {Free!: {shared_parallel_requests: 1}}}   | :1: unknown key limits.groups.Free!
                    limits: {groups: {free: 1}}       | :1: limits.groups.free: expected a section with keys, not a value
                    limits: {groups: 1}               | :1: limits.groups: expected a section with keys, not a value
                    quux: {frobnication_factor: 1}    | :1: unknown key quux.frobnication_factor
                    quux:                             | :1: unknown key quux
                    server: {nested: {port: 1}}       | :1: unknown key server.nested
                    server: 8484                      | :1: server: expected a section with keys, not a value
                    server: [8484]                    | :1: unknown key server
                    server: {port: [1, 2]}            | :1: server.port: expected a single value, not a list
                    server: {port: {a: 1}}            | :1: server.port: expected a single value, not a section
                    server: {port: eighty}            | :1: server.port: expected a whole number from 0 to 65535, not "eighty"
                    server: {port: 65536}             | :1: server.port: expected a whole number from 0 to 65535, not "65536"
                    server: {port: 1.5}               | :1: server.port: expected a whole number from 0 to 65535, not "1.5"
                    server: {port: -1}                | :1: server.port: expected a whole number from 0 to 65535, not "-1"
                    server: {port: 99999999999999999999} | :1: server.port: expected a whole number from 0 to 65535
                    server: {host: "a b"}             | :1: server.host: expected a host name or address
                    nodes: {heartbeat: 1}             | :1: nodes.heartbeat: expected a duration from 100ms to 1m, such as 100ms, not "1"
                    nodes: {heartbeat: 2m}            | :1: nodes.heartbeat: expected a duration from 100ms to 1m, such as 100ms, not "2m"
                    limits: {max_body_bytes: 32MB}    | :1: limits.max_body_bytes: expected a size from 1KiB to 256MiB, such as 1KiB, not "32MB"
                    limits: {max_body_bytes: 999999999999GiB} | :1: limits.max_body_bytes: expected a size
                    holds: {owed_cap: "1e9"}          | :1: holds.owed_cap: expected an amount of credit
                    holds: {owed_cap: "-1"}           | :1: holds.owed_cap: expected an amount of credit
                    holds: {owed_cap: "0.0000000001"} | :1: holds.owed_cap: expected an amount of credit
                    operator: {time_zone: Mars/Base}  | :1: operator.time_zone: expected a time zone such as Europe/Berlin or UTC, not "Mars/Base"
                    operator: {name: ""}              | :1: operator.name: expected one line
                    log: {level: loud}                | :1: log.level: expected one of trace, debug, info, warn, error, not "loud"
                    usage_accounting: {platform_fault: some} | :1: usage_accounting.platform_fault: expected one of nothing, delivered, everything, not "some"
                    usage_accounting: {platform_falt: nothing} | :1: unknown key usage_accounting.platform_falt; did you mean usage_accounting.platform_fault?
                    database: {url: "mysql://db/x"}   | :1: database.url: expected a PostgreSQL URL without user or password
                    database: {user: me}              | :1: database.user: user and password belong to an external database
                    nodes: {lapse: 2s}                | :1: nodes.lapse: must be at least three times nodes.heartbeat
                    nodes: {heartbeat: 10s}           | default: nodes.lapse: must be at least three times nodes.heartbeat
                    limits: {max_body_bytes: 64MiB, buffered_body_budget: 32MiB} | limits.buffered_body_budget: must be at least limits.max_body_bytes
                    holds: {ttl: 1m}                  | :1: holds.ttl: must be longer than upstream.first_byte_timeout
                    ledger: {queue_limit: 16}         | ledger.batch_limit: must be at most ledger.queue_limit
                    - server                          | :1: expected sections such as "server:"
                    server: {port: 1, port: 2}        | :1: not YAML that can be read
                    server: {port: 1                  | not YAML that can be read
                    """)
    void a_mistake_in_the_file_is_named_with_its_line_its_key_and_what_was_expected(
            String yaml, String expected) {
        assertThat(refusal(yaml)).contains(expected);
    }

    @Test
    void a_group_has_limits_for_each_customer_and_for_all_together_and_none_by_default() {
        Configuration read =
                load(
                        """
                        limits:
                          groups:
                            free:
                              customer_requests_per_minute: 20
                              customer_tokens_per_minute: 1_000
                              customer_parallel_requests: 2
                              shared_requests_per_minute: 600
                            partners-2:
                              shared_tokens_per_minute: 5000000
                              shared_parallel_requests: 64
                            empty:
                        """);

        assertThat(read.limits().groups())
                .isEqualTo(
                        Map.of(
                                "free", new GroupSettings(20, 1000, 2, 600, 0, 0),
                                "partners-2", new GroupSettings(0, 0, 0, 0, 5_000_000, 64)));
        assertThat(Configuration.defaults().limits().groups()).isEmpty();
    }

    @Test
    void a_group_can_be_set_on_the_command_line_and_is_described_with_where_it_came_from() {
        String key = "limits.groups.free.customer_parallel_requests";
        var sources = new Sources(Optional.empty(), Map.of(), Map.of(key, "3"));

        assertThat(Configuration.load(sources).limits().groups())
                .isEqualTo(Map.of("free", new GroupSettings(0, 0, 3, 0, 0, 0)));
        assertThat(Configuration.describe(sources))
                .contains(
                        new Effective(key, "3", "command line " + key),
                        new Effective(
                                "limits.groups.free.shared_parallel_requests", "0", "default"));
    }

    @Test
    void all_mistakes_are_reported_at_once_each_with_its_line() {
        String refusal =
                refusal(
                        """
                        server:
                          port: none
                          hots: here

                        log:
                          level: loud
                        """);

        assertThat(refusal.lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("farebox.yaml:2: server.port:"))
                .anyMatch(line -> line.contains("farebox.yaml:3: unknown key server.hots"))
                .anyMatch(line -> line.contains("farebox.yaml:6: log.level:"));
    }

    @Test
    void a_flood_of_mistakes_is_cut_off() {
        var yaml = new StringBuilder("server:\n");
        for (int i = 0; i < 500; i++) {
            yaml.append("  ").append("x".repeat(300)).append(i).append(": 1\n");
        }

        assertThat(refusal(yaml.toString())).endsWith("and 480 more").hasSizeLessThan(10_000);
    }

    @Test
    void a_file_that_is_missing_too_large_or_not_text_is_refused() throws IOException {
        Path absent = directory.resolve("absent.yaml");
        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(2 << 20));
        Path binary = Files.write(directory.resolve("bin.yaml"), new byte[] {(byte) 0xff, 0x00});

        assertThat(refusal(absent)).contains("absent.yaml: cannot be read (NoSuchFileException)");
        assertThat(refusal(large)).contains("large.yaml: is larger than 1 MiB");
        assertThat(refusal(binary)).contains("bin.yaml: is not UTF-8 text");
    }

    @Test
    void anchors_do_not_multiply() {
        assertThat(refusal("server: &a {host: h}\nlog: *a\n")).contains("log: expected a section");
    }

    @ParameterizedTest
    @CsvSource({
        "FAREBOX_SERVER_PROT, did you mean FAREBOX_SERVER_PORT?",
        "FAREBOX_SEVER_PORT, did you mean FAREBOX_SERVER_PORT?",
        "FAREBOX_LOG_COLOUR, names no key",
        "FAREBOX_LIMITS_GROUPS_FREE_CUSTOMER_PARALLEL_REQUESTS, names no key",
    })
    void a_mistyped_variable_is_refused(String variable, String expected) {
        assertThat(refusal(environment(variable, "1"))).contains(variable).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "FAREBOX_JAVA_HOME",
        "FAREBOX_REQUIRE",
        "FAREBOX_SERVICE_HOST",
        "FAREBOX_SERVICE_PORT",
        "FAREBOX_PORT",
        "FAREBOX_PORT_8484_TCP_ADDR",
        "PATH",
    })
    void a_variable_of_the_launcher_or_of_an_orchestrator_is_left_alone(String variable) {
        assertThat(Configuration.load(environment(variable, "tcp://10.0.0.1:8484")))
                .isEqualTo(Configuration.defaults());
    }

    @Test
    void a_bad_value_from_the_environment_or_the_command_line_names_where_it_came_from() {
        assertThat(refusal(environment("FAREBOX_SERVER_PORT", "x")))
                .contains("environment FAREBOX_SERVER_PORT: server.port: expected a whole number");
        assertThat(refusal(new Sources(Optional.empty(), Map.of(), Map.of("server.pot", "1"))))
                .contains("command line server.pot: unknown key server.pot; did you mean");
    }

    @Test
    void a_secret_comes_from_a_file_and_is_never_shown() throws IOException {
        Path secret = Files.writeString(directory.resolve("pw"), "hunter2\n");
        var sources =
                new Sources(
                        Optional.of(
                                write(
                                        "database: {url: 'postgresql://db/farebox',"
                                                + " password_file: '%s'}".formatted(secret))),
                        Map.of("FAREBOX_SEAL_MASTER_KEY", "hunter3"),
                        Map.of());

        Configuration read = Configuration.load(sources);

        assertThat(read.database().url()).contains("jdbc:postgresql://db/farebox");
        assertThat(read.database().password().map(Secret::reveal)).contains("hunter2");
        assertThat(read.seal().masterKey().map(Secret::reveal)).contains("hunter3");
        assertThat(read.toString()).doesNotContain("hunter");
        assertThat(Configuration.describe(sources).toString())
                .doesNotContain("hunter")
                .contains("seal.master_key, text=(secret)");
    }

    @Test
    void a_secret_is_not_repeated_by_the_sentence_that_refuses_it() {
        List<String> yamls =
                List.of(
                        "database: {url: 'postgresql://me:hunter2@db/farebox'}",
                        "database: {url: 'postgresql://db/farebox?password=hunter2'}",
                        "seal: {master_key: [hunter2]}",
                        "seal: {master_key: hunter2, master_key_file: /nowhere}",
                        "seal: {master_key: '%s'}".formatted("hunter2".repeat(20_000)));

        assertThat(yamls)
                .allSatisfy(yaml ->
                        assertThat(refusal(yaml).contains("hunter2"))
                                .as(yaml.substring(0, 20))
                                .isFalse());
    }

    private Configuration load(String yaml) {
        return Configuration.load(sources(write(yaml)));
    }

    private String refusal(String yaml) {
        return refusal(sources(write(yaml)));
    }

    private static String refusal(Path file) {
        return refusal(sources(file));
    }

    private static String refusal(Sources sources) {
        var refusals = new java.util.ArrayList<String>();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Configuration.load(sources))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFIG_INVALID))
                .satisfies(e -> refusals.add(e.getMessage()));
        return refusals.getFirst();
    }

    private static Sources sources(Path file) {
        return new Sources(Optional.of(file), Map.of(), Map.of());
    }

    private static Sources environment(String name, String value) {
        return new Sources(Optional.empty(), Map.of(name, value), Map.of());
    }

    private Path write(String yaml) {
        try {
            return Files.writeString(
                    directory.resolve("farebox.yaml"), yaml, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
