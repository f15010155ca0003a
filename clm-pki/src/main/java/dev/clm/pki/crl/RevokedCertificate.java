package dev.clm.pki.crl;

import dev.clm.pki.certificate.SerialNumber;
import java.time.Instant;
import java.util.Objects;

/**
 * One entry of a revocation list (RFC 5280 5.3).
 *
 * @param invalidityDate when the key is known or suspected to have been lost; null for unknown
 */
public record RevokedCertificate(
        SerialNumber serialNumber, Instant revocationDate, RevocationReason reason, Instant invalidityDate) {
    public RevokedCertificate {
        Objects.requireNonNull(serialNumber, "serialNumber");
        Objects.requireNonNull(revocationDate, "revocationDate");
        Objects.requireNonNull(reason, "reason");
    }
}
