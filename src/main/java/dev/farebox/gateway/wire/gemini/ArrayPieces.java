package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import java.io.ByteArrayOutputStream;

/**
 * The JSON array in pieces that a client gets which did not ask for events. Only the end of a whole
 * answer closes it, so what breaks off is not taken for an answer.
 */
final class ArrayPieces {
    static final String CONTENT_TYPE = "application/json; charset=UTF-8";

    private static final byte[] OPEN = "[".getBytes(US_ASCII);
    private static final byte[] NEXT = "\n,\n".getBytes(US_ASCII);
    private static final byte[] CLOSE = "\n]\n".getBytes(US_ASCII);

    private boolean isOpen;

    void piece(byte[] bytes, int offset, int length, ByteSink out) {
        out.write(isOpen ? NEXT : OPEN);
        isOpen = true;
        out.write(bytes, offset, length);
    }

    void close(ByteSink out) {
        if (!isOpen) {
            out.write(OPEN);
        }
        out.write(CLOSE);
    }

    byte[] error(GatewayProblem problem) {
        var piece = new ByteArrayOutputStream(256);
        piece.writeBytes(isOpen ? NEXT : OPEN);
        piece.writeBytes(GeminiErrors.object(problem));
        isOpen = true;
        return piece.toByteArray();
    }
}
