package dev.farebox.clients;

import dev.farebox.testkit.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Claude Code and Codex in print mode, set up as the guide says, each with a home and a working
 * folder of its own that nobody used before.
 */
final class Agents {
    static final String CLAUDE_CODE = "Claude Code";
    static final String CODEX = "Codex";

    private final ClientWorld world;

    Agents(ClientWorld world) {
        this.world = world;
    }

    /** {@code folder} is where it worked. */
    record Run(Ended ended, Path folder) {
        /** Claude Code's one line of JSON. */
        JsonNode json() {
            return JsonMapper.shared().readTree(ended.out());
        }

        /** Claude Code prints errors where it prints answers, Codex in lines of their own. */
        Turn turn() {
            String errors =
                    ended.err()
                            .lines()
                            .filter(line -> line.startsWith("ERROR: "))
                            .distinct()
                            .collect(Collectors.joining(" "));
            String still = ended.overdue() ? "(still trying when it was stopped) " : "";
            return new Turn(
                    ended.exit() != 0,
                    ended.out(),
                    still + (errors.isEmpty() ? ended.out() : errors));
        }
    }

    /** {@code more} are further arguments. Nothing but running a shell command is allowed to it. */
    Run claude(Where where, String prompt, Duration limit, String... more) {
        var command = new ArrayList<String>();
        command.add(claudeProgram().toString());
        command.addAll(List.of("-p", prompt, "--allowedTools", "Bash"));
        command.addAll(List.of(more));
        return run(command, Guide.variables(CLAUDE_CODE, where), world.newFolder("claude"), limit);
    }

    Run codex(Where where, String prompt, Duration limit, String... more) {
        Path home = world.newFolder("codex");
        write(home.resolve("home/.codex/config.toml"), Guide.block(CODEX, "toml", where));
        var command = new ArrayList<String>();
        command.add(codexProgram().toString());
        command.addAll(List.of("exec", "--skip-git-repo-check"));
        command.addAll(List.of(more));
        command.add(prompt);
        return run(command, Guide.variables(CODEX, where), home, limit);
    }

    Path claudeProgram() {
        return world.node()
                .program(
                        "@anthropic-ai/claude-code-linux-x64/claude",
                        "@anthropic-ai/claude-code-linux-arm64/claude");
    }

    Path codexProgram() {
        return world.node()
                .program(
                        "@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex",
                        "@openai/codex-linux-arm64/vendor/aarch64-unknown-linux-musl/bin/codex");
    }

    private Run run(
            List<String> command, Map<String, String> variables, Path folder, Duration limit) {
        Path home = folder.resolve("home");
        Path work = folder.resolve("work");
        try {
            Files.createDirectories(home);
            Files.createDirectories(work);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var environment = new HashMap<>(world.noWayOut());
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", home.toString());
        environment.putAll(variables);
        return new Run(Ended.of(command, environment, work, limit), work);
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
