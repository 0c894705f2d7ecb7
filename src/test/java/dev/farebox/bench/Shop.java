package dev.farebox.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An installation made as an operator makes one: by the command line and the admin API. */
final class Shop {
    /**
     * Whole nano-credits a token, so that the sum of the charges can be checked without rounding.
     */
    static final long INPUT_NANOS = 1_000;

    static final long CACHED_NANOS = 100;
    static final long OUTPUT_NANOS = 4_000;

    private static final String PRICES =
            """
            title: "bench"
            effective_from: "2026-01-01T00:00:00Z"
            groups: {default: "1"}
            models:
              demo-chat:
                max_input_tokens: 128000
                max_output_tokens: 16384
                price: {input: "1.00", cached_input: "0.10", output: "4.00"}
                cost: {input: "0.80", cached_input: "0.08", output: "3.20"}
            """;

    private final Path jar;
    private final Path data;
    private final List<String> options;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";

    Shop(Path jar, Path data, List<String> options) throws IOException {
        this.jar = jar;
        this.data = data;
        this.options = options;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Starts the service as the launcher does, and gives it prices, a channel and an operator. */
    Child open(Path scratch, String upstreamUrl) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Child.JAVA);
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dfile.encoding=UTF-8",
                        "-XX:+UseG1GC",
                        "-Xmx512m",
                        "-XX:MaxDirectMemorySize=256m",
                        "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "serve"));
        command.addAll(List.of("--data", data.toString(), "--port", Integer.toString(port)));
        Child service = Child.start("service", scratch, command, "Farebox serves ");
        try {
            Path prices = Files.writeString(scratch.resolve("prices.yaml"), PRICES);
            run("", "price", "publish", prices.toString());
            run(Upstream.KEY, addChannel(upstreamUrl));
            token = run("", "operator", "issue", "bench").lines().findFirst().orElseThrow();
            return service;
        } catch (RuntimeException | IOException e) {
            service.close();
            throw e;
        }
    }

    private static String[] addChannel(String url) {
        return new String[] {
            "channel",
            "add",
            "bench",
            "--url",
            url,
            "--model",
            "demo-chat",
            "--credential-file",
            "-"
        };
    }

    /** Each with a balance and a key of its own; gives the keys. */
    List<String> customers(int count) throws IOException, InterruptedException {
        Thread.sleep(2_000); // Prices, channel and operator reach the running service.
        var keys = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            String id = post("/customers", "{\"name\":\"caller " + i + "\"}").get("id").asString();
            post(
                    "/customers/" + id + "/grants",
                    "{\"amount\":\"100000\",\"reason\":\"bench\",\"colour\":\"PAID\"}");
            keys.add(
                    post("/customers/" + id + "/keys", "{\"parallel_requests\":0}")
                            .get("secret")
                            .asString());
        }
        Thread.sleep(2_000); // Keys too.
        return keys;
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/admin/v1" + path))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    /** One command beside the running service; gives its output. */
    private String run(String input, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Child.JAVA);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var out = process.outputWriter()) {
            out.write(input);
        }
        String output =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", words) + ": " + output);
        }
        return output;
    }
}
