package dev.clm.migrations.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("M8")
class DatabaseBootstrapIT {
    private static final ScratchDatabase FRESH = ScratchDatabase.create(ClmDatabase.SECURE);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void secondRunOnAMigratedDatabaseChangesNothing(ClmDatabase which) throws SQLException {
        ScratchDatabase database = ScratchDatabase.create(which);
        database.migrator(MigrationFolder.of(which)).migrate();
        List<String> before = CatalogDump.of(database);
        database.bootstrap();
        assertThat(CatalogDump.of(database)).isEqualTo(before);
        assertThatCode(database.verifier(MigrationFolder.of(which))::verify).doesNotThrowAnyException();
    }

    @Test
    void everyRoleHasExactlyTheAttributesOfTheContract() throws SQLException {
        assertThat(FRESH.query("SELECT concat_ws(' ', rolname, CASE WHEN rolcanlogin THEN 'login' END,"
                        + " CASE WHEN rolbypassrls THEN 'bypassrls' END, CASE WHEN rolsuper OR rolcreaterole OR"
                        + " rolcreatedb OR rolreplication THEN 'too much' END) FROM pg_roles"
                        + " WHERE rolname ~ '^clm_' AND rolname !~ '^clm_core' ORDER BY rolname"))
                .containsExactly(
                        "clm_auditor",
                        "clm_backup login bypassrls",
                        "clm_maintenance",
                        "clm_reporter",
                        "clm_secure_owner login",
                        "clm_secure_service login bypassrls",
                        "clm_secure_user login");
    }

    @Test
    void databaseBelongsToItsOwnerAndPublicHasNothing() throws SQLException {
        assertThat(FRESH.query("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"))
                .containsExactly("clm_secure_owner");
        assertThat(FRESH.query("SELECT privilege_type FROM pg_database, aclexplode(datacl)"
                        + " WHERE datname = current_database() AND grantee = 0"))
                .isEmpty();
        assertThat(
                        FRESH.query(
                                "SELECT privilege_type FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'public' AND grantee = 0"))
                .isEmpty();
        assertThat(FRESH.query("SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))"
                        + " WHERE pronamespace = 'public'::regnamespace AND grantee = 0"))
                .isEmpty();
    }

    @Test
    void functionsMadeLaterAreNotForPublic() throws SQLException {
        FRESH.execute("CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        assertThatThrownBy(() -> run(FRESH.user(), "SELECT later()"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    @Tag("M9")
    void loginsOfTheOtherDatabaseMayNotConnect() {
        DatabaseLogin core = ScratchDatabase.create(ClmDatabase.CORE).user();
        DatabaseLogin foreign = new DatabaseLogin(FRESH.user().url(), core.user(), core.password());
        assertThatThrownBy(foreign::connect)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied for database");
    }

    @Test
    void userMayCreateNothing() {
        for (String sql : List.of("CREATE TABLE t ()", "CREATE TEMP TABLE t ()", "CREATE SCHEMA s")) {
            assertThatThrownBy(() -> run(FRESH.user(), sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void extensionsAreThereForEveryLogin() {
        assertThatCode(() -> run(FRESH.user(), "SELECT public.uuid_generate_v4(), public.gen_random_uuid()"))
                .doesNotThrowAnyException();
    }

    @Test
    void passwordsReachNeitherTheServersLogNorItsCatalog() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(folder.resolve("postgres"), "password of the superuser")) {
            DatabaseLogin superuser =
                    new DatabaseLogin(postgres.url("postgres"), "postgres", "password of the superuser");
            run(superuser, "ALTER SYSTEM SET log_statement = 'all'");
            run(superuser, "SELECT pg_reload_conf()");
            run(superuser, "SELECT pg_sleep(0.2)");
            run(superuser, "SELECT 'logging is on'");
            postgres.bootstrap(ClmDatabase.SECURE);
            String log = log(folder.resolve("postgres/log"));
            assertThat(log).contains("logging is on").doesNotContain("SCRAM-SHA-256$");
            for (String role : List.of("clm_secure_owner", "clm_secure_user", "clm_secure_service")) {
                assertThat(log).doesNotContain(postgres.passwords().of(role).orElseThrow());
            }
        }
    }

    @Test
    @Tag("S3")
    void aRoleThatIsAMemberOfAnotherIsRefusedWithWhatEndsIt() throws SQLException {
        LocalPostgres server = LocalPostgres.shared();
        run(server.superuser(ClmDatabase.SECURE), "GRANT clm_secure_service TO clm_secure_user");
        try {
            assertThatThrownBy(() -> server.bootstrap(ClmDatabase.SECURE))
                    .hasMessageContaining("clm_secure_user is a member of clm_secure_service")
                    .hasMessageContaining("REVOKE clm_secure_service FROM clm_secure_user");
        } finally {
            run(server.superuser(ClmDatabase.SECURE), "REVOKE clm_secure_service FROM clm_secure_user");
        }
    }

    @Test
    void missingPasswordOfALoginIsRefusedByName() {
        try (LocalPostgres postgres = LocalPostgres.temporary()) {
            DatabaseBootstrap bootstrap =
                    new DatabaseBootstrap(ClmDatabase.SECURE, postgres.superuser(ClmDatabase.SECURE));
            assertThatThrownBy(() -> bootstrap.run(RolePasswords.of(Map.of("clm_secure_owner", "only this one"))))
                    .isInstanceOf(ClmSchemaException.class)
                    .hasMessage("clm_secure_db: role clm_secure_user does not exist and no password is given");
        }
    }

    private static void run(DatabaseLogin login, String sql) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String log(Path directory) throws IOException {
        StringBuilder log = new StringBuilder();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                log.append(Files.readString(file));
            }
        }
        return log.toString();
    }
}
