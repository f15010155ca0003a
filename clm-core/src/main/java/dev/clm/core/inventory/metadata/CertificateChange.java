package dev.clm.core.inventory.metadata;

import dev.clm.common.coordination.CertificateStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * What changed about a certificate in the other database.
 *
 * @param sourceSequence the outbox event's sequence; an older one than was applied before changes nothing
 * @param deletedAt null where the certificate lives
 */
public record CertificateChange(
        UUID certificateId,
        long sourceSequence,
        CertificateStatus status,
        Instant deletedAt,
        UUID ownerUserId,
        String commonName,
        Instant notBefore,
        Instant notAfter) {}
