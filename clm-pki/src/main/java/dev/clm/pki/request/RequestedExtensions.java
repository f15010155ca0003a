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
 * profile, everything else is left out and said to be, or refused where it is critical or asks for a CA (decision record 0003).
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

    /**
     * What the profile of the certificate type does not grant of the usages asked for, and the extensions that are left out. Refused
     * is a request for an authority's usages, and one of whose purposes none is granted: it was made for another type.
     */
    public List<Omission> beyond(KeyUsage grantedUsage, Collection<KeyPurposeId> grantedPurposes) {
        List<KeyUsageBit> bits = keyUsage.stream()
                .sorted()
                .filter(bit -> !grantedUsage.hasUsages(bit.flag()))
                .toList();
        List<String> purposes = keyPurposes.stream()
                .filter(purpose -> !grantedPurposes.contains(purpose))
                .map(KeyPurposeId::getId)
                .sorted()
                .toList();
        requireMeantForIt(bits, purposes);
        List<Omission> omitted = new ArrayList<>();
        bits.forEach(bit -> omitted.add(new Omission(
                "csr.key_usage." + bit.rfcName(), "the certificate type does not grant it, or the key cannot do it")));
        purposes.forEach(oid ->
                omitted.add(new Omission("csr.extended_key_usage." + oid, "the certificate type does not grant it")));
        all.stream()
                .filter(extension -> extension.treatment() == RequestedExtension.Treatment.LEFT_OUT)
                .forEach(extension -> omitted.add(new Omission(
                        "csr.extensions." + extension.oid(),
                        "no extension is taken from a request but names and usages")));
        return omitted;
    }

    private void requireMeantForIt(List<KeyUsageBit> bits, List<String> purposes) {
        List<FieldError> errors = new ArrayList<>();
        bits.stream()
                .filter(bit -> bit == KeyUsageBit.KEY_CERT_SIGN || bit == KeyUsageBit.CRL_SIGN)
                .map(bit -> fault("key_usage_not_granted", "only an authority has key usage " + bit.rfcName()))
                .forEach(errors::add);
        if (!purposes.isEmpty() && purposes.size() == keyPurposes.size()) {
            purposes.stream()
                    .map(oid -> fault(
                            "extended_key_usage_not_granted",
                            "this certificate type does not grant extended key usage " + oid))
                    .forEach(errors::add);
        }
        if (!errors.isEmpty()) {
            throw ClmException.invalid(errors);
        }
    }

    private static FieldError fault(String code, String detail) {
        return new FieldError(CertificateSigningRequest.FIELD, code, detail);
    }
}
