package dev.clm.secure.certificate.authority;

import java.time.Instant;
import java.util.UUID;

/**
 * A CRL as published (RFC 5280, section 5).
 *
 * @param baseCrlNumber of the full list that a delta changes; null otherwise
 */
public record CertificateRevocationList(
        CrlScope scope,
        Long baseCrlNumber,
        long crlNumber,
        Instant thisUpdate,
        Instant nextUpdate,
        int entryCount,
        byte[] der) {

    /** A full list. */
    public CertificateRevocationList(
            UUID authorityId, long crlNumber, Instant thisUpdate, Instant nextUpdate, int entryCount, byte[] der) {
        this(CrlScope.full(authorityId), null, crlNumber, thisUpdate, nextUpdate, entryCount, der);
    }
}
