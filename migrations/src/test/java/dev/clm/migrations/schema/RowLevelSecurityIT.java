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
