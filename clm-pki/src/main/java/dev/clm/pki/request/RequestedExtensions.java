package dev.clm.pki.request;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What a request asked for beyond its subject and key. Names are honoured after validation, usages are only compared with the
 * profile, everything else is left out, or refused where it is critical or asks for a CA (decision record 0003).
 *
 * @param keyUsage the key usages asked for, none if the extension is missing
 * @param keyPurposes the extended key usages asked for
 */
public record RequestedExtensions(
        List<SubjectAlternativeName> subjectAlternativeNames,
        Set<KeyUsageBit> keyUsage,
        Set<KeyPurposeId> keyPurposes,
        List<RequestedExtension> all) {
    static final RequestedExtensions NONE = new RequestedExtensions(List.of(), Set.of(), Set.of(), List.of());

    public RequestedExtensions {
        subjectAlternativeNames = List.copyOf(subjectAlternativeNames);
        keyUsage = Set.copyOf(keyUsage);
        keyPurposes = Set.copyOf(keyPurposes);
        all = List.copyOf(all);
    }

    /** Refuses a request that asks for a usage which the profile of the certificate type does not grant. */
    public void requireWithin(KeyUsage grantedUsage, Collection<KeyPurposeId> grantedPurposes) {
        List<FieldError> errors = new ArrayList<>();
        keyUsage.stream()
                .sorted()
                .filter(bit -> !grantedUsage.hasUsages(bit.flag()))
                .map(bit -> fault(
                        "key_usage_not_granted", "this certificate type does not grant key usage " + bit.rfcName()))
                .forEach(errors::add);
        keyPurposes.stream()
                .filter(purpose -> !grantedPurposes.contains(purpose))
                .map(KeyPurposeId::getId)
                .sorted()
                .map(oid -> fault(
                        "extended_key_usage_not_granted",
                        "this certificate type does not grant extended key usage " + oid))
                .forEach(errors::add);
        if (!errors.isEmpty()) {
            throw ClmException.invalid(errors);
        }
    }

    private static FieldError fault(String code, String detail) {
        return new FieldError(CertificateSigningRequest.FIELD, code, detail);
    }
}
