package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.json.Json;
import dev.farebox.usage.Usage;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What answers of this dialect come to, whole ones and streamed ones. */
final class Answers {
    private Answers() {}

    static WholeAnswer whole(
            Surface surface, byte[] body, ClientRequest request, TokenFactors factors) {
        var answer = new Chunk();
        String broken = answer.read(body, 0, body.length);
        if (broken != null) {
            return new WholeAnswer.Garbage(broken);
        }
        if (answer.fault != null) {
            return new WholeAnswer.Failed(answer.fault);
        }
        return switch (surface) {
            case GEMINI_COUNT_TOKENS -> counted(body);
            case GEMINI_EMBED -> embedded(body, "embedding", answer, request, factors);
            case GEMINI_BATCH_EMBED -> embedded(body, "embeddings", answer, request, factors);
            default ->
                    answer.hasCandidates || answer.blocked || answer.hasUsage
                            ? new WholeAnswer.Read(summary(answer, true, request, factors))
                            : new WholeAnswer.Garbage("no candidates");
        };
    }

    /** Free, so that there is no usage to miss. */
    private static WholeAnswer counted(byte[] body) {
        return has(body, "totalTokens")
                ? new WholeAnswer.Read(
                        new AnswerSummary(
                                true, false, 0, new UsageReading.Reported(Usage.NONE, "")))
                : new WholeAnswer.Garbage("no totalTokens");
    }

    private static WholeAnswer embedded(
            byte[] body, String member, Chunk answer, ClientRequest request, TokenFactors factors) {
        // a client that asks for one may be served as for several, and the reverse
        return has(body, member) || has(body, "embedding") || has(body, "embeddings")
                ? new WholeAnswer.Read(summary(answer, true, request, factors))
                : new WholeAnswer.Garbage("no " + member);
    }

    /** Whether an object, already known to be one, has a member that is not null. */
    private static boolean has(byte[] body, String member) {
        try (JsonParser parser = Json.parser(body, 0, body.length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals(member) && value != JsonToken.VALUE_NULL) {
                    return true;
                }
                parser.skipChildren();
            }
        } catch (JacksonException _) {
            return false;
        }
        return false;
    }

    static long estimatedOutput(ContentMeter content, TokenFactors factors) {
        return factors.output(content.answerBytes + content.thoughtBytes, content.toolCalls)
                + (long) content.images * factors.perImage()
                + Math.ceilDiv(content.audioBytes, (long) factors.audioBytesPerToken());
    }

    static AnswerSummary summary(
            Chunk answer, boolean complete, ClientRequest request, TokenFactors factors) {
        return new AnswerSummary(
                complete,
                answer.refused,
                estimatedOutput(answer.content, factors),
                usage(answer, complete, request));
    }

    private static UsageReading usage(Chunk answer, boolean complete, ClientRequest request) {
        ReportedUsage report = answer.usage;
        if (report == null || (complete && hidesOutput(report, answer.content))) {
            return UsageReading.MISSING;
        }
        ContentMeter content = answer.content;
        long bytes = content.answerBytes + content.thoughtBytes + content.audioBytes;
        return GeminiUsage.reading(
                report,
                answer.grounding.billed(answer.modelVersion),
                UsageBounds.of(request.input(), request.choices(), bytes));
    }

    /**
     * Early chunks leave the candidates' count out; a last one that does so, for an answer that has
     * content, is no report. An explicit 0 is one.
     */
    private static boolean hidesOutput(ReportedUsage report, ContentMeter content) {
        long explained = report.prompt + Math.max(0, report.toolUse) + Math.max(0, report.thoughts);
        return report.fault == null
                && report.candidates < 0
                && report.total <= explained
                && content.answerBytes + content.images + content.audioBytes > 0;
    }
}
