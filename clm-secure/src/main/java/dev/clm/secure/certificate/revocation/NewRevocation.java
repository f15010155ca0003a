package dev.clm.secure.certificate.revocation;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.crl.RevocationReason;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of certificate_revocations to be.
 *
 * @param at since when the certificate is revoked
 * @param invalidSince since when its key is not to be trusted; null for unknown
 */
public record NewRevocation(
        OrganizationId organizationId,
        UUID certificateId,
        RevocationReason reason,
        Instant at,
        Instant invalidSince,
        UUID revokedByUserId) {}
