package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.db.Database;
import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.gateway.stored.Owned;
import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files lie at a provider in one account for all, and each customer sees its own alone. */
@WithDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredFilesTest {
    private static final long FUNDS = 1_000_000_000;
    private static final String FILES = "/v1/files";

    private GatewayWorld world;
    private DemoUpstream other;

    @BeforeAll
    void start(Database database) {
        world = new GatewayWorld(database, "stored.max_files", "3");
        other = DemoUpstream.instant();
        world.addChannel("zz", other.baseUrl(), DemoUpstream.KEY);
        world.refresh();
    }

    @AfterAll
    void stop() {
        other.close();
        world.close();
    }

    @Test
    void a_file_is_kept_shown_read_and_deleted() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = upload(buyer, "one\r\ntwo");
        JsonNode shown = json(send("GET", buyer, FILES + "/" + id));
        assertThat(shown.get("id").asString()).isEqualTo(id);
        assertThat(shown.get("purpose").asString()).isEqualTo("user_data");
        assertThat(send("GET", buyer, FILES + "/" + id + "/content").body())
                .isEqualTo("one\r\ntwo");
        assertThat(send("DELETE", buyer, FILES + "/" + id).body()).contains("\"deleted\":true");
        assertThat(send("GET", buyer, FILES + "/" + id).status()).isEqualTo(404);
        assertThat(world.account(buyer).available()).isEqualTo(FUNDS);
        assertThat(world.usage(buyer)).isEmpty();
    }

    @Test
    void a_list_is_the_customers_own_newest_first_and_has_pages() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        Buyer stranger = world.buyer(FUNDS);
        var made = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            made.addFirst(upload(buyer, "file " + i));
            upload(stranger, "foreign " + i);
        }
        JsonNode all = json(send("GET", buyer, FILES));
        assertThat(ids(all)).isEqualTo(made);
        assertThat(all.get("has_more").asBoolean()).isFalse();
        JsonNode page = json(send("GET", buyer, FILES + "?limit=2"));
        assertThat(ids(page)).isEqualTo(made.subList(0, 2));
        assertThat(page.get("has_more").asBoolean()).isTrue();
        JsonNode rest = json(send("GET", buyer, FILES + "?limit=2&after=" + made.get(1)));
        assertThat(ids(rest)).isEqualTo(made.subList(2, 3));
        assertThat(ids(json(send("GET", world.buyer(0), FILES)))).isEmpty();
        assertThat(send("GET", buyer, FILES + "?order=asc").status()).isEqualTo(400);
    }

    @Test
    void a_file_of_another_customer_looks_like_one_that_never_was() throws IOException {
        Buyer owner = world.buyer(FUNDS);
        Buyer thief = world.buyer(FUNDS);
        String foreign = upload(owner, "secret");
        String unknown = "file-demo0";
        for (String way : List.of("GET ", "DELETE ", "GET /content")) {
            String method = way.substring(0, way.indexOf(' '));
            String suffix = way.substring(way.indexOf(' ') + 1);
            RawHttp.Answer one = send(method, thief, FILES + "/" + foreign + suffix);
            RawHttp.Answer two = send(method, thief, FILES + "/" + unknown + suffix);
            assertThat(one.status()).as(way).isEqualTo(404);
            assertThat(one.body().replace(foreign, "ID"))
                    .isEqualTo(two.body().replace(unknown, "ID"));
        }
        long seen = world.faults().count(Count.SEEN);
        for (String path : List.of(GatewayWorld.CHAT, "/v1/responses")) {
            RawHttp.Answer one = post(thief, path, asking(path, foreign));
            RawHttp.Answer two = post(thief, path, asking(path, unknown));
            assertThat(one.status()).as(path).isEqualTo(400);
            assertThat(one.body()).contains("file_not_found");
            assertThat(one.body().replace(foreign, "ID"))
                    .isEqualTo(two.body().replace(unknown, "ID"));
        }
        assertThat(world.faults().count(Count.SEEN)).isEqualTo(seen);
        assertThat(send("GET", owner, FILES + "/" + foreign + "/content").body())
                .isEqualTo("secret");
    }

    @Test
    void a_request_that_names_a_file_goes_where_the_file_lies() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = upload(buyer, "some words");
        for (int i = 1; i <= 6; i++) {
            RawHttp.Answer answer = post(buyer, "/v1/responses", asking("/v1/responses", id));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(world.settled(buyer, i).getFirst().line().channel()).isEqualTo("demo");
        }
    }

    @Test
    void what_lies_with_different_providers_cannot_be_put_together() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = upload(buyer, "some words");
        var elsewhere = new StoredId(StoredId.Kind.RESPONSE, "resp_elsewhere");
        world.stored.own(
                buyer.account(), List.of(new Owned(elsewhere, java.util.UUID.randomUUID(), 1)));
        String body =
                asking("/v1/responses", id)
                        .replaceFirst("\\{", "{\"previous_response_id\":\"resp_elsewhere\",");
        RawHttp.Answer answer = post(buyer, "/v1/responses", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("different_channels");
    }

    @Test
    void nobody_keeps_more_files_than_are_allowed() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        String id = "";
        for (int i = 0; i < 3; i++) {
            id = upload(buyer, "file " + i);
        }
        RawHttp.Answer refused = form(buyer, "one more");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("file_limit_reached");
        send("DELETE", buyer, FILES + "/" + id);
        assertThat(form(buyer, "one more").status()).isEqualTo(200);
    }

    @Test
    void only_forms_of_openais_dialect_are_taken() throws IOException {
        Buyer buyer = world.buyer(FUNDS);
        assertThat(post(buyer, FILES, "{}").status()).isEqualTo(400);
        var headers = new HashMap<>(RawHttp.json(buyer.secret()));
        headers.put("anthropic-version", "2023-06-01");
        try (var http = RawHttp.connect(world.server.port())) {
            RawHttp.Answer answer = http.request("GET", FILES, headers, "").answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).contains("not served");
        }
        assertThat(send("PUT", buyer, FILES).status()).isEqualTo(405);
        assertThat(world.server.bufferedBytes()).isZero();
    }

    private String upload(Buyer buyer, String content) throws IOException {
        RawHttp.Answer answer = form(buyer, content);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return json(answer).get("id").asString();
    }

    private RawHttp.Answer form(Buyer buyer, String content) throws IOException {
        String body =
                "--B\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nuser_data\r\n"
                        + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
                        + content
                        + "\r\n--B--\r\n";
        var headers =
                Map.of(
                        "authorization",
                        "Bearer " + buyer.secret(),
                        "content-type",
                        "multipart/form-data; boundary=B");
        try (var http = RawHttp.connect(world.server.port())) {
            return http.request("POST", FILES, headers, body).answer();
        }
    }

    private static String asking(String path, String file) {
        return path.equals(GatewayWorld.CHAT)
                ? "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\""
                        + file
                        + "\"}}]}]}"
                : "{\"model\":\"demo-chat\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Read it\"},{\"type\":\"input_file\",\"file_id\":\""
                        + file
                        + "\"}]}]}";
    }

    private static List<String> ids(JsonNode list) {
        var ids = new ArrayList<String>();
        list.get("data").forEach(file -> ids.add(file.get("id").asString()));
        return ids;
    }

    private static JsonNode json(RawHttp.Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private RawHttp.Answer post(Buyer buyer, String path, String body) throws IOException {
        try (var http = RawHttp.connect(world.server.port())) {
            return http.request("POST", path, RawHttp.json(buyer.secret()), body).answer();
        }
    }

    private RawHttp.Answer send(String method, Buyer buyer, String path) throws IOException {
        try (var http = RawHttp.connect(world.server.port())) {
            return http.request(method, path, RawHttp.json(buyer.secret()), "").answer();
        }
    }
}
