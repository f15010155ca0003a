package dev.clm.pki.request;

/**
 * An extension that a request asked for, and what becomes of it (decision record 0003).
 *
 * @param oid its object identifier, dotted
 */
public record RequestedExtension(String oid, boolean critical, Treatment treatment) {

    /** What the service does with an extension of a request. No octet of any is copied into a certificate. */
    public enum Treatment {
        /** Its checked content is issued: subjectAltName. */
        HONOURED,
        /** Must lie within the certificate type's profile, which decides alone: keyUsage, extendedKeyUsage, basicConstraints. */
        CHECKED,
        /** Not issued. */
        LEFT_OUT
    }
}
