package dev.clm.core.coordination;

import java.time.Instant;
import java.util.UUID;

/** A certificate whose row and key a restore of clm_secure_db took, and that somebody may still be using. */
public record LostCertificate(
        UUID certificateId,
        UUID organizationId,
        String commonName,
        String serialNumber,
        Instant notAfter,
        String status) {}
