package dev.clm.secure.certificate.authority;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.certificate.EncodedCertificate;
import java.util.UUID;

/**
 * An authority of this service with its certificate.
 *
 * @param id certificate_authorities.id
 * @param name unique, used in the public paths
 * @param certificateId certificates.id of its certificate: what the API calls the authority's id
 * @param issuerCertificateId the authority above, null for a root
 * @param nameConstraints a JSON object, null where it has none
 * @param inForce whether its certificate is live and active
 * @param isDefault whether it issues where neither a request nor a policy names an authority
 */
public record CertificateAuthority(
        UUID id,
        OrganizationId organizationId,
        String name,
        UUID certificateId,
        UUID issuerCertificateId,
        Integer pathLength,
        CertificateType type,
        String commonName,
        EncodedCertificate encoded,
        String nameConstraints,
        boolean inForce,
        boolean isDefault) {

    public CertificateAuthority asDefault(boolean whether) {
        return new CertificateAuthority(
                id,
                organizationId,
                name,
                certificateId,
                issuerCertificateId,
                pathLength,
                type,
                commonName,
                encoded,
                nameConstraints,
                inForce,
                whether);
    }
}
