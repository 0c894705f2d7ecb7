package dev.farebox.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.NodeSdk;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The official OpenAI SDK for Node works unmodified: chat, stream, tools, errors, abort. */
@ExtendWith(WithClients.class)
class OpenAiChatTest {
    @SuppressWarnings("NullAway.Init")
    private static NodeSdk sdk;

    @SuppressWarnings("NullAway.Init")
    private static ClientWorld world;

    @BeforeAll
    static void start(ClientWorld shared) {
        world = shared;
        sdk = shared.node();
    }

    private static Map<String, String> environment() {
        return environment(world.usual());
    }

    private static Map<String, String> environment(Account account) {
        return world.environment(world.url(), account.key());
    }

    @Test
    void the_lockfile_names_no_host() throws IOException {
        assertThat(NodeSdk.lockfile()).doesNotContain("://", "resolved\"");
    }

    @Test
    void a_chat_is_answered_with_usage_and_a_request_id() {
        JsonNode seen = sdk.run("chat.mjs", environment());
        assertThat(seen.path("models").valueStream().map(JsonNode::asString)).contains("demo-chat");
        assertThat(seen.path("model").asString()).isEqualTo("demo-chat");
        assertThat(seen.path("text").asString()).contains("tea");
        assertThat(seen.path("finish").asString()).isEqualTo("stop");
        assertUsageAddsUp(seen.path("usage"));
        assertThat(seen.path("requestId").asString("")).isNotEmpty();
        assertThat(seen.path("requests").asInt()).isEqualTo(2);
    }

    @Test
    void a_stream_has_usage_only_when_it_is_asked_for() {
        JsonNode seen = sdk.run("stream.mjs", environment());
        JsonNode plain = seen.path("plain");
        JsonNode asked = seen.path("asked");
        assertThat(plain.path("text").asString()).contains("rivers");
        assertThat(asked.path("text")).isEqualTo(plain.path("text"));
        assertThat(plain.path("withoutChoices").asInt()).isZero();
        assertThat(plain.path("usage").isNull()).isTrue();
        assertThat(asked.path("withoutChoices").asInt()).isEqualTo(1);
        assertUsageAddsUp(asked.path("usage"));
        assertThat(plain.path("finish").asString()).isEqualTo("stop");
        assertThat(asked.path("chunks").asInt()).isEqualTo(plain.path("chunks").asInt() + 1);
    }

    @Test
    void the_whole_tool_loop_runs() {
        JsonNode seen = sdk.run("tools.mjs", environment());
        for (String way : Set.of("whole", "streamed")) {
            JsonNode loop = seen.path(way);
            assertThat(loop.path("called")).as(way).hasSize(1);
            assertThat(loop.at("/called/0/city").asString()).isEqualTo("Oslo");
            assertThat(loop.path("text").asString()).contains("17 degrees and rain");
            assertThat(loop.path("roles").valueStream().map(JsonNode::asString))
                    .containsExactly("user", "assistant", "tool", "assistant");
        }
        assertThat(seen.path("requests").asInt()).isEqualTo(4);
    }

    @Test
    void parallel_tool_calls_are_put_together_from_their_fragments() {
        JsonNode seen = sdk.run("parallel.mjs", environment());
        assertThat(seen.path("finish").asString()).isEqualTo("tool_calls");
        JsonNode calls = seen.path("calls");
        assertThat(calls.valueStream().map(call -> call.at("/arguments/city").asString()))
                .containsExactly("Oslo", "Paris");
        assertThat(
                        calls.valueStream()
                                .map(call -> call.path("id").asString())
                                .collect(Collectors.toSet()))
                .hasSize(2);
        assertUsageAddsUp(seen.path("usage"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_unknown_model_is_a_not_found_error_after_one_request(boolean stream) {
        JsonNode seen = error(changed(environment(), "FAREBOX_MODEL", "no-such-model"), stream);
        assertError(seen, "NotFoundError", 404, "model_not_found");
        assertThat(seen.path("requests").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_bad_key_is_an_authentication_error_after_one_request(boolean stream) {
        JsonNode seen = error(changed(environment(), "FAREBOX_API_KEY", "sk-wrong"), stream);
        assertError(seen, "AuthenticationError", 401, "invalid_api_key");
        assertThat(seen.path("requests").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void no_credit_is_a_quota_error(boolean stream) {
        JsonNode seen = error(environment(world.operator().customer("Empty", "0")), stream);
        assertError(seen, "APIError", 402, "credit_balance_exhausted");
        assertThat(seen.at("/error/type").asString()).isEqualTo("insufficient_quota");
        assertThat(seen.path("requests").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"cut after=9", "error_event after=9"})
    void an_upstream_that_fails_in_mid_stream_raises_an_error(String fault) {
        JsonNode seen = sdk.run("cut.mjs", changed(environment(), "FAREBOX_FAULT", fault));
        assertThat(seen.path("error").isObject()).as(seen.toString()).isTrue();
        assertThat(seen.path("text").asString()).isNotEmpty();
        assertThat(seen.path("requests").asInt()).isEqualTo(1);
    }

    @Test
    void a_client_can_leave_in_mid_stream_and_before_the_answer() {
        JsonNode seen = sdk.run("abort.mjs", environment());
        assertThat(seen.path("chunks").asInt()).isEqualTo(3);
        assertThat(seen.path("midStream").isNull()).isTrue();
        assertThat(seen.at("/atOnce/class").asString()).isEqualTo("APIUserAbortError");
        assertThat(seen.path("requests").asInt()).isEqualTo(2);
    }

    private static JsonNode error(Map<String, String> environment, boolean stream) {
        return sdk.run(
                "error.mjs", stream ? changed(environment, "FAREBOX_STREAM", "1") : environment);
    }

    private static void assertError(JsonNode seen, String type, int status, String code) {
        JsonNode error = seen.path("error");
        assertThat(error.path("class").asString("")).as(seen.toString()).isEqualTo(type);
        assertThat(error.path("isApiError").asBoolean()).isTrue();
        assertThat(error.path("status").asInt()).isEqualTo(status);
        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("requestId").asString("")).isNotEmpty();
    }

    private static void assertUsageAddsUp(JsonNode usage) {
        assertThat(usage.path("prompt_tokens").asInt()).isPositive();
        assertThat(usage.path("completion_tokens").asInt()).isPositive();
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(
                        usage.path("prompt_tokens").asInt()
                                + usage.path("completion_tokens").asInt());
    }

    private static Map<String, String> changed(
            Map<String, String> from, String name, String value) {
        var map = new HashMap<>(from);
        map.put(name, value);
        return map;
    }
}
