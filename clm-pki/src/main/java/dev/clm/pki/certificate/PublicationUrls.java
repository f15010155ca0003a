package dev.clm.pki.certificate;

/**
 * The addresses that certificates of an authority carry; each null while the service does not answer there.
 *
 * @param crl the authority's full revocation list (RFC 5280 4.2.1.13)
 * @param caIssuers the authority's own certificate (RFC 5280 4.2.2.1)
 * @param ocsp the responder for the authority's certificates (RFC 5280 4.2.2.1)
 */
public record PublicationUrls(String crl, String caIssuers, String ocsp) {
    public static final PublicationUrls NONE = new PublicationUrls(null, null, null);
}
