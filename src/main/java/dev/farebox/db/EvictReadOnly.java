package dev.farebox.db;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** After a failover a session may sit on a server that only reads: the pool must let go of it. */
final class EvictReadOnly implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return "25006".equals(failure.getSQLState())
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
