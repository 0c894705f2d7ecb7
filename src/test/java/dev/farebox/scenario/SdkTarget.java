package dev.farebox.scenario;

import dev.farebox.testkit.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the SDK talks to: a whole {@code farebox demo} in a process of its own, with the pace of a
 * real model. Behind it is the demo provider, whose faults a prompt can ask for.
 */
final class SdkTarget implements AutoCloseable {
    /** A refusal for want of credit says that a repeat is no use, and the SDK believes it. */
    static final int REQUESTS_WITHOUT_CREDIT = 1;

    private final DemoService demo;
    private final HttpClient http = HttpClient.newHttpClient();

    private SdkTarget(DemoService demo) {
        this.demo = demo;
    }

    static SdkTarget start() {
        try {
            Path folder = Files.createTempDirectory(TestServer.buildFolder(), "sdk-");
            return new SdkTarget(
                    DemoService.start(
                            folder.resolve("data"), 0, folder.resolve("log"), "realistic"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> environment() {
        return environment(demo.apiKey(), "demo-chat");
    }

    Map<String, String> environment(String key, String model) {
        return Map.of(
                "FAREBOX_BASE_URL", demo.baseUrl(),
                "FAREBOX_API_KEY", key,
                "FAREBOX_MODEL", model);
    }

    /** As {@link #environment()}, of a customer who was never granted any credit. */
    Map<String, String> environmentWithoutCredit() {
        String customer = admin("/customers", "{\"name\":\"Empty\"}").path("id").asString();
        JsonNode key = admin("/customers/" + customer + "/keys", "{}");
        awaitKey(key.path("secret").asString());
        return environment(key.path("secret").asString(), "demo-chat");
    }

    /** Keys reach the gateway's memory within a second. */
    private void awaitKey(String secret) {
        var models =
                HttpRequest.newBuilder(URI.create(demo.baseUrl() + "/models"))
                        .header("authorization", "Bearer " + secret)
                        .build();
        try {
            Patience.await("the key", () -> send(models).statusCode() == 200);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode admin(String path, String body) {
        var request =
                HttpRequest.newBuilder(URI.create(demo.adminUrl() + path))
                        .header("authorization", "Bearer " + demo.adminToken())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(path + ": " + answer.statusCode());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        demo.close();
    }
}
