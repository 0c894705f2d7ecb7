package dev.farebox.gateway.provider.demo;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the tests of this package talk to a demo provider. */
final class DemoCall {
    static final JsonMapper JSON = JsonMapper.shared();
    static final String CHAT = "/v1/chat/completions";

    private DemoCall() {}

    static String body(String prompt, String... moreFields) {
        String more = moreFields.length == 0 ? "" : "," + String.join(",", moreFields);
        return "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
                .formatted(JSON.writeValueAsString(prompt), more);
    }

    static String stream(String prompt, String... moreFields) {
        String[] more = new String[moreFields.length + 2];
        System.arraycopy(moreFields, 0, more, 2, moreFields.length);
        more[0] = "\"stream\":true";
        more[1] = "\"stream_options\":{\"include_usage\":true}";
        return body(prompt, more);
    }

    static RawHttp open(DemoUpstream demo, String body) throws IOException {
        return RawHttp.connect(demo.port())
                .request("POST", CHAT, RawHttp.json(DemoUpstream.KEY), body);
    }

    static RawHttp.Answer post(DemoUpstream demo, String body) throws IOException {
        try (var http = open(demo, body)) {
            return http.answer();
        }
    }

    static JsonNode answer(DemoUpstream demo, String body) throws IOException {
        return JSON.readTree(post(demo, body).body());
    }

    static List<Event> events(DemoUpstream demo, String body) throws IOException {
        try (var http = open(demo, body)) {
            return http.events().rest();
        }
    }

    static List<JsonNode> chunks(List<Event> events) {
        return events.stream()
                .filter(event -> !event.isComment() && !event.isDone())
                .map(event -> JSON.readTree(event.data()))
                .toList();
    }

    static String content(List<JsonNode> chunks) {
        var text = new StringBuilder();
        for (JsonNode chunk : chunks) {
            text.append(chunk.at("/choices/0/delta/content").asString(""));
        }
        return text.toString();
    }
}
