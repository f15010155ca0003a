package dev.clm.api.certificate.issuance;

import dev.clm.api.certificate.issuance.CheckedRequest.RequestedKey;
import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.common.error.ClmException;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.pki.request.Omission;
import dev.clm.pki.request.SubjectAlternativeName;
import dev.clm.pki.request.SubjectAlternativeNames;
import dev.clm.pki.request.SubjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Step 3 of issuance, after each part was read: what can be judged from the request alone. Every door asks it. */
public final class CheckRequest {
    private CheckRequest() {}

    /** `asked` are names beside the CSR's. */
    public static CheckedRequest check(
            RequestedKey key,
            SubjectName subject,
            List<SubjectAlternativeName> asked,
            CertificateType type,
            int validityDays,
            UUID issuerId,
            ReferenceChecker.Wanted references,
            CertificateAnnotations annotations) {
        List<SubjectAlternativeName> names = names(type, key.csr(), subject, asked);
        return new CheckedRequest(
                key,
                subject,
                names,
                type,
                validityDays,
                issuerId,
                references,
                annotations,
                omitted(type, key.csr(), names));
    }

    /**
     * The CSR's and the body's names together, and the subject's address. Where there is none, the common name of a server is
     * its host name, and that of a leaf where it can be no person's: a host name with a dot.
     */
    private static List<SubjectAlternativeName> names(
            CertificateType type,
            CertificateSigningRequest csr,
            SubjectName subject,
            List<SubjectAlternativeName> asked) {
        List<SubjectAlternativeName> requested = csr == null ? List.of() : csr.subjectAlternativeNames();
        List<SubjectAlternativeName> names = SubjectAlternativeNames.union(requested, asked);
        names = SubjectAlternativeNames.union(names, subject.email().stream().toList());
        if (names.isEmpty() && (type == CertificateType.SERVER || type == CertificateType.LEAF)) {
            names = subject
                    .commonName()
                    .filter(name -> type == CertificateType.SERVER || name.indexOf('.') > 0)
                    .flatMap(CheckRequest::hostName)
                    .stream()
                    .toList();
        }
        if (names.isEmpty() && subject.commonName().isEmpty()) {
            throw ClmException.invalid(
                    csr == null ? "subject.common_name" : "csr",
                    "no_name",
                    "a common name or a subject alternative name is required");
        }
        return names;
    }

    private static Optional<SubjectAlternativeName> hostName(String commonName) {
        try {
            return Optional.of(new SubjectAlternativeName(SubjectAlternativeName.Type.DNS, commonName));
        } catch (ClmException noHostName) {
            return Optional.empty();
        }
    }

    private static List<Omission> omitted(
            CertificateType type, CertificateSigningRequest csr, List<SubjectAlternativeName> names) {
        if (csr == null) {
            return List.of();
        }
        GeneralNames general = names.isEmpty() ? null : SubjectAlternativeNames.toGeneralNames(names);
        List<Omission> omitted = new ArrayList<>(csr.extensions()
                .beyond(
                        type.keyUsage(csr.publicKey().info().getAlgorithm(), general),
                        type.extendedKeyUsage(general)
                                .map(ExtendedKeyUsage::getUsages)
                                .map(List::of)
                                .orElse(List.of())));
        omitted.addAll(csr.omittedAttributes());
        return List.copyOf(omitted);
    }
}
