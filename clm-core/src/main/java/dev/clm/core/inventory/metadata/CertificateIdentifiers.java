package dev.clm.core.inventory.metadata;

import java.util.List;

/**
 * What people look for a certificate by, as it says itself.
 *
 * @param certificateName certificates.certificate_id of the other database
 * @param thumbprintSha256 lower-case hex, as the other thumbprint and the key identifiers
 * @param authorityKeyIdentifier the subject key identifier of its issuer; null where it is its own
 * @param extendedKeyUsages object identifiers (RFC 5280 4.2.1.12); null in {@link #UNKNOWN} alone
 */
public record CertificateIdentifiers(
        String certificateName,
        String thumbprintSha256,
        String thumbprintSha1,
        String issuerDn,
        String subjectKeyIdentifier,
        String authorityKeyIdentifier,
        List<String> extendedKeyUsages) {
    /** Of a row that an older release told of; a job names it. */
    public static final CertificateIdentifiers UNKNOWN =
            new CertificateIdentifiers(null, null, null, null, null, null, null);

    public CertificateIdentifiers {
        extendedKeyUsages = extendedKeyUsages == null ? null : List.copyOf(extendedKeyUsages);
    }
}
