package dev.clm.api.certificate.authority;

import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.request.ConstrainedNames;
import dev.clm.pki.request.SubjectName;
import java.util.UUID;

/**
 * A request for an authority that was found valid in itself.
 *
 * @param subject with a common name
 * @param issuerId the authority above (the id of its certificate); null makes a root
 * @param isDefault whether it is to be the organization's default issuer, instead of the present one
 * @param pathLength how many authorities may follow below; null for no limit
 */
public record CheckedAuthority(
        String name,
        SubjectName subject,
        KeySpec key,
        UUID issuerId,
        int validityDays,
        Integer pathLength,
        ConstrainedNames constraints,
        boolean isDefault) {

    public static CertificateType type(UUID issuerId) {
        return issuerId == null ? CertificateType.ROOT : CertificateType.INTERMEDIATE;
    }

    CertificateType type() {
        return type(issuerId);
    }

    String commonName() {
        return subject.commonName().orElseThrow();
    }
}
