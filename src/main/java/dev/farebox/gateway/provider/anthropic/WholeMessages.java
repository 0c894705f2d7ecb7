package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.usage.Usage;

/** Reads answers that are not streamed. */
final class WholeMessages {
    private static final int MAX_RAW = 256;

    private WholeMessages() {}

    /** A message without content blocks is garbage: no SDK takes it for one. */
    static WholeAnswer message(byte[] body, ClientRequest request, TokenFactors factors) {
        var scan = new MessageScan();
        String broken = scan.read(body, 0, body.length);
        if (broken != null) {
            return new WholeAnswer.Garbage(broken);
        }
        if (scan.fault != null) {
            return new WholeAnswer.Failed(scan.fault);
        }
        if (!scan.hasContent) {
            return new WholeAnswer.Garbage("no content");
        }
        return new WholeAnswer.Read(MessagesStreamReader.summary(scan, true, request, factors));
    }

    /** A count of tokens, which costs nothing. */
    static WholeAnswer count(byte[] body) {
        var scan = new MessageScan();
        String broken = scan.read(body, 0, body.length);
        if (broken != null) {
            return new WholeAnswer.Garbage(broken);
        }
        if (scan.fault != null) {
            return new WholeAnswer.Failed(scan.fault);
        }
        if (!scan.hasInputTokens) {
            return new WholeAnswer.Garbage("no count");
        }
        String raw = body.length > MAX_RAW ? "" : new String(body, UTF_8);
        return new WholeAnswer.Read(
                new AnswerSummary(true, false, 0, new UsageReading.Reported(Usage.NONE, raw)));
    }
}
