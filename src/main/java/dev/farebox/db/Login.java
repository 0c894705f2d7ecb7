package dev.farebox.db;

/**
 * How to reach one PostgreSQL database: address, user and password. Prints without the password.
 */
public record Login(String jdbcUrl, String user, String password) {
    public Login {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("not a PostgreSQL address: " + jdbcUrl);
        }
    }

    /** The same server and user, another database. */
    public Login withJdbcUrl(String otherUrl) {
        return new Login(otherUrl, user, password);
    }

    @Override
    public String toString() {
        return "Login[" + jdbcUrl + ", " + user + "]";
    }
}
