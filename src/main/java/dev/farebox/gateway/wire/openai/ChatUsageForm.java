package dev.farebox.gateway.wire.openai;

import dev.farebox.json.JsonTree;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import tools.jackson.databind.node.ObjectNode;

/** Usage as chat clients read it: prompt with what was cached, completion with the reasoning. */
final class ChatUsageForm {
    private ChatUsageForm() {}

    static ObjectNode of(Usage usage) {
        long prompt = usage.inputTokens();
        long completion = usage.outputTokens();
        ObjectNode form =
                JsonTree.object()
                        .put("prompt_tokens", prompt)
                        .put("completion_tokens", completion)
                        .put("total_tokens", Math.addExact(prompt, completion));
        ObjectNode in = form.putObject("prompt_tokens_details");
        in.put("cached_tokens", usage.units(Dimension.CACHED_INPUT));
        in.put("audio_tokens", usage.units(Dimension.INPUT_AUDIO));
        some(in, "cache_write_tokens", written(usage));
        some(in, "image_tokens", usage.units(Dimension.INPUT_IMAGE));
        ObjectNode out = form.putObject("completion_tokens_details");
        out.put("reasoning_tokens", usage.units(Dimension.REASONING));
        out.put("audio_tokens", usage.units(Dimension.OUTPUT_AUDIO));
        out.put("accepted_prediction_tokens", 0);
        out.put("rejected_prediction_tokens", 0);
        some(out, "image_tokens", usage.units(Dimension.OUTPUT_IMAGE));
        return form;
    }

    private static long written(Usage usage) {
        long written = usage.units(Dimension.CACHE_WRITE);
        written = Math.addExact(written, usage.units(Dimension.CACHE_WRITE_30M));
        written = Math.addExact(written, usage.units(Dimension.CACHE_WRITE_1H));
        return Math.addExact(written, usage.units(Dimension.CACHE_WRITE_12H));
    }

    private static void some(ObjectNode details, String name, long count) {
        if (count > 0) {
            details.put(name, count);
        }
    }
}
