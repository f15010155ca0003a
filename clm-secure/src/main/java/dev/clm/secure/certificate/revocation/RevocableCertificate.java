package dev.clm.secure.certificate.revocation;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a revocation has to know of a certificate.
 *
 * @param revokedAt since when it is revoked or on hold; null where it is not
 * @param invalidSince the earliest invalidity date that was told of the revocation or hold; null where none was
 * @param issuerAuthorityId null where no authority of ours issued it
 * @param isListable whether its authority still signs lists, of which one names it: it has not ended
 */
public record RevocableCertificate(
        UUID id,
        OrganizationId organizationId,
        String commonName,
        String publicKeySha256,
        CertificateStatus status,
        String revocationReason,
        Instant revokedAt,
        Instant invalidSince,
        Instant notAfter,
        UUID issuerAuthorityId,
        boolean isListable) {

    public boolean isRevoked() {
        return status == CertificateStatus.REVOKED;
    }

    public boolean isOnHold() {
        return status == CertificateStatus.SUSPENDED;
    }

    public Optional<UUID> issuerAuthority() {
        return Optional.ofNullable(issuerAuthorityId);
    }
}
