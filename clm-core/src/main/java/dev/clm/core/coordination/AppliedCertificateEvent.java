package dev.clm.core.coordination;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.UUID;

/**
 * One event about a certificate that was applied in this database.
 *
 * @param revocationReason null where it is no revocation, or came from a release that did not tell
 */
public record AppliedCertificateEvent(
        UUID eventId,
        OrganizationId organizationId,
        UUID certificateId,
        Instant appliedAt,
        CertificateStatus status,
        UUID ownerUserId,
        Instant deletedAt,
        Instant revokedAt,
        String revocationReason) {}
