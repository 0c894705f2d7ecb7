package dev.farebox.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Claude Code and Codex work through Farebox: a whole turn in which they run a command. */
@ExtendWith(WithClients.class)
class AgentsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NOTE = "farebox was here";

    @SuppressWarnings("NullAway.Init")
    private static ClientWorld world;

    @SuppressWarnings("NullAway.Init")
    private static Agents agents;

    @BeforeAll
    static void start(ClientWorld shared) {
        world = shared;
        agents = new Agents(shared);
    }

    @Proves("BUY-5")
    @Test
    void claude_code_runs_a_command_and_reports_what_it_printed() throws IOException {
        Account account = world.operator().customer("Claude", "100");
        try (var tee = world.tee()) {
            String prompt =
                    """
                    !tool Bash {"command":"echo %s | tee note.txt","description":"Write a note"}
                    Write a note.\
                    """
                            .formatted(NOTE);
            Agents.Run run =
                    agents.claude(
                            new Where(tee.url(), account.key()),
                            prompt,
                            LIMIT,
                            "--output-format",
                            "json");
            assertThat(run.ended().exit()).as(run.ended().said()).isZero();
            assertThat(run.json().path("is_error").asBoolean()).isFalse();
            assertThat(run.json().path("num_turns").asInt()).isEqualTo(2);
            assertThat(run.json().path("result").asString()).contains("answered: " + NOTE);
            assertThat(run.folder().resolve("note.txt")).hasContent(NOTE);
            assertThat(tee.paths()).allMatch(path -> path.startsWith("/v1/messages"));
            assertTwoChargedRequests("Claude Code", run, tee.requests(), account, tee.statuses());
        }
    }

    @Test
    void codex_runs_a_command_and_reports_what_it_printed() throws IOException {
        Account account = world.operator().customer("Codex", "100");
        try (var tee = world.tee()) {
            String prompt =
                    "!tool exec_command {\"cmd\":\"echo %s | tee note.txt\"}\nWrite a note."
                            .formatted(NOTE);
            Agents.Run run =
                    agents.codex(
                            new Where(tee.url(), account.key()),
                            prompt,
                            LIMIT,
                            "--sandbox",
                            "danger-full-access");
            assertThat(run.ended().exit()).as(run.ended().said()).isZero();
            assertThat(run.ended().out()).contains("The tool answered:").contains(NOTE);
            assertThat(run.folder().resolve("note.txt")).hasContent(NOTE);
            assertThat(tee.paths()).allMatch("/v1/responses"::equals);
            assertTwoChargedRequests("Codex", run, tee.requests(), account, tee.statuses());
        }
    }

    @Test
    void nothing_left_the_machine() {
        assertThat(world.attemptsToGetOut()).isEmpty();
    }

    private static void assertTwoChargedRequests(
            String name, Agents.Run run, int requests, Account account, List<Integer> statuses) {
        Written written = world.settled(account);
        world.report()
                .add(
                        new Report.Row(
                                name,
                                "a whole turn with a tool",
                                requests,
                                statuses,
                                run.ended().took().toMillis(),
                                written,
                                run.ended().out()));
        assertThat(requests).isEqualTo(2);
        assertThat(written.lines())
                .hasSize(2)
                .allSatisfy(line -> {
                    assertThat(line.outcome()).isEqualTo("completed");
                    assertThat(line.charged()).isPositive();
                });
    }
}
