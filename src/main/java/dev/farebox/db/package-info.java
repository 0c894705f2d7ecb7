/// Connections, transactions, migrations and the embedded PostgreSQL; owns `java.sql`.
@NullMarked
package dev.farebox.db;

import org.jspecify.annotations.NullMarked;
