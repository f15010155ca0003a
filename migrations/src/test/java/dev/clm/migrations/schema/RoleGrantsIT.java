package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what, role by table, and by column where not all of a table. A new grant is a line in the expectation, under review. */
class RoleGrantsIT {
    private static final String PRIVILEGES = """
            SELECT r.rolname || ' ' || c.relname || ': ' || string_agg(p.name, ', ' ORDER BY p.position)
            FROM pg_roles r
            CROSS JOIN pg_class c
            CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
                WITH ORDINALITY p (name, position)
            WHERE r.rolname LIKE 'clm\\_%%' AND r.rolname <> '%1$s'
                AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
                AND has_table_privilege(r.oid, c.oid, p.name)
            GROUP BY r.rolname, c.relname
            UNION ALL
            SELECT r.rolname || ' ' || c.relname || ': ' || p.name || ' ('
                || string_agg(a.attname::text, ', ' ORDER BY a.attname::text COLLATE "C") || ')'
            FROM pg_roles r
            CROSS JOIN pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) p (name)
            WHERE r.rolname LIKE 'clm\\_%%' AND r.rolname <> '%1$s'
                AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
                AND has_column_privilege(r.oid, c.oid, a.attnum, p.name)
                AND NOT has_table_privilege(r.oid, c.oid, p.name)
            GROUP BY r.rolname, c.relname, p.name""";

    @Tag("M9")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void everyRoleHasWhatItNeedsAndNothingElse(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            assertThat(session.lines(PRIVILEGES.formatted(database.owner())))
                    .containsExactlyInAnyOrderElementsOf(SchemaResource.expected(database, "grants"));
        }
    }

    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void noRoleBorrowsPrivilegesFromAnother(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            assertThat(session.lines("""
                    SELECT m.member::regrole, m.roleid::regrole FROM pg_auth_members m
                    WHERE m.member::regrole::text LIKE 'clm\\_%'""")).isEmpty();
        }
    }

    @Tag("S3")
    @ParameterizedTest
    @EnumSource(ClmDatabase.class)
    void onlyServiceAndBackupPassRowLevelSecurity(ClmDatabase database) throws SQLException {
        try (Session session = SchemaServer.migrated(database)) {
            assertThat(session.lines("SELECT rolname FROM pg_roles WHERE rolbypassrls AND rolname LIKE 'clm\\_%'"))
                    .containsExactlyInAnyOrder("clm_secure_service", "clm_core_service", "clm_backup");
            assertThat(session.lines("""
                    SELECT rolname FROM pg_roles
                    WHERE rolname LIKE 'clm\\_%' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication)""")).isEmpty();
        }
    }

    /** The first file that grants to a role checks that it is there. */
    @Tag("M8")
    @ParameterizedTest
    @CsvSource({
        "SECURE, 20261120121200_enable_row_level_security.sql, clm_auditor",
        "SECURE, 20261120121300_grant_roles.sql, clm_backup",
        "CORE, 20261120120900_enable_row_level_security.sql, clm_maintenance",
        "CORE, 20261120121000_grant_roles.sql, clm_reporter"
    })
    void aMissingRoleIsNamed(ClmDatabase database, String file, String role) throws SQLException {
        String sql = SchemaResource.migration(database, file).replace(role, "clm_nobody");
        try (Session session = SchemaServer.migrated(database)) {
            session.as(database.owner());
            assertThatThrownBy(() -> session.execute(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("role missing: clm_nobody");
        }
    }
}
