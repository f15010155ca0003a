package dev.clm.secure.certificate.issued;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.CertificateType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of certificates.
 *
 * @param certificateId the name for people
 * @param chain PEM of the authorities above it, issuer first, root last; empty for a root
 * @param content what the certificate itself says
 * @param issuerAuthorityId certificate_authorities.id of the issuer, null where it is its own
 */
public record Certificate(
        UUID id,
        OrganizationId organizationId,
        String certificateId,
        CertificateType type,
        CertificateFacts content,
        String pem,
        byte[] der,
        List<String> chain,
        UUID issuerAuthorityId,
        UUID ownerUserId,
        UUID createdByUserId,
        UUID policyId,
        UUID workflowId,
        State state) {

    /** What changes after issuance. */
    public record State(
            CertificateStatus status,
            String revocationReason,
            Instant revokedAt,
            Instant createdAt,
            Instant updatedAt,
            Instant deletedAt) {

        public static State issued(Instant now) {
            return new State(CertificateStatus.ACTIVE, null, null, now, now, null);
        }
    }

    public Optional<UUID> issuerAuthority() {
        return Optional.ofNullable(issuerAuthorityId);
    }
}
