package dev.farebox.gateway.provider.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upstream keeps of a whole response is what it says. */
class KeepsakesTest {
    private static final String ANSWER =
            "{\"object\":\"response\",\"status\":\"completed\",\"output\":[{\"id\":\"rs_1\",\"type\":\"reasoning\"},"
                    + "{\"id\":\"../x\",\"type\":\"message\"},{\"id\":7},{\"id\":\"msg_1\"}],MEMBER}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"resp_1\" | resp_1 rs_1 msg_1",
                "\"id\":\"resp_1\",\"store\":true | resp_1 rs_1 msg_1",
                "\"id\":\"resp_1\",\"store\":null | resp_1 rs_1 msg_1",
                "\"id\":\"resp_1\",\"store\":false | ''",
                "\"id\":\"resp/../1\" | ''",
                "\"id\":{} | ''",
                "\"model\":\"m\" | ''",
            })
    void it_is_named_by_ids_that_can_stand_in_a_path(String member, String kept) {
        assertThat(String.join(" ", ids(Surface.RESPONSES, member))).isEqualTo(kept);
        assertThat(ids(Surface.RESPONSES_COMPACT, member)).isEmpty();
    }

    private static List<String> ids(Surface surface, String member) {
        var request =
                new ClientRequest(
                        RequestHead.of(surface),
                        new byte[0],
                        ClientRequest.JSON,
                        "m",
                        false,
                        false,
                        OptionalLong.empty(),
                        1,
                        InputSize.NOTHING,
                        Usage.NONE,
                        "",
                        null,
                        List.of());
        WholeAnswer answer =
                new ResponsesProvider()
                        .readWhole(
                                surface,
                                ANSWER.replace("MEMBER", member).getBytes(StandardCharsets.UTF_8),
                                ClientRequest.JSON,
                                request,
                                TokenFactors.ROUGH);
        assertThat(answer).isInstanceOf(WholeAnswer.Read.class);
        return ((WholeAnswer.Read) answer).summary().stored().stream().map(StoredId::id).toList();
    }
}
