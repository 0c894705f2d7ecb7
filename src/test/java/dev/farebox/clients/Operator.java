package dev.farebox.clients;

import dev.farebox.id.IdText;
import dev.farebox.scenario.DemoService;
import dev.farebox.scenario.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator does for these tests, by the interface that operators have. */
final class Operator implements AutoCloseable {
    private final DemoService demo;
    private final HttpClient http = HttpClient.newHttpClient();

    Operator(DemoService demo) {
        this.demo = demo;
    }

    /** A new customer with so many credits, whose key works. */
    Account customer(String name, String credits) {
        return customer(name, credits, "{}");
    }

    /** {@code terms} of the key, as the interface takes them. */
    Account customer(String name, String credits, String terms) {
        JsonNode customer = post("/customers", "{\"name\":\"" + name + "\"}");
        String id = customer.path("id").asString();
        if (!credits.equals("0")) {
            String grant = "{\"amount\":\"" + credits + "\",\"reason\":\"for a test\"}";
            post("/customers/" + id + "/grants", grant);
        }
        JsonNode key = post("/customers/" + id + "/keys", terms);
        var account =
                new Account(
                        IdText.CUSTOMER.read(id).orElseThrow(),
                        key.path("id").asString(),
                        key.path("secret").asString());
        await("a new key works", account, 200);
        return account;
    }

    void revoke(Account account) {
        send(admin("/keys/" + account.keyId()).DELETE().build());
        await("a revoked key is refused", account, 401);
    }

    /** Waits until the demo's model answers, after it was made to fail. */
    void awaitRecovery(Account account) {
        await("the channel is used again", () -> question(account), 200);
    }

    /** One short question, of whose answer nothing is kept. */
    void ask(Account account) {
        send(question(account).build());
    }

    private HttpRequest.Builder question(Account account) {
        String body =
                "{\"model\":\"demo-chat\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        return HttpRequest.newBuilder(URI.create(demo.baseUrl() + "/chat/completions"))
                .header("authorization", "Bearer " + account.key())
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private void await(String what, Account account, int status) {
        await(
                what,
                () ->
                        HttpRequest.newBuilder(URI.create(demo.baseUrl() + "/models"))
                                .header("authorization", "Bearer " + account.key()),
                status);
    }

    private interface Asked {
        HttpRequest.Builder request();
    }

    private void await(String what, Asked asked, int status) {
        try {
            Patience.await(what, () -> send(asked.request().build()).statusCode() == status);
        } catch (Exception failure) {
            throw new IllegalStateException(what, failure);
        }
    }

    private JsonNode post(String path, String body) {
        HttpResponse<String> answer =
                send(admin(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(URI.create(demo.adminUrl() + path))
                .header("authorization", "Bearer " + demo.adminToken());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
