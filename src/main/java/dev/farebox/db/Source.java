package dev.farebox.db;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a transaction gets its connection from: the pool, or a session of the owner. */
@FunctionalInterface
interface Source {
    Connection open() throws SQLException;
}
