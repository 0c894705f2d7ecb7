package dev.farebox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.Proves;
import dev.farebox.testkit.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The README's five minutes: ask, read the receipt, break something, look at the whole. */
class FirstPaidRequestTest {
    private static final String CHAT = "/chat/completions";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private static DemoService demo;

    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static Path log;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createTempDirectory(TestServer.buildFolder(), "tour-");
        data = folder.resolve("data");
        log = folder.resolve("log");
        demo = DemoService.start(data, 0, log);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    @Proves({"CRD-1", "CRD-5", "BUY-12"})
    void a_streamed_answer_is_paid_to_the_last_nano_credit_and_its_receipt_says_how()
            throws Exception {
        var answer = ask("demo-chat", true, "What is a prepaid balance?");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"finish_reason\":\"stop\"").endsWith("[DONE]\n\n");
        String id = answer.headers().firstValue("x-request-id").orElseThrow();

        JsonNode receipt = get("/api/v1/receipts/" + id, demo.apiKey());
        long input = units(receipt, "input");
        long output = units(receipt, "output");
        // 0.50 and 2.00 credits per million: 500 and 2000 nano-credits each.
        long nanos = input * 500 + units(receipt, "cached_input") * 50 + output * 2_000;
        assertThat(receipt.path("charged").asString())
                .isEqualTo(dev.farebox.money.Credits.ofNanos(nanos).toString());
        assertThat(receipt.path("paid_from")).hasSize(1);
        assertThat(receipt.at("/paid_from/0/colour").asString()).isEqualTo("promotional");
        assertThat(receipt.path("outcome").asString()).isEqualTo("completed");
        assertThat(receipt.toString()).doesNotContain("prepaid balance");

        List<String> printed = DemoService.command(data, log, "receipt", id);
        assertThat(String.join("\n", printed))
                .contains(
                        "charge      " + dev.farebox.money.Credits.ofNanos(nanos),
                        output + " output × 2.00 per million",
                        "price book 1");
    }

    @Test
    void a_broken_answer_is_an_error_and_costs_nothing() throws Exception {
        JsonNode before = get("/api/v1/balance", demo.apiKey());
        var answer = ask("demo-chat", false, "!fault cut");
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        JsonNode receipt = get("/api/v1/receipts/" + id, demo.apiKey());
        assertThat(receipt.path("charged").asString()).isEqualTo("0");
        assertThat(receipt.path("rule").asString()).isEqualTo("nothing");
        assertThat(receipt.path("failure").asString()).startsWith("upstream_");
        assertThat(get("/api/v1/balance", demo.apiKey()).path("available"))
                .isEqualTo(before.path("available"));
    }

    @Test
    void a_stream_that_breaks_off_is_shown_but_not_charged() throws Exception {
        String id = cutStream();
        List<String> receipt = DemoService.command(data, log, "receipt", id);
        assertThat(String.join("\n", receipt))
                .contains("charge      0", "the rule for it charges nothing");
        assertThat(DemoService.command(data, log, "books", "verify").getLast())
                .startsWith("The books balance: ");
        assertThat(DemoService.command(data, log, "doctor")).last().isEqualTo("All green.");
    }

    /** Its client sees the connection break, so only the head tells which request it was. */
    private static String cutStream() throws Exception {
        var answer =
                HTTP.send(
                        question("demo-chat", true, "!fault cut after=5 Tell", demo.apiKey()),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            org.assertj.core.api.Assertions.assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(java.io.IOException.class);
        }
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    @Test
    void what_the_command_line_changes_is_in_force_within_a_second() throws Exception {
        String customer = DemoService.command(data, log, "customer", "add", "Second").getLast();
        DemoService.command(data, log, "credit", "grant", customer, "1", "--reason", "a test");
        String key =
                DemoService.command(data, log, "key", "issue", customer, "--model", "demo-tools")
                        .getLast();
        Patience.await("the key", () -> status("demo-tools", key) == 200);
        assertThat(status("demo-chat", key)).isEqualTo(403);
        assertThat(get("/v1/models", key).path("data")).hasSize(1);

        String row = DemoService.command(data, log, "key", "list", customer).getLast();
        DemoService.command(data, log, "key", "revoke", row.substring(0, row.indexOf(' ')));
        long millis = Patience.await("the revocation", () -> status("demo-tools", key) == 401);
        assertThat(millis).isLessThan(1_000);
    }

    @Test
    void nobody_reads_another_customers_receipt() throws Exception {
        String id =
                ask("demo-chat", false, "Hello").headers().firstValue("x-request-id").orElseThrow();
        String customer = DemoService.command(data, log, "customer", "add", "Third").getLast();
        String key = DemoService.command(data, log, "key", "issue", customer).getLast();
        Patience.await("the key", () -> send("/v1/models", key).statusCode() == 200);
        assertThat(send("/api/v1/receipts/" + id, key).statusCode()).isEqualTo(404);
        assertThat(send("/api/v1/receipts/" + id, demo.apiKey()).statusCode()).isEqualTo(200);
        assertThat(send("/admin/v1/customers", key).statusCode()).isEqualTo(401);
    }

    @Test
    void doctor_and_the_books_are_green() throws Exception {
        ask("demo-reasoner", true, "Think");
        assertThat(DemoService.command(data, log, "doctor")).last().isEqualTo("All green.");
        assertThat(DemoService.command(data, log, "books", "verify").getLast())
                .startsWith("The books balance: ");
    }

    private static int status(String model, String key) throws Exception {
        return ask(model, false, "Hello", key).statusCode();
    }

    private static HttpResponse<String> ask(String model, boolean stream, String prompt)
            throws Exception {
        return ask(model, stream, prompt, demo.apiKey());
    }

    private static HttpResponse<String> ask(String model, boolean stream, String prompt, String key)
            throws Exception {
        return HTTP.send(
                question(model, stream, prompt, key), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest question(String model, boolean stream, String prompt, String key) {
        var body = JsonMapper.shared().createObjectNode();
        body.put("model", model);
        body.put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return HttpRequest.newBuilder(URI.create(demo.baseUrl() + CHAT))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private static JsonNode get(String path, String key) throws Exception {
        var answer = send(path, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static HttpResponse<String> send(String path, String key) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(demo.baseUrl()).resolve(path))
                        .header("authorization", "Bearer " + key)
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static long units(JsonNode receipt, String dimension) {
        return receipt.path("lines")
                .valueStream()
                .filter(line -> line.path("dimension").asString().equals(dimension))
                .mapToLong(line -> line.path("units").asLong())
                .sum();
    }
}
