package dev.farebox.gateway.provider.openai;

import dev.farebox.json.JsonText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that the plain chunks of a stream have in common: all but the text and, where there is
 * one, the obfuscation behind it.
 *
 * <p>A chunk with these very bytes around its strings means what the chunk meant from which they
 * were taken, so it need not be parsed: comparing is some ten times cheaper. Any other order,
 * spacing, escape or field makes the chunk one that is parsed.
 */
final class ChunkShape {
    private final byte[] head;
    private final byte[] middle;
    private final byte @Nullable [] tail;
    private final boolean reasoning;

    private ChunkShape(byte[] head, byte[] middle, byte @Nullable [] tail, boolean reasoning) {
        this.head = head;
        this.middle = middle;
        this.tail = tail;
        this.reasoning = reasoning;
    }

    /** Of a chunk that was just read and holds one string of text or reasoning. */
    static ChunkShape of(Chunk chunk, byte[] bytes, int from, int to) {
        int open = chunk.content.soleOpen;
        int close = JsonText.closingQuote(bytes, open, to);
        byte[] head = Arrays.copyOfRange(bytes, from, open + 1);
        int second = chunk.obfuscationOpen;
        boolean reasoning = chunk.content.soleIsReasoning;
        if (second < close) {
            return new ChunkShape(head, Arrays.copyOfRange(bytes, close, to), null, reasoning);
        }
        int end = JsonText.closingQuote(bytes, second, to);
        return new ChunkShape(
                head,
                Arrays.copyOfRange(bytes, close, second + 1),
                Arrays.copyOfRange(bytes, end, to),
                reasoning);
    }

    boolean isReasoning() {
        return reasoning;
    }

    /** The bytes of the text of a chunk of this shape; -1 where it has another. */
    int measure(byte[] bytes, int from, int to) {
        if (!startsWith(head, bytes, from, to)) {
            return -1;
        }
        int text = from + head.length;
        int close = JsonText.closingQuote(bytes, text - 1, to);
        if (!startsWith(middle, bytes, close, to)) {
            return -1;
        }
        int end = close + middle.length;
        if (tail != null) {
            int hidden = end;
            end = JsonText.closingQuote(bytes, hidden - 1, to);
            if (!startsWith(tail, bytes, end, to)
                    || JsonText.checkedLength(bytes, hidden, end) < 0) {
                return -1;
            }
            end += tail.length;
        }
        return end == to ? JsonText.checkedLength(bytes, text, close) : -1;
    }

    private static boolean startsWith(byte[] part, byte[] bytes, int from, int to) {
        return part.length <= to - from
                && Arrays.equals(part, 0, part.length, bytes, from, from + part.length);
    }
}
