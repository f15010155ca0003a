package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Read as clm_reporter, who sees the tenant that the transaction names. */
@Tag("S1")
class SecureViewsIT {
    private final TenantRows own = TenantRows.of(ClmDatabase.SECURE);
    private Session session;

    @BeforeEach
    void insertOneOfEachKind() throws SQLException {
        session = SchemaServer.migrated(ClmDatabase.SECURE);
        certificate("active-60", "active", 60, false);
        certificate("active-10", "active", 10, false);
        certificate("active-deleted", "active", 10, true);
        certificate("active-past", "active", -1, false);
        certificate("expiring-5", "expiring", 5, false);
        certificate("revoked-10", "revoked", 10, false);
        TenantRows.of(ClmDatabase.SECURE).insert(session);
        session.as("clm_reporter");
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @Test
    void activeCertificatesAreLiveAndActiveOrExpiring() throws SQLException {
        session.tenant(own.organization());
        assertThat(session.lines("SELECT common_name FROM active_certificates"))
                .containsExactlyInAnyOrder("active-60", "active-10", "active-past", "expiring-5");
    }

    @Test
    void expiringCertificatesAreLiveActiveOrExpiringAndWithinThirtyDays() throws SQLException {
        session.tenant(own.organization());
        assertThat(session.lines("SELECT common_name, days_until_expiry FROM expiring_certificates"))
                .containsExactlyInAnyOrder("active-10 10", "expiring-5 5");
    }

    @Tag("S3")
    @Test
    void withoutATenantTheViewsAreEmpty() throws SQLException {
        assertThat(session.lines("SELECT common_name FROM active_certificates")).isEmpty();
        assertThat(session.lines("SELECT common_name FROM expiring_certificates"))
                .isEmpty();
    }

    @Tag("S3")
    @Test
    void aLoginThatMayReadEveryRowReadsItThroughTheViewsToo() throws SQLException {
        session.execute("RESET ROLE");
        assertThat(session.lines("SELECT common_name FROM active_certificates"))
                .contains("active-60", "active-10", "active-past", "expiring-5");
    }

    @Tag("K5")
    @Test
    void noViewShowsPemDerOrKeys() throws SQLException {
        assertThat(session.lines("""
                SELECT a.attrelid::regclass, a.attname FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace
                WHERE a.attname ~ 'pem|der|key|chain|material|secret|hash'
                    OR a.atttypid = 'bytea'::regtype""")).isEmpty();
    }

    private void certificate(String name, String status, int days, boolean deleted) throws SQLException {
        session.execute("""
                INSERT INTO certificates (certificate_id, common_name, certificate_type, pem_encoded_cert,
                    der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn, key_algorithm,
                    signature_algorithm, not_before, not_after, status, owner_user_id, created_by_user_id,
                    organization_id, deleted_at)
                VALUES ('%1$s %2$s', '%1$s', 'server', 'pem', '\\x00', '0a', encode(sha256('%1$s'), 'hex'), 'CN=issuer',
                    'CN=%1$s', 'ECDSA', 'SHA256withECDSA', now() - interval '90 days',
                    now() + interval '%3$d days 1 hour', '%4$s', '%5$s', '%5$s', '%2$s', %6$s)""".formatted(
                        name, own.organization(), days, status, TenantRows.SYSTEM_USER, deleted ? "now()" : "NULL"));
    }
}
