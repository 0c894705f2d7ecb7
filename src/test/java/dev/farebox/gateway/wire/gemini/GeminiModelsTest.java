package dev.farebox.gateway.wire.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.wire.gemini.GeminiModels.Entry;
import dev.farebox.gateway.wire.gemini.GeminiModels.Method;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models are listed in Gemini's shape, page by page. */
class GeminiModelsTest {
    private static final Entry CHAT =
            new Entry(
                    "gemini-x",
                    "Gemini X",
                    1_048_576,
                    65_536,
                    EnumSet.of(Method.GENERATE, Method.COUNT_TOKENS));

    @Test
    void a_model_says_what_it_can_be_asked_for() {
        JsonNode model = new JsonMapper().readTree(GeminiModels.one(CHAT));
        assertThat(model.get("name").asString()).isEqualTo("models/gemini-x");
        assertThat(model.get("displayName").asString()).isEqualTo("Gemini X");
        assertThat(model.get("inputTokenLimit").asLong()).isEqualTo(1_048_576);
        assertThat(model.get("outputTokenLimit").asLong()).isEqualTo(65_536);
        assertThat(model.get("supportedGenerationMethods").toString())
                .isEqualTo("[\"generateContent\",\"countTokens\"]");
        JsonNode bare =
                new JsonMapper().readTree(GeminiModels.one(new Entry("e", "e", 0, 0, Set.of())));
        assertThat(bare.has("inputTokenLimit")).isFalse();
    }

    @Test
    void pages_follow_each_other_until_the_last() {
        var models = new ArrayList<Entry>();
        for (String id : List.of("c", "a", "e", "b", "d")) {
            models.add(new Entry(id, id, 0, 0, Set.of()));
        }
        assertThat(page(models, "2", null)).isEqualTo("[models/a, models/b] b");
        assertThat(page(models, "2", "b")).isEqualTo("[models/c, models/d] d");
        assertThat(page(models, "2", "d")).isEqualTo("[models/e] end");
        assertThat(page(models, "2", "zzz")).isEqualTo("[] end");
        assertThat(page(models, "5", "")).endsWith("end");
        assertThat(page(List.of(), null, null)).isEqualTo("[] end");
    }

    @ParameterizedTest
    @CsvSource({", 50", "0, 50", "-1, 50", "x, 50", "1000, 60", "99999999999, 50", "7, 7"})
    void a_page_size_that_makes_no_sense_is_fifty(@Nullable String size, int listed) {
        var models = new ArrayList<Entry>();
        for (int i = 0; i < 60; i++) {
            models.add(new Entry("m" + i, "m", 0, 0, Set.of()));
        }
        JsonNode list = new JsonMapper().readTree(GeminiModels.list(models, size, null));
        assertThat(list.get("models").size()).isEqualTo(listed);
    }

    private static String page(List<Entry> models, @Nullable String size, @Nullable String token) {
        JsonNode page = new JsonMapper().readTree(GeminiModels.list(models, size, token));
        var names = new ArrayList<String>();
        page.get("models").forEach(model -> names.add(model.get("name").asString()));
        return names + " " + page.path("nextPageToken").asString("end");
    }
}
