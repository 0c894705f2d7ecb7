package dev.farebox.db;

/** Which PostgreSQL to use, and how many of its sessions for ordinary work. */
public sealed interface DatabaseSettings {
    int connections();

    /** The one that Farebox brings along. */
    record Embedded(EmbeddedSettings server, int connections) implements DatabaseSettings {
        public Embedded {
            requireSensible(connections);
        }
    }

    /** One that the operator runs: version 16 or newer. */
    record External(Login login, int connections) implements DatabaseSettings {
        public External {
            requireSensible(connections);
        }
    }

    private static void requireSensible(int connections) {
        if (connections < 1 || connections > 200) {
            throw new IllegalArgumentException("1 to 200 connections, not " + connections);
        }
    }
}
