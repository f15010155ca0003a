package dev.clm.secure.coordination;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.UUID;

/** The last state of a certificate that clm_core_db was told of, and that a restore took from here. */
public record LostChange(
        OrganizationId organizationId,
        UUID certificateId,
        CertificateStatus status,
        UUID ownerUserId,
        Instant deletedAt,
        Instant revokedAt,
        String revocationReason) {}
