package dev.farebox.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.Ended;
import dev.farebox.testkit.NodeSdk;
import dev.farebox.testkit.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every block of {@code docs/guides/clients.md} works as it is written, with the demo's words. */
@ExtendWith(WithClients.class)
class GuideTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * What the demo's models call a question that names nothing; they always say what it is about.
     */
    private static final String DEMO = "your question";

    @SuppressWarnings("NullAway.Init")
    private static ClientWorld world;

    @BeforeAll
    static void start(ClientWorld shared) {
        world = shared;
    }

    @Test
    void every_section_is_tried_here() {
        assertThat(Guide.headings())
                .containsExactlyInAnyOrder(
                        Agents.CLAUDE_CODE,
                        Agents.CODEX,
                        "OpenAI SDK for JavaScript",
                        "Anthropic SDK for JavaScript",
                        "Google GenAI SDK for JavaScript",
                        "Vercel AI SDK",
                        "openai-java",
                        "anthropic-java",
                        "LangChain4j");
    }

    @Proves("BUY-5")
    @Test
    void claude_code_runs_as_written() throws IOException {
        var agents = new Agents(world);
        assertAnswered(shell(Agents.CLAUDE_CODE, "claude", agents.claudeProgram(), home()));
    }

    @Test
    void codex_runs_as_written() throws IOException {
        Path home = home();
        try (var tee = world.tee()) {
            var where = new Where(tee.url(), world.usual().key());
            Agents.write(
                    home.resolve(".codex/config.toml"), Guide.block(Agents.CODEX, "toml", where));
            Path program = new Agents(world).codexProgram();
            assertAnswered(shell(Agents.CODEX, "codex", program, home, where));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OpenAI SDK for JavaScript",
                "Anthropic SDK for JavaScript",
                "Google GenAI SDK for JavaScript",
                "Vercel AI SDK"
            })
    void scripts_run_as_written(String heading) throws IOException {
        NodeSdk node = world.node();
        try (var tee = world.tee()) {
            String script = "guide-" + heading.replaceAll("\\W+", "-") + ".mjs";
            var where = new Where(tee.url(), world.usual().key());
            node.write(script, Guide.block(heading, "js", where));
            assertAnswered(node.run(script, List.of(), world.noWayOut(), LIMIT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai-java", "anthropic-java", "LangChain4j"})
    void java_runs_as_written(String heading) throws IOException {
        try (var tee = world.tee()) {
            Path source = home().resolve("Guide.java");
            var where = new Where(tee.url(), world.usual().key());
            Agents.write(source, Guide.block(heading, "java", where));
            List<String> command =
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            source.toString());
            assertAnswered(Ended.of(command, Map.of(), home(), LIMIT));
        }
    }

    private static Path home() {
        return world.newFolder("guide");
    }

    private static Ended shell(String heading, String name, Path program, Path home)
            throws IOException {
        try (var tee = world.tee()) {
            var where = new Where(tee.url(), world.usual().key());
            return shell(heading, name, program, home, where);
        }
    }

    /** The program is on the PATH under its own name, as it is where people installed it. */
    private static Ended shell(String heading, String name, Path program, Path home, Where where)
            throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.createSymbolicLink(bin.resolve(name), program);
        var environment = new HashMap<>(world.noWayOut());
        environment.put("HOME", home.toString());
        environment.put("PATH", bin + ":/usr/bin:/bin");
        List<String> command = List.of("/bin/sh", "-ec", Guide.block(heading, "sh", where));
        return Ended.of(command, environment, home, LIMIT);
    }

    private static void assertAnswered(Ended ended) {
        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThat(ended.out()).contains(DEMO);
    }
}
