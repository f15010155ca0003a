package dev.clm.api.certificate.issuance;

import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.pki.request.Omission;
import dev.clm.pki.request.SubjectAlternativeName;
import dev.clm.pki.request.SubjectName;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.util.List;
import java.util.UUID;

/**
 * A request for a certificate that step 3 found valid in itself.
 *
 * @param issuerId null where the request names none
 * @param omitted what the request asked for and does not get
 */
public record CheckedRequest(
        RequestedKey key,
        SubjectName subject,
        List<SubjectAlternativeName> names,
        CertificateType type,
        int validityDays,
        UUID issuerId,
        ReferenceChecker.Wanted references,
        CertificateAnnotations annotations,
        List<Omission> omitted) {
    private static final int LONGEST_COMMON_NAME = 255;

    /**
     * @param csr null where the service makes the key
     * @param toMake null where the key came in a CSR, as `terms`
     */
    public record RequestedKey(CertificateSigningRequest csr, KeySpec toMake, StoredPrivateKey.KeyTerms terms) {
        KeySpec spec() {
            return csr == null ? toMake : csr.publicKey().spec();
        }
    }

    /** What people know the certificate by: its common name, or where it has none its first name, as far as the column goes. */
    String commonName() {
        return subject.commonName().orElseGet(() -> {
            String first = names.get(0).value();
            return first.substring(0, Math.min(first.length(), LONGEST_COMMON_NAME));
        });
    }
}
