package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import dev.farebox.json.JsonTree;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads a request to generate into the canonical conversation.
 *
 * <p>Left out silently, because only Google's models know it: {@code safetySettings}, {@code
 * labels}, {@code mediaResolution}, {@code store}, signatures of text.
 */
final class ConversationReader {
    private static final Set<String> STANDARD_TIERS =
            Set.of("", "standard", "unspecified", "service_tier_standard", "default");

    private ConversationReader() {}

    static CanonRead read(ClientRequest request) {
        if (request.surface() != Surface.GENERATE) {
            return refused("", "Only generateContent can be translated for this model.");
        }
        return JsonTree.read(request.body())
                .map(body -> read(body, request))
                .orElseGet(() -> refused("", "The body is not JSON."));
    }

    /** Whether the client wants to see thoughts; without that none are sent to it. */
    static boolean wantsThoughts(ClientRequest request) {
        return JsonTree.read(request.body())
                .map(body -> Fields.of(body, "generationConfig"))
                .map(config -> new ConfigReader(config, new Complaint()).summarised())
                .orElse(false);
    }

    private static CanonRead read(JsonNode body, ClientRequest request) {
        var complaint = new Complaint();
        if (!Fields.text(body, "cachedContent").isEmpty()) {
            complaint.about("cachedContent", "A cache at another provider cannot be used here.");
        }
        String tier = Fields.text(body, "serviceTier").toLowerCase(Locale.ROOT);
        if (!STANDARD_TIERS.contains(tier)) {
            complaint.about("serviceTier", "This model has no such service tier.");
        }
        var contents = new ContentReader(complaint);
        if (Fields.has(body, "systemInstruction")) {
            contents.system(Fields.of(body, "systemInstruction"));
        }
        contents.contents(Fields.list(body, "contents"));
        var tools = new ToolReader(complaint);
        var config = new ConfigReader(Fields.of(body, "generationConfig"), complaint);
        config.check();
        var read =
                new CanonRequest(
                        contents.turns(),
                        tools.tools(Fields.list(body, "tools")),
                        tools.choice(Fields.of(body, "toolConfig")),
                        true,
                        request.maxOutput(),
                        config.sampling(),
                        config.stop(),
                        config.format(),
                        config.thinking(),
                        config.summarised(),
                        request.stream());
        return complaint
                .first()
                .<CanonRead>map(CanonRead.Refused::new)
                .orElseGet(() -> new CanonRead.Request(read));
    }

    private static CanonRead refused(String param, String why) {
        return new CanonRead.Refused(new Untranslatable(param, why));
    }
}
