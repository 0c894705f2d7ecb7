package dev.farebox.gateway.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.wire.anthropic.AnthropicModels.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models are listed in Anthropic's form, page by page. */
class AnthropicModelsTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static List<Entry> models(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Entry("m" + i, "Model " + i, Instant.EPOCH))
                .toList();
    }

    @Test
    void one_model_is_written_like_this() {
        var entry = new Entry("claude-x", "Claude X", Instant.parse("2026-02-04T00:00:00Z"));
        assertThat(new String(AnthropicModels.one(entry), UTF_8))
                .isEqualTo(
                        "{\"type\":\"model\",\"id\":\"claude-x\",\"display_name\":\"Claude X\","
                                + "\"created_at\":\"2026-02-04T00:00:00Z\"}");
    }

    static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of(3, Map.of(), "m0 m1 m2", false),
                Arguments.of(0, Map.of(), "", false),
                Arguments.of(3, Map.of("limit", "2"), "m0 m1", true),
                Arguments.of(3, Map.of("limit", "3"), "m0 m1 m2", false),
                Arguments.of(3, Map.of("limit", "2", "after_id", "m0"), "m1 m2", false),
                Arguments.of(3, Map.of("after_id", "m2"), "", false),
                Arguments.of(3, Map.of("after_id", "other"), "", false),
                Arguments.of(4, Map.of("limit", "2", "before_id", "m3"), "m1 m2", true),
                Arguments.of(4, Map.of("limit", "2", "before_id", "m2"), "m0 m1", false),
                Arguments.of(4, Map.of("before_id", "m0"), "", false),
                Arguments.of(4, Map.of("before_id", "other"), "", false),
                Arguments.of(2, Map.of("limit", "0"), "m0 m1", false),
                Arguments.of(2, Map.of("limit", "-1"), "m0 m1", false),
                Arguments.of(2, Map.of("limit", "99999999999"), "m0 m1", false),
                Arguments.of(2, Map.of("limit", "x"), "m0 m1", false));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_holds(int count, Map<String, String> query, String ids, boolean more) {
        JsonNode page = MAPPER.readTree(AnthropicModels.list(models(count), query));
        var seen = page.get("data").valueStream().map(m -> m.get("id").asString()).toList();
        assertThat(String.join(" ", seen)).isEqualTo(ids);
        assertThat(page.get("has_more").asBoolean()).isEqualTo(more);
        if (seen.isEmpty()) {
            assertThat(page.get("first_id").isNull()).isTrue();
            assertThat(page.get("last_id").isNull()).isTrue();
        } else {
            assertThat(page.get("first_id").asString()).isEqualTo(seen.getFirst());
            assertThat(page.get("last_id").asString()).isEqualTo(seen.getLast());
        }
    }

    @Test
    void a_page_is_20_long_unless_asked_and_1000_at_most() {
        assertThat(MAPPER.readTree(AnthropicModels.list(models(30), Map.of())).get("data"))
                .hasSize(20);
        assertThat(
                        MAPPER.readTree(AnthropicModels.list(models(1100), Map.of("limit", "5000")))
                                .get("data"))
                .hasSize(1000);
    }
}
