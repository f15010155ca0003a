package dev.clm.secure.certificate.issued;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.identifier.DisplayName;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.certificate.EncodedCertificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A row of certificates.
 *
 * @param certificateId the name for people
 * @param content what the certificate itself says
 */
public record Certificate(
        UUID id,
        OrganizationId organizationId,
        String certificateId,
        CertificateType type,
        CertificateFacts content,
        EncodedCertificate encoded,
        Origin origin,
        State state) {

    /**
     * Where it comes from and whose it is.
     *
     * @param issuerAuthorityId certificate_authorities.id of the issuer, null where it is its own
     * @param policyId null where it was issued under none, as `workflowId`
     */
    public record Origin(
            UUID issuerAuthorityId, UUID ownerUserId, UUID createdByUserId, UUID policyId, UUID workflowId) {}

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

    /** One that has just been signed. `id` is the one that its private key, where the service has it, is sealed for. */
    public static Certificate issued(
            UUID id,
            OrganizationId organizationId,
            CertificateType type,
            CertificateFacts content,
            EncodedCertificate encoded,
            Origin origin,
            Instant now) {
        return new Certificate(
                id,
                organizationId,
                DisplayName.of(content.commonName()),
                type,
                content,
                encoded,
                origin,
                State.issued(now.truncatedTo(ChronoUnit.MILLIS)));
    }
}
