package dev.farebox.gateway.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a request names in an upstream's account is found, however it is written. */
class ReferencesTest {
    static Stream<Arguments> named() {
        return Stream.of(
                row("{'previous_response_id':'resp_1'}", "response resp_1 previous_response_id"),
                row(
                        "{'previous_r\\u0065sponse_id':'resp_1'}",
                        "response resp_1 previous_response_id"),
                row("{'previous_response_id':null,'input':'x'}", ""),
                row("{'input':[{'type':'item_reference','id':'msg_1'}]}", "item msg_1 input"),
                row("{'input':[{'id':'msg_1'}]}", "item msg_1 input"),
                row("{'input':[{'type':null,'id':'msg_1'}]}", "item msg_1 input"),
                row("{'input':[{'id':'msg_1','role':null}]}", "item msg_1 input"),
                row("{'input':[{'id':'msg_1','role':'user','content':'x'}]}", ""),
                row("{'input':[{'type':'reasoning','id':'rs_1','summary':[]}]}", "item rs_1 input"),
                row(
                        "{'input':[{'type':'reasoning','id':'rs_1','encrypted_content':null}]}",
                        "item rs_1 input"),
                row(
                        "{'input':[{'type':'reasoning','id':'rs_1','encrypted_content':''}]}",
                        "item rs_1 input"),
                row("{'input':[{'type':'reasoning','id':'rs_1','content':[]}]}", "item rs_1 input"),
                row("{'input':[{'type':'reasoning','id':'rs_1','content':[{'text':'t'}]}]}", ""),
                row("{'input':[{'type':'reasoning','id':'rs_1','encrypted_content':'e'}]}", ""),
                row("{'input':[{'type':'image_generation_call','id':'ig_1'}]}", "item ig_1 input"),
                row("{'input':[{'type':'image_generation_call','id':'ig_1','result':'r'}]}", ""),
                row(
                        "{'input':[{'type':'message','type':'item_reference','id':'msg_1'}]}",
                        "item  input"),
                row(
                        "{'input':[{'type':'reasoning','id':'r','encrypted_content':'e','encrypted_content':null}]}",
                        "item  input"),
                row(
                        "{'input':[{'content':[{'type':'input_file','file_id':'file-1'}],'role':'user'}]}",
                        "file file-1 input[0].content[0].file_id"),
                row(
                        "{'tools':[{'container':{'type':'auto','file_ids':['file-1','file-2']}}]}",
                        "file file-1 tools[0].container.file_ids[0], file file-2 tools[0].container.file_ids[1]"),
                row("{'input':[{'role':'user','file_id':'../x'}]}", "file  input[0].file_id"),
                row("{'tools':[{'parameters':{'default':{'file_id':'mine'}}}]}", ""),
                row("{'metadata':{'file_id':'mine'}}", ""),
                row("{'input':[{'type':'function_call','arguments':'{\\'file_id\\':1}'}]}", ""),
                row("{'tools':[{'vector_store_ids':['vs_1']}]}", "! tools[0].vector_store_ids"),
                row("{'tools':[{'container':'cntr_1'}]}", "! tools[0].container"),
                row("{'conversation':'conv_1'}", "! conversation"),
                row("{'conversation':{'id':'conv_1'}}", "! conversation"),
                row("{'conversation':null}", ""));
    }

    private static Arguments row(String body, String found) {
        return Arguments.of(body, found);
    }

    @ParameterizedTest
    @MethodSource("named")
    void a_response_request_names(String body, String found) {
        assertThat(found(Surface.RESPONSES, body)).isEqualTo(found);
    }

    @Test
    void a_chat_names_files_and_sounds_but_its_calls_are_its_own() {
        assertThat(
                        found(
                                Surface.CHAT,
                                "{'messages':[{'content':[{'type':'file','file':{'file_id':'f1'}}]}]}"))
                .isEqualTo("file f1 messages[0].content[0].file.file_id");
        assertThat(found(Surface.CHAT, "{'messages':[{'audio':{'id':'audio_1'}}]}"))
                .isEqualTo("! messages[0].audio.id");
        assertThat(
                        found(
                                Surface.CHAT,
                                "{'messages':[{'tool_calls':[{'id':'call_1'}],'tool_call_id':'c'}]}"))
                .isEmpty();
    }

    @Test
    void what_other_vendors_keep_is_nobodys_but_arguments_are_the_clients_own() {
        assertThat(
                        found(
                                Surface.MESSAGES,
                                "{'messages':[{'content':[{'source':{'file_id':'f'}}]}]}"))
                .isEqualTo("! messages[0].content[0].source.file_id");
        assertThat(found(Surface.MESSAGES, "{'container':'c'}")).isEqualTo("! container");
        assertThat(
                        found(
                                Surface.MESSAGES,
                                "{'messages':[{'content':[{'type':'tool_use','input':{'file_id':'f'}}]}]}"))
                .isEmpty();
        assertThat(found(Surface.GENERATE, "{'cached_content':'cachedContents/1'}"))
                .isEqualTo("! cached_content");
        assertThat(
                        found(
                                Surface.GENERATE,
                                "{'contents':[{'parts':[{'fileData':{'fileUri':'https://generativelanguage.googleapis.com/v1beta/files/1'}}]}]}"))
                .isEqualTo("! contents[0].parts[0].fileData.fileUri");
        assertThat(
                        found(
                                Surface.GENERATE,
                                "{'contents':[{'parts':[{'fileData':{'fileUri':'https://example.org/a.pdf'}},{'functionCall':{'args':{'fileUri':'files/1'}}}]}]}"))
                .isEmpty();
    }

    @Test
    void too_many_references_are_refused() {
        String one = "{'type':'item_reference','id':'msg_1'}";
        String all =
                "{'input':[" + String.join(",", java.util.Collections.nCopies(1_001, one)) + "]}";
        assertThat(found(Surface.RESPONSES, all)).startsWith("!");
    }

    private static String found(Surface surface, String quoted) {
        byte[] body = quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        var request =
                new ClientRequest(
                        RequestHead.of(surface),
                        body,
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
        return switch (References.in(request)) {
            case References.Unserved(String param, String _) -> "! " + param;
            case References.Found(List<References.Reference> all) ->
                    String.join(", ", all.stream().map(ReferencesTest::shown).toList());
        };
    }

    private static String shown(References.Reference reference) {
        StoredId id = reference.id();
        return id.kind().word() + " " + id.id() + " " + reference.param();
    }
}
