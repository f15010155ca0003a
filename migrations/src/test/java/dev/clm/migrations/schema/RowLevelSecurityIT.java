package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two organizations with a row in every tenant-owned table, looked at through the service's own login. */
@Tag("S3")
class RowLevelSecurityIT {

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyTenantTableIsUnderForcedSecurityWithBothChecks(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            assertThat(session.lines("""
                    SELECT c.relname FROM pg_class c
                    WHERE c.relkind = 'r' AND (c.relname = 'organizations' OR EXISTS (
                            SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id'))
                        AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
                            SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant_isolation'
                                AND p.polcmd = '*' AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL))""")).isEmpty();
        }
    }

    /** Where nobody can give BYPASSRLS, these policies are all that a job and a backup have. */
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyTableUnderSecurityNamesTheLoginsThatSeeEveryTenant(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            assertThat(session.lines("""
                    SELECT c.relname, wanted.name FROM pg_class c
                    CROSS JOIN (VALUES ('service_sees_every_tenant', '%s', '*', 'true'),
                        ('backup_reads_every_tenant', 'clm_backup', 'r', NULL)) wanted (name, role, command, to_write)
                    WHERE c.relrowsecurity AND NOT EXISTS (
                        SELECT FROM pg_policy p
                        WHERE p.polrelid = c.oid AND p.polname = wanted.name AND p.polpermissive
                            AND p.polroles = ARRAY[wanted.role::regrole::oid] AND p.polcmd = wanted.command::"char"
                            AND pg_get_expr(p.polqual, c.oid) = 'true'
                            AND pg_get_expr(p.polwithcheck, c.oid) IS NOT DISTINCT FROM wanted.to_write)""".formatted(database.service()))).isEmpty();
            assertThat(session.lines("SELECT polname FROM pg_policy WHERE NOT polpermissive"))
                    .as("policies that would take rows from them again")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void theServiceRoleAndTheBackupNeedNoBypassrls(ClmDatabase database) throws SQLException {
        try (Session session = withRowsOf(database, TenantRows.of(database), TenantRows.of(database))) {
            for (String role : List.of(database.service(), "clm_backup")) {
                session.execute("ALTER ROLE " + role + " NOBYPASSRLS");
                for (String table : tenantTables(session)) {
                    int all = count(session, table);
                    session.as(role);
                    assertThat(count(session, table)).as(role + " in " + table).isEqualTo(all);
                    session.as("NONE");
                }
            }
            session.as(database.service());
            TenantRows.of(database).insert(session);
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void viewsShowThemAllRowsToo(ClmDatabase database) throws SQLException {
        try (Session session = withRowsOf(database, TenantRows.of(database), TenantRows.of(database))) {
            for (String role : List.of(database.service(), "clm_backup")) {
                session.execute("ALTER ROLE " + role + " NOBYPASSRLS");
                for (String view : session.lines("SELECT relname FROM pg_class WHERE relkind = 'v'"
                        + " AND relnamespace = 'public'::regnamespace")) {
                    int all = count(session, view);
                    session.as(role);
                    assertThat(count(session, view)).as(role + " in " + view).isEqualTo(all);
                    session.as("NONE");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void withoutATenantNoRowIsVisible(ClmDatabase database) throws SQLException {
        try (Session session = withRowsOf(database, TenantRows.of(database))) {
            session.as(database.user());
            for (String table : tenantTables(session)) {
                assertThat(count(session, table)).as(table).isZero();
            }
            session.noTenant();
            for (String table : tenantTables(session)) {
                assertThat(count(session, table)).as(table).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void theOwnerIsBoundToo(ClmDatabase database) throws SQLException {
        try (Session session = withRowsOf(database, TenantRows.of(database))) {
            session.as(database.owner());
            for (String table : tenantTables(session)) {
                assertThat(count(session, table)).as(table).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void aForeignTenantSeesNothing(ClmDatabase database) throws SQLException {
        try (Session session = withRowsOf(database, TenantRows.of(database))) {
            session.as(database.user()).tenant(UUID.randomUUID());
            for (String table : tenantTables(session)) {
                assertThat(countOfTenants(session, table)).as(table).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void theOwnTenantSeesAllOfItsRowsAndNoOthers(ClmDatabase database) throws SQLException {
        TenantRows own = TenantRows.of(database);
        try (Session session = withRowsOf(database, own, TenantRows.of(database))) {
            session.as(database.user()).tenant(own.organization());
            for (String table : tenantTables(session)) {
                assertThat(countOfTenants(session, table)).as(table).isEqualTo(own.countOf(table));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void theServiceRoleSeesAllTenants(ClmDatabase database) throws SQLException {
        try (Session session = withRowsOf(database, TenantRows.of(database), TenantRows.of(database))) {
            session.as(database.service());
            for (String table : tenantTables(session)) {
                assertThat(countOfTenants(session, table)).as(table).isGreaterThanOrEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void noRowCanBeInsertedForAForeignTenant(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            session.as(database.user()).tenant(UUID.randomUUID());
            for (String insert : TenantRows.of(database).inserts()) {
                assertThat(session.sqlStateOf(insert)).as(insert).isEqualTo("42501");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void theOwnTenantInsertsItsRows(ClmDatabase database) throws SQLException {
        TenantRows own = TenantRows.of(database);
        try (Session session = SchemaServer.migrated(database)) {
            session.as(database.user()).tenant(own.organization());
            own.insert(session);
            for (String table : tenantTables(session)) {
                assertThat(countOfTenants(session, table)).as(table).isEqualTo(own.countOf(table));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void noRowCanBeMovedToAForeignTenant(ClmDatabase database) throws SQLException {
        TenantRows own = TenantRows.of(database);
        String table = database == ClmDatabase.SECURE ? "certificates" : "certificate_metadata";
        try (Session session = withRowsOf(database, own)) {
            session.as(database.user()).tenant(own.organization());
            assertThat(session.sqlStateOf("UPDATE " + table + " SET organization_id = '" + UUID.randomUUID() + "'"))
                    .isEqualTo("42501");
        }
    }

    private static Session withRowsOf(ClmDatabase database, TenantRows... tenants) throws SQLException {
        Session session = SchemaServer.migrated(database);
        for (TenantRows tenant : tenants) {
            tenant.insert(session);
        }
        return session;
    }

    private static List<String> tenantTables(Session session) throws SQLException {
        return session.lines("""
                SELECT c.relname FROM pg_class c
                WHERE c.relkind = 'r' AND (c.relname = 'organizations' OR EXISTS (
                    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id'))""");
    }

    private static int count(Session session, String table) throws SQLException {
        return Integer.parseInt(session.value("SELECT count(*) FROM " + table));
    }

    /** The platform's own rows left out. */
    private static int countOfTenants(Session session, String table) throws SQLException {
        String tenant = "organizations".equals(table) ? "id" : "organization_id";
        return Integer.parseInt(session.value("SELECT count(" + tenant + ") FROM " + table));
    }
}
