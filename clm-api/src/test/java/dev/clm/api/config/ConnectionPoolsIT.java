package dev.clm.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.clm.api.testing.ConfiguredServer;
import dev.clm.api.testing.RunningService;
import dev.clm.migrations.ClmDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionPoolsIT {
    @TempDir
    private Path folder;

    @Test
    @Tag("C1")
    void everyConnectionGivesUpOnStatementsAndLocks() throws SQLException {
        for (HikariDataSource pool : pools().all()) {
            try (Connection connection = pool.getConnection()) {
                assertThat(query(connection, "show statement_timeout")).containsExactly("30s");
                assertThat(query(connection, "show lock_timeout")).containsExactly("5s");
                assertThat(query(connection, "show idle_in_transaction_session_timeout"))
                        .containsExactly("10s");
                assertThat(query(connection, "show application_name")).containsExactly(pool.getPoolName());
            }
            assertThat(pool.getMinimumIdle()).isZero();
            assertThat(pool.getConnectionTimeout()).isEqualTo(5_000);
            assertThat(pool.getIdleTimeout()).isEqualTo(30_000);
        }
    }

    @Test
    @Tag("M9")
    void serviceIsLoggedInAsItsUserAndServiceRolesOnly() throws SQLException, IOException {
        try (Connection superuser = RunningService.shared().superuser("postgres")) {
            assertThat(query(
                            superuser, "select distinct usename::text from pg_stat_activity where datname like 'clm%'"))
                    .isSubsetOf("clm_secure_user", "clm_secure_service", "clm_core_user", "clm_core_service");
        }
    }

    @Test
    @Tag("C3")
    void passwordChangesWithoutARestart() throws IOException, SQLException {
        Path file = Files.writeString(folder.resolve("password"), "first-password");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (ConfiguredServer server = ConfiguredServer.start(folder)) {
            setPassword(server, "first-password");
            Map<String, String> environment = server.with("CLM_CORE_DB_PASSWORD_FILE", file.toString());
            environment.remove("CLM_CORE_DB_PASSWORD");
            Databases databases =
                    Settings.of(new EnvironmentVariables(environment)).databases();
            try (HikariDataSource pool = databases.core().userPool().open()) {
                pool.getConnection().close();
                setPassword(server, "second-password");
                pool.getHikariPoolMXBean().softEvictConnections();
                assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);

                Files.writeString(file, "second-password");
                pool.getConnection().close();
            }
        }
    }

    private static void setPassword(ConfiguredServer server, String password) {
        server.executeAsSuperuser(ClmDatabase.CORE, "alter role clm_core_user password '" + password + "'");
    }

    private static ConnectionPools pools() {
        return RunningService.shared().context().getBean(ConnectionPools.class);
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
