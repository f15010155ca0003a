package dev.clm.api.certificate.search;

import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.secure.certificate.issued.Certificate;
import java.util.UUID;

/**
 * A certificate with what people wrote on it: all that both databases know of it.
 *
 * @param issuerId the id of the issuing authority's certificate, or null where it is its own
 */
public record AnnotatedCertificate(Certificate certificate, CertificateAnnotations annotations, UUID issuerId) {

    /** Differs wherever one of the parts differs that a caller can change. */
    public String version() {
        return secureVersion(certificate) + annotations;
    }

    static String secureVersion(Certificate certificate) {
        return certificate.id() + " " + certificate.state() + certificate.origin();
    }
}
