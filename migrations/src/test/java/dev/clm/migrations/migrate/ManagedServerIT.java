package dev.clm.migrations.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import dev.clm.migrations.local.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server whose superuser is the provider's: who bootstraps has CREATEDB and CREATEROLE, and nothing else. */
@Tag("M8")
class ManagedServerIT {
    private static final int VERSION_16 = 160_000;
    private static final int VERSION_15 = 150_000;
    private static final String PASSWORD = "of an administrator";
    private static final ClmDatabase SECURE = ClmDatabase.SECURE;

    private LocalPostgres postgres;
    private RolePasswords passwords;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void start() throws SQLException {
        postgres = LocalPostgres.temporary();
        passwords = postgres.passwords();
        asSuperuser("CREATE ROLE administrator LOGIN CREATEDB CREATEROLE PASSWORD '" + PASSWORD + "'");
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void bothDatabasesAreBootstrappedMigratedAndBootstrappedAgainWithoutASuperuser() throws SQLException {
        for (ClmDatabase database : ClmDatabase.values()) {
            bootstrap(database, "administrator");
            letGoOfPublic(database);
            postgres.migrate(database);
            List<String> before = CatalogDump.of(postgres.superuser(database));

            bootstrap(database, "administrator");

            assertThat(CatalogDump.of(postgres.superuser(database))).isEqualTo(before);
            new DatabaseMigrator(database, postgres.owner(database)).verify();
            new SchemaVerifier(database, postgres.user(database)).verify();
        }
        assertThat(query("SELECT rolname FROM pg_roles WHERE rolname ~ '^clm_' AND rolbypassrls"))
                .isEmpty();
        assertThat(memberships()).isEmpty();
        assertThat(warnings).hasSize(version() < VERSION_15 ? 2 : 0);
    }

    @Test
    void aSuperuserAddsWhatOnlyItCanAndTheAdministratorTakesNothingAway() throws SQLException {
        bootstrap(SECURE, "administrator");
        new DatabaseBootstrap(SECURE, postgres.superuser(SECURE)).run(passwords, warnings::add);
        postgres.migrate(SECURE);
        List<String> before = CatalogDump.of(postgres.superuser(SECURE));

        bootstrap(SECURE, "administrator");

        assertThat(CatalogDump.of(postgres.superuser(SECURE))).isEqualTo(before);
        assertThat(query("SELECT rolname FROM pg_roles WHERE rolname ~ '^clm_' AND rolbypassrls ORDER BY rolname"))
                .containsExactly("clm_backup", "clm_secure_service");
        assertThat(query("SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))"
                        + " WHERE pronamespace = 'public'::regnamespace AND grantee = 0"))
                .as("functions for PUBLIC")
                .isEmpty();
    }

    @Test
    void anAdministratorLeavesAloneWhatAnotherMade() throws SQLException {
        new DatabaseBootstrap(SECURE, postgres.superuser(SECURE)).run(passwords, warnings::add);
        postgres.migrate(SECURE);
        List<String> before = CatalogDump.of(postgres.superuser(SECURE));

        bootstrap(SECURE, "administrator");

        assertThat(CatalogDump.of(postgres.superuser(SECURE))).isEqualTo(before);
        assertThat(memberships()).isEmpty();
        if (version() >= VERSION_16) {
            RolePasswords others = RolePasswords.generated();
            assertThatThrownBy(() -> new DatabaseBootstrap(SECURE, login("administrator")).run(others))
                    .isInstanceOf(ClmSchemaException.class)
                    .hasMessage("clm_secure_db: the password of clm_secure_owner is another one, and administrator may"
                            + " not change it; who made that role can: GRANT clm_secure_owner TO administrator WITH"
                            + " ADMIN OPTION");
        }
    }

    @Test
    void whoeverCanGiveBypassrlsDoes() throws SQLException {
        asSuperuser("ALTER ROLE administrator BYPASSRLS");

        bootstrap(SECURE, "administrator");

        assertThat(query("SELECT rolname FROM pg_roles WHERE rolname ~ '^clm_' AND rolbypassrls ORDER BY rolname"))
                .isEqualTo(version() < VERSION_16 ? List.of() : List.of("clm_backup", "clm_secure_service"));
    }

    @Test
    void whatTheAdministratorLacksIsNamedBeforeAnythingIsMade() throws SQLException {
        for (Map.Entry<String, String> lacking : Map.of(
                        "CREATEDB", "CREATEROLE", "CREATEROLE", "CREATEDB", "INHERIT", "CREATEROLE and CREATEDB")
                .entrySet()) {
            asSuperuser("CREATE ROLE lesser LOGIN " + lacking.getKey() + " PASSWORD '" + PASSWORD + "'");
            assertThatThrownBy(() -> bootstrap(SECURE, "lesser"))
                    .isInstanceOf(ClmSchemaException.class)
                    .hasMessage("clm_secure_db: lesser lacks " + lacking.getValue()
                            + "; whoever bootstraps has CREATEROLE and CREATEDB or is a superuser");
            assertThat(query("SELECT rolname FROM pg_roles WHERE rolname ~ '^clm_'"))
                    .isEmpty();
            asSuperuser("DROP ROLE lesser");
        }
    }

    @Test
    void anAttributeThatNobodyHereCanTakeAwayIsRefusedByName() throws SQLException {
        bootstrap(SECURE, "administrator");
        asSuperuser("ALTER ROLE clm_secure_user SUPERUSER");
        assertThatThrownBy(() -> bootstrap(SECURE, "administrator"))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessage("clm_secure_db: clm_secure_user has to be NOSUPERUSER, which administrator cannot make it;"
                        + " a superuser can: ALTER ROLE clm_secure_user NOSUPERUSER");
        new DatabaseBootstrap(SECURE, postgres.superuser(SECURE)).run(passwords, warnings::add);
        bootstrap(SECURE, "administrator");
    }

    @Test
    void theOwnersMembershipEndsWithABootstrapThatFails() throws SQLException {
        asSuperuser("CREATE DATABASE clm_secure_db");

        assertThatThrownBy(() -> bootstrap(SECURE, "administrator"))
                .isInstanceOf(ClmSchemaException.class)
                .hasMessageContaining("must be owner of database clm_secure_db");

        assertThat(memberships()).isEmpty();
    }

    private void bootstrap(ClmDatabase database, String administrator) {
        DatabaseLogin login = new DatabaseLogin(postgres.url(database), administrator, PASSWORD);
        new DatabaseBootstrap(database, login).run(passwords, warnings::add);
    }

    private DatabaseLogin login(String administrator) {
        return new DatabaseLogin(postgres.url(SECURE), administrator, PASSWORD);
    }

    /** What the warning asks a superuser for; nothing since PostgreSQL 15. */
    private void letGoOfPublic(ClmDatabase database) throws SQLException {
        if (version() < VERSION_15) {
            try (Connection connection = postgres.superuser(database).connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER SCHEMA public OWNER TO " + database.owner());
            }
        }
    }

    private int version() throws SQLException {
        return Integer.parseInt(query("SHOW server_version_num").get(0));
    }

    /** By which somebody has another's privileges; the right to give a role away is none. */
    private List<String> memberships() throws SQLException {
        return query("SELECT roleid::regrole FROM pg_auth_members WHERE roleid::regrole::text ~ '^clm_'"
                + (version() < VERSION_16 ? "" : " AND (inherit_option OR set_option)"));
    }

    private List<String> query(String sql) throws SQLException {
        DatabaseLogin superuser = postgres.superuser(SECURE);
        boolean there;
        try (Connection connection = superuser.connectTo("postgres")) {
            there = !BootstrapStep.rows(connection, "SELECT 1 FROM pg_database WHERE datname = 'clm_secure_db'")
                    .isEmpty();
        }
        try (Connection connection = there ? superuser.connect() : superuser.connectTo("postgres")) {
            return BootstrapStep.rows(connection, sql);
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = postgres.superuser(SECURE).connectTo("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
