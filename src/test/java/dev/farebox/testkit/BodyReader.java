package dev.farebox.testkit;

import dev.farebox.testkit.RawHttp.End;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes the body of one answer and remembers how it ended. */
final class BodyReader {
    private static final int ENDLESS = -1;

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private @Nullable End end;

    BodyReader(InputStream in, Map<String, String> headers) {
        this.in = in;
        this.chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
        String length = headers.get("content-length");
        this.left = chunked ? 0 : length == null ? ENDLESS : Long.parseLong(length);
        if (!chunked && left == 0) {
            end = End.CLEAN;
        }
    }

    /** The next byte, or -1 at the end, whichever way it came. */
    int read() {
        if (end != null) {
            return -1;
        }
        try {
            if (chunked && left == 0 && !nextChunk()) {
                end = End.CLEAN;
                return -1;
            }
            int next = in.read();
            if (next < 0) {
                end = End.CUT;
                return -1;
            }
            if (left > 0 && --left == 0) {
                endOfPart();
            }
            return next;
        } catch (IOException failure) {
            end = ending(failure);
            return -1;
        }
    }

    byte[] readAll() {
        var bytes = new ByteArrayOutputStream();
        for (int next = read(); next >= 0; next = read()) {
            bytes.write(next);
        }
        return bytes.toByteArray();
    }

    End end() {
        if (end == null) {
            throw new IllegalStateException("the body has not been read to its end");
        }
        return end;
    }

    private void endOfPart() throws IOException {
        if (chunked) {
            line(in);
        } else {
            end = End.CLEAN;
        }
    }

    private boolean nextChunk() throws IOException {
        left = Long.parseLong(line(in), 16);
        if (left == 0) {
            line(in);
        }
        return left > 0;
    }

    private static End ending(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException _ -> End.SILENT;
            case SocketException _ -> End.RESET;
            default -> End.CUT;
        };
    }

    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed within a line: " + line);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
