package dev.farebox.db;

import static dev.farebox.problem.ProblemCode.DATABASE_NOT_OURS;

import dev.farebox.problem.ProblemException;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the shape that this version of Farebox needs: the scripts of {@code
 * db/migration}, run once each as the owner.
 *
 * <p>A script grants to {@code ${app}} exactly what the product may do at run time. Numbers belong
 * to packages (see README.md), so a script may be older by number than one that ran before it.
 */
public final class Migrations {
    private Migrations() {}

    /** Safe to call on every start and by several nodes at once. Answers how many scripts ran. */
    public static int run(Database database) {
        try {
            String grantee = Privileges.grantee(database.login());
            int ran = flyway(database.login(), grantee).migrate().migrationsExecuted;
            database.rolesChanged();
            return ran;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        } catch (FlywayException e) {
            throw new ProblemException(
                    DATABASE_NOT_OURS,
                    "The database %s cannot be brought to the shape that this Farebox needs: %s"
                            .formatted(database.login().jdbcUrl(), e.getMessage()),
                    e);
        }
    }

    private static Flyway flyway(Login login, String grantee) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(new SessionSource(() -> Sessions.raw(login)))
                .locations("classpath:db/migration")
                .schemas(Sessions.SCHEMA)
                .defaultSchema(Sessions.SCHEMA)
                .createSchemas(true)
                .outOfOrder(true)
                .validateMigrationNaming(true)
                .placeholders(Map.of("app", grantee))
                .load();
    }
}
