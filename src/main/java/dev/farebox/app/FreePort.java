package dev.farebox.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** A port for the demo: the one asked for, else the usual one if nobody has it, else any. */
final class FreePort {
    private FreePort() {}

    static int choose(@Nullable Integer asked, int usual) {
        if (asked != null) {
            return asked;
        }
        try (var _ = new ServerSocket(usual, 1, InetAddress.getLoopbackAddress())) {
            return usual;
        } catch (IOException _) {
            return 0;
        }
    }
}
