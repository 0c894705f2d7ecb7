package dev.farebox.gateway.provider.demo;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** The content blocks of a whole answer of Anthropic's. */
final class MessagesBlocks {
    private MessagesBlocks() {}

    static String all(Scene scene) {
        Answer answer = scene.answer();
        var blocks = new ArrayList<String>();
        if (!answer.thoughts().isEmpty()) {
            blocks.add(
                    "{\"type\":\"thinking\",\"thinking\":%s,\"signature\":\"%s\"}"
                            .formatted(
                                    JsonText.quoted(answer.thinking()),
                                    Signature.of(answer.thinking())));
        }
        if (answer.calls().isEmpty()) {
            for (int i = 0; i < scene.searches(); i++) {
                blocks.addAll(search(scene, i));
            }
            blocks.add("{\"type\":\"text\",\"text\":" + JsonText.quoted(answer.text()) + "}");
        }
        for (Answer.Call call : answer.calls()) {
            blocks.add(MessagesScript.toolUse(call, object(call.json())));
        }
        return "[" + String.join(",", blocks) + "]";
    }

    /** A search of the provider's own, and what it found. */
    static List<String> search(Scene scene, int index) {
        String id = scene.id("srvtoolu_demo", 10 + index);
        return List.of(
                "{\"type\":\"server_tool_use\",\"id\":\"%s\",\"name\":\"web_search\",\"input\":{\"query\":\"demo\"}}"
                        .formatted(id),
                "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"%s\",\"content\":[{\"type\":\"web_search_result\",\"title\":\"Demo\",\"url\":\"https://demo.invalid/\",\"encrypted_content\":\"ZGVtbw==\",\"page_age\":null}]}"
                        .formatted(id));
    }

    static String stopReason(Answer answer) {
        return switch (answer.finish()) {
            case STOP -> answer.stoppedBy().isEmpty() ? "end_turn" : "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
        };
    }

    /** The arguments as an object; an empty one for what a limit has cut. */
    static String object(String arguments) {
        try {
            return JsonText.MAPPER.readTree(arguments).isObject() ? arguments : "{}";
        } catch (JacksonException cut) {
            return "{}";
        }
    }
}
