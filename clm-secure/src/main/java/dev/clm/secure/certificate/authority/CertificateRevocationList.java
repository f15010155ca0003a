package dev.clm.secure.certificate.authority;

import java.time.Instant;
import java.util.UUID;

/** A full CRL as published (RFC 5280, section 5). */
public record CertificateRevocationList(
        UUID authorityId, long crlNumber, Instant thisUpdate, Instant nextUpdate, int entryCount, byte[] der) {}
