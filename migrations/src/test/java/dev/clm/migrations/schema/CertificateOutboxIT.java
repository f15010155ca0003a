package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever changes a certificate, psql included, tells the other database. */
@Tag("X4")
class CertificateOutboxIT {
    private final TenantRows own = TenantRows.of(ClmDatabase.SECURE);
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = SchemaServer.migrated(ClmDatabase.SECURE);
        own.insert(session);
        session.execute("DELETE FROM outbox WHERE organization_id = '" + own.organization() + "'");
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = 'revoked'",
                "deleted_at = now()",
                "owner_user_id = gen_random_uuid()",
                "common_name = 'b.example'",
                "not_before = not_before - interval '1 day'",
                "not_after = not_after + interval '1 day'"
            })
    void aChangeByASuperuserIsRecorded(String change) throws SQLException {
        session.execute("ALTER TABLE certificates DISABLE TRIGGER trg_certificates_issued");
        update(change);
        assertThat(events()).isEqualTo("certificate.changed " + own.id("certificate"));
    }

    @Test
    void aChangeByATenantIsRecordedForIt() throws SQLException {
        session.as("clm_secure_user").tenant(own.organization());
        update("status = 'suspended'");
        assertThat(events()).isEqualTo("certificate.changed " + own.id("certificate"));
    }

    @Test
    void theEventCarriesWhatTheOtherDatabaseShows() throws SQLException {
        update("status = 'revoked', revoked_at = now()");
        assertThat(session.value("""
                SELECT o.payload = jsonb_build_object('certificate_id', c.id, 'status', 'revoked',
                    'deleted_at', c.deleted_at, 'owner_user_id', c.owner_user_id, 'common_name', c.common_name,
                    'not_before', c.not_before, 'not_after', c.not_after, 'revoked_at', c.revoked_at,
                    'revocation_reason', c.revocation_reason)
                FROM outbox o JOIN certificates c ON c.id = o.aggregate_id
                WHERE c.organization_id = '%s'""".formatted(own.organization()))).isEqualTo("t");
    }

    @Test
    void aChangeThatTheOtherDatabaseDoesNotShowIsNotRecorded() throws SQLException {
        update("encryption_algorithm = 'none'");
        update("status = status");
        assertThat(events()).isEmpty();
    }

    @Test
    void oneStatementRecordsEveryRow() throws SQLException {
        session.execute("""
                INSERT INTO certificates (certificate_id, common_name, certificate_type, pem_encoded_cert,
                    der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn, key_algorithm,
                    signature_algorithm, not_before, not_after, owner_user_id, created_by_user_id, organization_id)
                SELECT 'copy ' || certificate_id, common_name, certificate_type, pem_encoded_cert, der_encoded_cert,
                    serial_number, repeat('2', 64), issuer_dn, subject_dn, key_algorithm, signature_algorithm,
                    not_before, not_after, owner_user_id, created_by_user_id, organization_id
                FROM certificates WHERE organization_id = '%s'""".formatted(own.organization()));
        update("status = 'expired'");
        assertThat(events().lines()).hasSize(2);
    }

    @Test
    void aHardDeleteIsRecorded() throws SQLException {
        for (String table : new String[] {
            "key_rotation_certificates",
            "quarantined_private_keys",
            "private_keys",
            "certificate_revocations",
            "certificate_revocation_lists",
            "partial_revocation_lists",
            "certificate_authorities"
        }) {
            session.execute("DELETE FROM " + table + " WHERE organization_id = '" + own.organization() + "'");
        }
        session.execute("DELETE FROM certificates WHERE organization_id = '" + own.organization() + "'");
        assertThat(events()).isEqualTo("certificate.deleted " + own.id("certificate"));
    }

    private void update(String change) throws SQLException {
        assertThat(session.update(
                        "UPDATE certificates SET " + change + " WHERE organization_id = '" + own.organization() + "'"))
                .isPositive();
    }

    private String events() throws SQLException {
        return session.value("SELECT event_type, aggregate_id FROM outbox WHERE organization_id = '"
                + own.organization() + "' ORDER BY sequence");
    }
}
