package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S5")
class AuditorIT {

    @ParameterizedTest
    @CsvSource({"SECURE, secure_audit_log, certificates", "CORE, audit_log, certificate_metadata"})
    void theAuditorReadsTheLogOfAllTenantsAndNothingElse(ClmDatabase database, String log, String other)
            throws SQLException {
        TenantRows one = TenantRows.of(database);
        TenantRows two = TenantRows.of(database);
        try (Session session = SchemaServer.migrated(database)) {
            one.insert(session);
            two.insert(session);
            session.as("clm_auditor");
            assertThat(session.lines("SELECT organization_id FROM " + log))
                    .contains(one.organization().toString(), two.organization().toString());
            assertThat(session.sqlStateOf("SELECT id FROM " + other)).isEqualTo("42501");
            assertThat(session.sqlStateOf("DELETE FROM " + log)).isEqualTo("42501");
        }
    }

    @ParameterizedTest
    @CsvSource({"SECURE, secure_audit_log", "CORE, audit_log"})
    void theBackupReadsAllTenants(ClmDatabase database, String log) throws SQLException {
        TenantRows rows = TenantRows.of(database);
        try (Session session = SchemaServer.migrated(database)) {
            rows.insert(session);
            session.as("clm_backup");
            assertThat(session.lines("SELECT organization_id FROM " + log))
                    .contains(rows.organization().toString());
        }
    }
}
