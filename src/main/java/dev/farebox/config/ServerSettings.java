package dev.farebox.config;

import java.util.List;

/**
 * Where the service listens.
 *
 * @param port 0 for any free port
 */
public record ServerSettings(String host, int port) {
    static final Key<String> HOST =
            new Key<>(
                    "server.host",
                    Kind.host(),
                    "127.0.0.1",
                    "0.0.0.0",
                    "Address to listen on. The default is reachable from this machine alone.");
    static final Key<Integer> PORT =
            new Key<>(
                    "server.port",
                    Kind.whole(0, 65_535),
                    "8484",
                    "80",
                    "TCP port of the gateway and of the admin interface; 0: any free port.");
    static final Section SECTION =
            new Section("server", "Where the service listens.", List.of(HOST, PORT));

    static ServerSettings read(Values values) {
        return new ServerSettings(values.get(HOST), values.get(PORT));
    }
}
