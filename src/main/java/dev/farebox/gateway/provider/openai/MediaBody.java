package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.json.Utf8;

/** Reads a whole answer of a small surface: JSON, sound, or text. */
final class MediaBody {
    private final ClientRequest request;
    private final MediaReckoner reckoner;
    private final byte[] body;

    private MediaBody(ClientRequest request, TokenFactors factors, byte[] body) {
        this.request = request;
        this.reckoner = new MediaReckoner(request, factors);
        this.body = body;
    }

    static WholeAnswer read(
            byte[] body, String contentType, ClientRequest request, TokenFactors factors) {
        var reader = new MediaBody(request, factors, body);
        boolean json = contentType.contains("json");
        return switch (request.surface()) {
            case SPEECH -> json ? reader.json() : reader.speech(contentType);
            case TRANSCRIPTIONS, TRANSLATIONS -> json ? reader.json() : reader.text();
            default -> reader.json();
        };
    }

    private WholeAnswer speech(String contentType) {
        if (body.length == 0) {
            return new WholeAnswer.Garbage("no sound");
        }
        UsageReading.Reported usage = reckoner.speech(body, contentType);
        return read(usage.usage().outputTokens(), usage);
    }

    private WholeAnswer text() {
        return Utf8.isValid(body, 0, body.length)
                ? read(reckoner.estimate(body.length, 0, 0), UsageReading.MISSING)
                : new WholeAnswer.Garbage("not UTF-8");
    }

    private static WholeAnswer read(long estimate, UsageReading usage) {
        return new WholeAnswer.Read(new AnswerSummary(true, false, estimate, usage));
    }

    private WholeAnswer json() {
        MediaObject object = MediaObject.read(request.surface(), body, 0, body.length);
        if (object == null) {
            return new WholeAnswer.Garbage("not a JSON object");
        }
        if (object.fault != null) {
            return new WholeAnswer.Failed(object.fault);
        }
        return switch (request.surface()) {
            case COMPLETIONS ->
                    object.entries > 0 ? completion(object) : new WholeAnswer.Garbage("no choices");
            case TRANSCRIPTIONS, TRANSLATIONS ->
                    object.hasText ? answer(object) : new WholeAnswer.Garbage("no text");
            case SPEECH -> new WholeAnswer.Garbage("no sound");
            default -> object.hasEntries() ? answer(object) : new WholeAnswer.Garbage("no data");
        };
    }

    private WholeAnswer completion(MediaObject object) {
        return new WholeAnswer.Read(
                new AnswerSummary(
                        true,
                        object.refused,
                        reckoner.estimate(object.newBytes, 0, 0),
                        ChatUsage.reading(
                                object.textUsage, object.tier, reckoner.bounds(object.newBytes))));
    }

    private WholeAnswer answer(MediaObject object) {
        boolean image =
                request.surface() == Surface.IMAGE_GENERATIONS
                        || request.surface() == Surface.IMAGE_EDITS;
        int images = image ? object.entries : 0;
        MediaUsage report = object.usage == null ? object.duration : object.usage;
        UsageReading usage =
                reckoner.usage(report, ChatUsage.named(object.tier), images, object.textBytes);
        return read(reckoner.estimate(object.textBytes, images, 0), usage);
    }
}
