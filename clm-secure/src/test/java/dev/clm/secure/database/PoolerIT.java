package dev.clm.secure.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.common.database.PoolSettings;
import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import dev.clm.migrations.migrate.ClmSchemaException;
import dev.clm.migrations.migrate.DatabaseLogin;
import dev.clm.migrations.migrate.DatabaseMigrator;
import dev.clm.secure.key.Judge;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PgBouncer between a pool and its server takes away is seen at the start. */
@Tag("C1")
class PoolerIT {
    private static final String ROLE = "ALTER ROLE clm_secure_user ";
    private static final List<String> SETTINGS = List.of(
            ROLE + "SET statement_timeout = '30s'",
            ROLE + "SET lock_timeout = '5s'",
            ROLE + "SET idle_in_transaction_session_timeout = '10s'",
            ROLE + "SET search_path = 'public'");

    @TempDir
    Path folder;

    private static LocalPostgres postgres;
    private static DatabaseLogin user;

    @BeforeAll
    static void start() {
        Judge.require("pgbouncer", "pgbouncer");
        postgres = LocalPostgres.temporary();
        postgres.bootstrap(ClmDatabase.SECURE);
        user = postgres.user(ClmDatabase.SECURE);
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @AfterEach
    void forgetSettings() throws SQLException {
        execute(List.of(ROLE + "RESET ALL"));
    }

    @Test
    void sessionsOfTheServerItselfAreTaken() throws Exception {
        assertThat(fault(user.url())).isEmpty();
    }

    @Test
    void sessionsWithoutTheirTimeOutsAreRefusedWithWhatToSet() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(folder, postgres, user, "session")) {
            assertThat(fault(pooler.url()))
                    .hasValueSatisfying(fault -> assertThat(fault)
                            .contains("statement_timeout '0' instead of '30s'")
                            .contains(SETTINGS));
        }
    }

    @Test
    void sessionsThatHaveThemFromTheirRoleAreTaken() throws Exception {
        execute(SETTINGS);
        try (PgBouncer pooler = PgBouncer.start(folder, postgres, user, "session")) {
            assertThat(fault(pooler.url())).isEmpty();
        }
    }

    @Test
    void sessionsThatAreLentByTheTransactionAreRefused() throws Exception {
        execute(SETTINGS);
        try (PgBouncer pooler = PgBouncer.start(folder, postgres, user, "transaction")) {
            assertThat(fault(pooler.url()))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("pool_mode = session"));
        }
    }

    @Test
    void nothingIsMigratedThroughThem() throws Exception {
        DatabaseLogin owner = postgres.owner(ClmDatabase.SECURE);
        try (PgBouncer pooler = PgBouncer.start(folder, postgres, owner, "transaction")) {
            DatabaseMigrator migrator = new DatabaseMigrator(
                    ClmDatabase.SECURE, new DatabaseLogin(pooler.url(), owner.user(), owner.password()));
            assertThatThrownBy(migrator::migrate)
                    .isInstanceOf(ClmSchemaException.class)
                    .hasMessageContaining("lock_timeout '0' instead of '5s'");
        }
    }

    private static Optional<String> fault(String url) throws SQLException {
        PoolSettings settings = new PoolSettings("clm-secure", url, user.user(), user::password, 2);
        try (HikariDataSource pool = settings.open()) {
            return PoolSettings.fault(pool);
        }
    }

    private static void execute(List<String> statements) throws SQLException {
        try (Connection connection = postgres.superuser(ClmDatabase.SECURE).connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
