package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S1")
class SeedIT {

    @Test
    void sixSystemRolesHaveTheirPermissions() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.CORE)) {
            assertThat(session.lines("""
                    SELECT r.role_code || ' ' || p.key || ': '
                        || (SELECT string_agg(v, ' ' ORDER BY v) FROM jsonb_array_elements_text(p.value) v)
                    FROM roles r CROSS JOIN jsonb_each(r.permissions) p
                    WHERE r.is_system_role AND r.is_active AND r.deleted_at IS NULL"""))
                    .containsExactlyInAnyOrder(
                            "SYSTEM_ADMIN *: *",
                            "CERT_ADMIN certificates: create delete read revoke update",
                            "CERT_ADMIN policies: read update",
                            "CERT_ADMIN workflows: execute read",
                            "CERT_ADMIN audit: read",
                            "CERT_OPERATOR certificates: create read update",
                            "CERT_OPERATOR workflows: execute read",
                            "CERT_OPERATOR policies: read",
                            "APPROVER certificates: read",
                            "APPROVER workflows: approve read",
                            "APPROVER policies: read",
                            "AUDITOR certificates: read",
                            "AUDITOR policies: read",
                            "AUDITOR workflows: read",
                            "AUDITOR audit: read",
                            "AUDITOR users: read",
                            "USER certificates: read",
                            "USER workflows: read",
                            "USER policies: read");
        }
    }

    @Test
    void theSystemUserIsInactiveAndHasNoPassword() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.CORE)) {
            assertThat(session.lines("SELECT id, status, email, password_hash FROM users WHERE username = 'system'"))
                    .containsExactly(TenantRows.SYSTEM_USER + " inactive system@clm.invalid !");
        }
    }
}
