package dev.farebox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** At run time the product can do what migrations granted, and nothing else. */
@WithDatabase(WithDatabase.Scope.METHOD)
final class PrivilegesTest {
    private static final String INSUFFICIENT = "42501";
    private static final String EDIT = "UPDATE installation SET made_by = 'demo'";

    @Test
    void an_insert_only_table_takes_no_update_and_no_delete(TestDatabase test) {
        Database database = test.database();
        sign(database);
        assertRefused(() -> database.tx(tx -> tx.update(EDIT)));
        assertRefused(() -> database.tx(tx -> tx.update("DELETE FROM installation")));
        assertRefused(() -> database.tx(tx -> tx.update("TRUNCATE installation")));
        int edited = test.asOwner(tx -> tx.update(EDIT));
        assertThat(edited).isEqualTo(1);
    }

    @Test
    void the_shape_of_the_database_cannot_be_changed(Database database) {
        assertRefused(() -> database.tx(tx -> tx.update("CREATE TABLE mine (a int)")));
        assertRefused(() -> database.tx(tx -> tx.update("DROP TABLE node")));
    }

    @Test
    void a_rollback_does_not_give_the_owners_rights_back(Database database) {
        sign(database);
        for (int i = 0; i < 20; i++) {
            assertRefused(() -> database.tx(tx -> tx.update(EDIT)));
        }
    }

    @Test
    void the_writers_own_session_is_bound_by_it_too(Database database) throws SQLException {
        sign(database);
        try (Connection connection = database.openConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
            assertRefused(() -> Tx.on(connection).update(EDIT));
            connection.rollback();
            assertRefused(() -> Tx.on(connection).update(EDIT));
        }
    }

    @Test
    void it_is_known_whether_privileges_are_reduced(Database database) {
        assertThat(database.privilegesReduced()).isTrue();
    }

    @Test
    void a_role_that_exists_and_may_not_be_used_is_a_refusal(TestDatabase test) {
        test.asOwner(tx -> tx.update("CREATE ROLE plain LOGIN PASSWORD 'plain'"));
        try {
            var login = new Login(test.jdbcUrl(), "plain", "plain");
            assertThatThrownBy(() -> open(login))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.code()).isEqualTo(ProblemCode.DATABASE_NOT_OURS))
                    .hasMessageContaining("GRANT farebox_app TO plain");
        } finally {
            test.asOwner(tx -> tx.update("DROP ROLE plain"));
        }
    }

    /** Roles belong to a whole server, so this needs one of its own. */
    @Test
    void a_login_that_may_not_make_roles_works_with_its_own_rights() throws IOException {
        try (var directory = ServerDirectory.fresh();
                var server = EmbeddedPostgres.launch(directory.settings())) {
            Login owner = server.login();
            ServerDirectory.execute(owner, "CREATE ROLE plain LOGIN PASSWORD 'plain'");
            ServerDirectory.execute(owner, "CREATE DATABASE theirs OWNER plain");
            String url = owner.jdbcUrl().replaceFirst("/farebox$", "/theirs");
            try (Database database = open(new Login(url, "plain", "plain"))) {
                assertThat(Migrations.run(database)).isPositive();
                assertThat(database.privilegesReduced()).isFalse();
                sign(database);
                assertThat(Installation.find(database)).isPresent();
            }
        }
    }

    /** As on a managed PostgreSQL: no superuser anywhere in sight. */
    @Test
    void a_login_that_may_make_roles_reduces_itself() throws IOException {
        try (var directory = ServerDirectory.fresh();
                var server = EmbeddedPostgres.launch(directory.settings())) {
            Login owner = server.login();
            ServerDirectory.execute(owner, "CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'maker'");
            ServerDirectory.execute(owner, "CREATE DATABASE theirs OWNER maker");
            String url = owner.jdbcUrl().replaceFirst("/farebox$", "/theirs");
            try (Database database = open(new Login(url, "maker", "maker"))) {
                assertThat(database.privilegesReduced()).isFalse();
                Migrations.run(database);
                assertThat(database.privilegesReduced()).isTrue();
                sign(database);
                assertRefused(() -> database.tx(tx -> tx.update(EDIT)));
            }
        }
    }

    private static Database open(Login login) {
        return Database.open(new DatabaseSettings.External(login, 3), new SplittableRandom(1));
    }

    private static void sign(Database database) {
        Installation.sign(database, new UUID(1, 1), Instant.EPOCH, Installation.MadeBy.SERVE);
    }

    private static void assertRefused(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        SqlFailure.class, e -> assertThat(e.sqlState()).isEqualTo(INSUFFICIENT));
    }
}
