package dev.clm.api.certificate.issuance;

import dev.clm.api.certificate.issuance.CheckedRequest.RequestedKey;
import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.api.http.description.Codes;
import dev.clm.api.http.description.Required;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.FieldError;
import dev.clm.common.field.Json;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.publickey.KeyAlgorithm;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.RequestedKeySpec;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.pki.request.SubjectAlternativeName;
import dev.clm.pki.request.SubjectAlternativeNames;
import dev.clm.pki.request.SubjectName;
import dev.clm.secure.key.privatekey.AccessPolicy;
import dev.clm.secure.key.privatekey.AccessPolicyJson;
import dev.clm.secure.key.privatekey.StoredPrivateKey.KeyTerms;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/** The body of `POST /certificates` and `POST /certificates/evaluate` (api.md), as the client sent it. */
public record IssueCertificateBody(
        String csr,
        Map<String, Object> subject,
        Key key,
        List<SubjectAlternativeNames.Unchecked> subjectAlternativeNames,

        @Codes(
                of = CertificateType.class,
                except = {"root", "intermediate"})
        String certificateType,

        Integer validityDays,
        String policyCode,
        String workflowCode,
        UUID issuerId,
        UUID ownerUserId,
        List<String> tags,
        String environment,
        String category,
        Map<String, Object> customFields,
        String notes) {

    /** The key that the service is to make; `exportable` is false and `accessPolicy` restricts nothing where it is left out. */
    @Schema(name = "RequestedKey")
    public record Key(
            @Required @Codes(of = KeyAlgorithm.class) String algorithm,
            Integer size,
            @Codes(of = NamedCurve.class) String curve,
            Boolean exportable,
            Map<String, Object> accessPolicy) {
        private KeySpec checked() {
            return new RequestedKeySpec(algorithm, size, curve).checked();
        }

        private KeyTerms terms() {
            return new KeyTerms(
                    Boolean.TRUE.equals(exportable),
                    accessPolicy == null
                            ? AccessPolicy.UNRESTRICTED
                            : AccessPolicyJson.parse("key.access_policy", Json.write(accessPolicy)));
        }
    }

    /** All faults of independent fields come in one answer. `requester` owns the certificate where no owner is named. */
    CheckedRequest checked(UUID requester) {
        List<FieldError> faults = new ArrayList<>();
        CertificateType type = read(this::type, faults);
        Integer days = type == null ? null : read(() -> type.validityDays(validityDays), faults);
        CertificateAnnotations annotations = read(this::annotations, faults);
        List<SubjectAlternativeName> asked = read(() -> SubjectAlternativeNames.parse(subjectAlternativeNames), faults);
        faults.addAll(mixture());
        CertificateSigningRequest request =
                csr == null ? null : read(() -> CertificateSigningRequest.parse(csr), faults);
        KeySpec keyToMake = key == null ? null : read(key::checked, faults);
        KeyTerms terms = key == null ? null : read(key::terms, faults);
        SubjectName name = request != null ? request.subject() : read(() -> SubjectName.of(subject), faults);
        if (!faults.isEmpty()) {
            throw ClmException.invalid(faults);
        }
        return CheckRequest.check(
                new RequestedKey(request, keyToMake, terms),
                name,
                asked,
                type,
                days,
                issuerId,
                new ReferenceChecker.Wanted(
                        Objects.requireNonNullElse(ownerUserId, requester), policyCode, workflowCode),
                annotations);
    }

    private CertificateType type() {
        CertificateType type = certificateType == null ? CertificateType.LEAF : CertificateType.of(certificateType);
        if (type.isAuthority()) {
            throw ClmException.invalid(
                    "certificate_type", "not_issued_here", "authorities are made by POST /certificate-authorities");
        }
        return type;
    }

    private List<FieldError> mixture() {
        List<FieldError> faults = new ArrayList<>();
        if (csr == null && key == null) {
            faults.add(new FieldError("csr", "required", "either csr, or subject with key, is required"));
        }
        if (csr != null && key != null) {
            faults.add(new FieldError("key", "not_with_csr", "a CSR brings its own key"));
        }
        if (csr != null && subject != null) {
            faults.add(new FieldError("subject", "not_with_csr", "a CSR brings its own subject"));
        }
        return faults;
    }

    private CertificateAnnotations annotations() {
        Map<String, Object> members = new HashMap<>();
        members.put("tags", tags);
        members.put("environment", environment);
        members.put("category", category);
        members.put("custom_fields", customFields);
        members.put("notes", notes);
        return CertificateAnnotations.of(members);
    }

    private static <T> T read(Supplier<T> part, List<FieldError> faults) {
        try {
            return part.get();
        } catch (ClmException fault) {
            faults.addAll(fault.errors());
            return null;
        }
    }
}
