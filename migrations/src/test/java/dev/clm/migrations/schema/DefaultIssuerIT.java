package dev.clm.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.migrations.ClmDatabase;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who was the default issuer by being the newest is named once, when the column comes. */
@Tag("I2")
@Tag("A.2")
class DefaultIssuerIT {
    private static final String MIGRATION =
            SchemaResource.migration(ClmDatabase.SECURE, "20261129183000_name_the_default_issuer.sql");

    private final UUID organization = UUID.randomUUID();

    @Test
    void newestIntermediateInForceUpToItsRootIsNamed() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.SECURE)) {
            authority(session, 1, "root", null, "active", "90 days");
            authority(session, 2, "intermediate", 1, "active", "90 days");
            authority(session, 3, "intermediate", 1, "expiring", "90 days");
            authority(session, 4, "intermediate", 1, "revoked", "90 days");
            authority(session, 5, "intermediate", 4, "active", "90 days");
            authority(session, 6, "intermediate", 1, "active", "-1 days");
            authority(session, 7, "root", null, "active", "90 days");

            session.as("clm_secure_owner").execute(MIGRATION);

            assertThat(defaults(session)).isEqualTo("ca-3");
        }
    }

    @Test
    void whoIsNamedAlreadyStays() throws SQLException {
        try (Session session = SchemaServer.migrated(ClmDatabase.SECURE)) {
            authority(session, 1, "root", null, "active", "90 days");
            authority(session, 2, "intermediate", 1, "active", "90 days");
            session.execute("UPDATE certificate_authorities SET is_default = true WHERE id = '" + id(2) + "'");
            authority(session, 3, "intermediate", 1, "active", "90 days");

            session.as("clm_secure_owner").execute(MIGRATION);

            assertThat(defaults(session)).isEqualTo("ca-2");
        }
    }

    private String defaults(Session session) throws SQLException {
        return session.tenant(organization).value("SELECT left(name, 4) FROM certificate_authorities WHERE is_default");
    }

    private void authority(Session session, int number, String type, Integer above, String status, String ends)
            throws SQLException {
        String certificate = certificate(number);
        session.execute("""
                INSERT INTO certificates (id, certificate_id, common_name, certificate_type, pem_encoded_cert,
                    der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn, key_algorithm,
                    signature_algorithm, not_before, not_after, status, owner_user_id, created_by_user_id, organization_id)
                VALUES ('%1$s', '%1$s', 'ca', '%2$s', 'pem', '\\x00', '0%3$s', '%1$s', 'CN=i', 'CN=s', 'ECDSA',
                    'SHA256withECDSA', now() - interval '2 days', now() + interval '%4$s', '%5$s', '%6$s', '%6$s', '%7$s')
                """.formatted(certificate, type, number, ends, status, TenantRows.SYSTEM_USER, organization));
        session.execute("""
                INSERT INTO certificate_authorities (id, organization_id, name, certificate_id, issuer_certificate_id,
                    created_by_user_id)
                VALUES ('%s', '%s', 'ca-%s-%s', '%s', %s, '%s')
                """.formatted(
                        id(number),
                        organization,
                        number,
                        organization,
                        certificate,
                        above == null ? "NULL" : "'" + certificate(above) + "'",
                        TenantRows.SYSTEM_USER));
    }

    private String certificate(int number) {
        return new UUID(organization.getMostSignificantBits(), number).toString();
    }

    private static String id(int number) {
        return new UUID(0x0100_0000_0000_7000L, 0x8000_0000_0000_0000L + number).toString();
    }
}
