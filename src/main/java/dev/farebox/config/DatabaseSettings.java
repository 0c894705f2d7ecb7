package dev.farebox.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which PostgreSQL is used.
 *
 * @param url a JDBC URL without credentials; empty: the embedded PostgreSQL
 * @param sharedBufferBytes of the embedded PostgreSQL
 */
public record DatabaseSettings(
        Optional<String> url,
        String user,
        Optional<Secret> password,
        int poolSize,
        long sharedBufferBytes) {
    static final Key<Optional<String>> URL =
            new Key<>(
                    "database.url",
                    Kind.of(
                                    "a PostgreSQL URL without user or password, such as"
                                            + " jdbc:postgresql://db.example:5432/farebox",
                                    DatabaseSettings::jdbcUrl)
                            .optional(),
                    "",
                    "jdbc:postgresql://db.example:5432/farebox",
                    "An external PostgreSQL, version 16 or newer. Unset: the embedded one.");
    static final Key<String> USER =
            new Key<>(
                    "database.user",
                    Kind.line(),
                    "farebox",
                    "farebox_owner",
                    "The role that owns the schema of an external database.");
    static final Key<Optional<Secret>> PASSWORD =
            new Key<>(
                    "database.password",
                    Kind.secretText(),
                    "",
                    "",
                    "Its password. Better given by file or environment than in this file.");
    static final Key<Optional<Path>> PASSWORD_FILE =
            new Key<>(
                    "database.password_file",
                    Kind.path().optional(),
                    "",
                    "/run/secrets/farebox-database",
                    "A file that holds the password, instead of database.password.");
    static final Key<Integer> POOL_SIZE =
            new Key<>(
                    "database.pool_size",
                    Kind.whole(2, 500),
                    "10",
                    "20",
                    "Connections for everything but the ledger's lanes, which have their own.");
    static final Key<Long> SHARED_BUFFERS =
            new Key<>(
                    "database.shared_buffers",
                    Kind.largeSize("16MiB", "64GiB"),
                    "128MiB",
                    "2GiB",
                    "Page cache of the embedded PostgreSQL.");
    static final Section SECTION =
            new Section(
                    "database",
                    "Which PostgreSQL is used.",
                    List.of(URL, USER, PASSWORD, PASSWORD_FILE, POOL_SIZE, SHARED_BUFFERS));

    static DatabaseSettings read(Values values) {
        var database =
                new DatabaseSettings(
                        values.get(URL),
                        values.get(USER),
                        values.secret(PASSWORD, PASSWORD_FILE),
                        values.get(POOL_SIZE),
                        values.get(SHARED_BUFFERS));
        values.rule(
                database.url.isPresent()
                        || (database.user.equals(USER.defaultValue())
                                && database.password.isEmpty()),
                USER,
                "user and password belong to an external database: give database.url too");
        return database;
    }

    public boolean isEmbedded() {
        return url.isEmpty();
    }

    /** A URL that could carry a password would show it in every description. */
    private static String jdbcUrl(String text) {
        String url = text.startsWith("jdbc:") ? text : "jdbc:" + text;
        String plain = url.replaceFirst("^jdbc:postgres(ql)?://", "");
        String lower = plain.toLowerCase(Locale.ROOT);
        if (plain.equals(url)
                || plain.length() > 1000
                || plain.indexOf('@') >= 0
                || lower.contains("password")
                || lower.matches(".*[?&]user=.*")
                || plain.codePoints().anyMatch(c -> Character.isWhitespace(c) || c < 32)) {
            throw new IllegalArgumentException();
        }
        return "jdbc:postgresql://" + plain;
    }
}
