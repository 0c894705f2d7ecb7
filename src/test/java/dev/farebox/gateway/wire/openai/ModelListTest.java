package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models are listed as SDKs expect, and found by ids with slashes and colons. */
class ModelListTest {
    @Test
    void a_list_and_one_of_it() {
        var model = new ModelList.Entry("acme/gpt:5", 1_795_219_200L, "acme");
        String one =
                "{\"id\":\"acme/gpt:5\",\"object\":\"model\",\"created\":1795219200,\"owned_by\":\"acme\"}";
        assertThat(new String(ModelList.one(model), UTF_8)).isEqualTo(one);
        assertThat(new String(ModelList.list(List.of(model, model)), UTF_8))
                .isEqualTo("{\"object\":\"list\",\"data\":[" + one + "," + one + "]}");
        assertThat(new String(ModelList.list(List.of()), UTF_8))
                .isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/gpt-5, gpt-5",
        "/v1/models/acme/gpt:5, acme/gpt:5",
        "/v1/models/acme%2Fgpt%3A5, acme/gpt:5",
        "/models/a+b, a+b",
        "/v1/models/models/x, models/x",
        "/v1/models/, ",
        "/v1/models, ",
        "/v1/models/%zz, "
    })
    void the_id_is_all_that_follows(String path, String id) {
        assertThat(ModelList.idIn(path).orElse(null)).isEqualTo(id);
    }
}
