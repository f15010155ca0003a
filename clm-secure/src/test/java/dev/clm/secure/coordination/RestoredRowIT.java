package dev.clm.secure.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.SecureTestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("X3")
class RestoredRowIT {
    private static final Instant TOLD_AT = Instant.parse("2026-11-01T00:00:00Z");

    private final OrganizationId tenant = OrganizationId.of(UUID.randomUUID());
    private final UUID owner = UUID.randomUUID();
    private final UUID certificate = UUID.randomUUID();

    /** What was told is brought forward where it leads forward; a revocation stays, and what time has done. */
    @ParameterizedTest
    @Tag("R1")
    @CsvSource(
            nullValues = "-",
            value = {
                "active, -, REVOKED, superseded, revoked superseded",
                "active, -, SUSPENDED, certificate_hold, suspended certificate_hold",
                "suspended, certificate_hold, ACTIVE, -, active",
                "expiring, -, ACTIVE, -, expiring",
                "expired, -, EXPIRING, -, expired",
                "revoked, superseded, ACTIVE, -, revoked superseded",
                "revoked, superseded, REVOKED, unspecified, revoked superseded",
                "revoked, superseded, REVOKED, key_compromise, revoked key_compromise"
            })
    void aRowComesForwardAndNeverBack(
            String status, String reason, CertificateStatus told, String toldReason, String expected) {
        insert(status, reason);

        Set<UUID> changed = bringForward(told, toldReason);

        assertThat(changed).containsExactly(certificate);
        String state = SecureTestDatabase.database()
                .inServiceRole(
                        "test",
                        tx -> tx.dsl()
                                .fetchSingle(
                                        "select concat_ws(' ', status, revocation_reason) from certificates where id = ?",
                                        certificate)
                                .get(0, String.class));
        assertThat(state).isEqualTo(expected);
        assertThat(bringForward(told, toldReason)).isEmpty();
    }

    /** To another owner too, so that there is always something to change. */
    private Set<UUID> bringForward(CertificateStatus told, String reason) {
        LostChange change =
                new LostChange(tenant, certificate, told, owner, null, told.isListed() ? TOLD_AT : null, reason);
        return SecureTestDatabase.database()
                .inServiceRole("test", tx -> new RestoredRowRepository().bringForward(tx, List.of(change)));
    }

    private void insert(String status, String reason) {
        SecureTestDatabase.asSuperuser(
                "insert into certificates (id, organization_id, certificate_id, common_name, certificate_type,"
                        + " pem_encoded_cert, der_encoded_cert, serial_number, thumbprint_sha256, issuer_dn, subject_dn,"
                        + " key_algorithm, signature_algorithm, not_before, not_after, owner_user_id, created_by_user_id,"
                        + " status, revocation_reason, revoked_at) values (?, ?, ?, 'a', 'leaf', '', '', '1', ?, '', '',"
                        + " 'ECDSA', '', now(), now() + interval '1 day', gen_random_uuid(), gen_random_uuid(), ?, ?,"
                        + " case when ?::text is not null then '2026-10-01'::timestamptz end)",
                certificate,
                tenant.value(),
                certificate.toString(),
                certificate.toString(),
                status,
                reason,
                reason);
    }
}
