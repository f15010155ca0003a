package dev.clm.api.certificate.issuance;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.pki.request.SubjectAlternativeName;
import dev.clm.pki.request.SubjectAlternativeNames;
import dev.clm.pki.request.SubjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Step 3 of issuance: what can be judged from the request alone. All faults of independent fields come in one answer. */
final class IssuanceValidation {
    private final IssueCertificateBody body;
    private final List<FieldError> faults = new ArrayList<>();

    private IssuanceValidation(IssueCertificateBody body) {
        this.body = body;
    }

    /** `requester` owns the certificate where the body names no owner. */
    static CheckedRequest order(IssueCertificateBody body, UUID requester) {
        return new IssuanceValidation(body).order(requester);
    }

    private CheckedRequest order(UUID requester) {
        CertificateType type = check(this::type);
        Integer days = type == null ? null : check(() -> type.validityDays(body.validityDays()));
        CertificateAnnotations annotations = check(body::annotations);
        List<SubjectAlternativeName> asked = check(() -> SubjectAlternativeNames.parse(body.subjectAlternativeNames()));
        refuseMixture();
        CertificateSigningRequest csr =
                body.csr() == null ? null : check(() -> CertificateSigningRequest.parse(body.csr()));
        KeySpec keyToMake =
                body.key() == null ? null : check(() -> body.key().spec().checked());
        SubjectName subject = csr != null ? csr.subject() : check(() -> SubjectName.of(body.subject()));
        refuseFaults();
        List<SubjectAlternativeName> names = names(type, csr, subject, asked);
        requireUsagesWithinProfile(type, csr, names);
        return new CheckedRequest(
                csr,
                keyToMake,
                keyToMake != null && body.key().isExportable(),
                subject,
                names,
                type,
                days,
                body.policyCode(),
                body.workflowCode(),
                body.issuerId(),
                Objects.requireNonNullElse(body.ownerUserId(), requester),
                annotations);
    }

    private CertificateType type() {
        CertificateType type =
                body.certificateType() == null ? CertificateType.LEAF : CertificateType.of(body.certificateType());
        if (type.isAuthority()) {
            throw ClmException.invalid(
                    "certificate_type", "not_issued_here", "authorities are made by POST /certificate-authorities");
        }
        return type;
    }

    private void refuseMixture() {
        if (body.csr() == null && body.key() == null) {
            faults.add(new FieldError("csr", "required", "either csr, or subject with key, is required"));
        }
        if (body.csr() != null && body.key() != null) {
            faults.add(new FieldError("key", "not_with_csr", "a CSR brings its own key"));
        }
        if (body.csr() != null && body.subject() != null) {
            faults.add(new FieldError("subject", "not_with_csr", "a CSR brings its own subject"));
        }
    }

    /** The CSR's and the body's names together; a common name that is a host name, and an address in the subject, join them. */
    private static List<SubjectAlternativeName> names(
            CertificateType type,
            CertificateSigningRequest csr,
            SubjectName subject,
            List<SubjectAlternativeName> asked) {
        List<SubjectAlternativeName> requested = csr == null ? List.of() : csr.subjectAlternativeNames();
        List<SubjectAlternativeName> names = SubjectAlternativeNames.union(requested, asked);
        names = SubjectAlternativeNames.union(names, subject.email().stream().toList());
        if (names.isEmpty() && (type == CertificateType.SERVER || type == CertificateType.LEAF)) {
            names = subject.commonName().flatMap(IssuanceValidation::hostName).stream()
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

    private static void requireUsagesWithinProfile(
            CertificateType type, CertificateSigningRequest csr, List<SubjectAlternativeName> names) {
        if (csr != null) {
            GeneralNames general = names.isEmpty() ? null : SubjectAlternativeNames.toGeneralNames(names);
            csr.extensions()
                    .requireWithin(
                            type.keyUsage(csr.publicKey().info().getAlgorithm()),
                            type.extendedKeyUsage(general)
                                    .map(ExtendedKeyUsage::getUsages)
                                    .map(List::of)
                                    .orElse(List.of()));
        }
    }

    private <T> T check(Supplier<T> part) {
        try {
            return part.get();
        } catch (ClmException fault) {
            faults.addAll(fault.errors());
            return null;
        }
    }

    private void refuseFaults() {
        if (!faults.isEmpty()) {
            throw ClmException.invalid(faults);
        }
    }
}
