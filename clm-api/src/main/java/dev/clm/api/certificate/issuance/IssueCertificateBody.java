package dev.clm.api.certificate.issuance;

import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.pki.publickey.RequestedKeySpec;
import dev.clm.pki.request.SubjectAlternativeNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The body of `POST /certificates` and `POST /certificates/evaluate` (api.md), as the client sent it. */
public record IssueCertificateBody(
        String csr,
        Map<String, String> subject,
        Key key,
        List<SubjectAlternativeNames.Unchecked> subjectAlternativeNames,
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

    /** The key that the service is to make; `exportable` is false where it is left out. */
    public record Key(String algorithm, Integer size, String curve, Boolean exportable) {
        RequestedKeySpec spec() {
            return new RequestedKeySpec(algorithm, size, curve);
        }

        boolean isExportable() {
            return Boolean.TRUE.equals(exportable);
        }
    }

    CertificateAnnotations annotations() {
        Map<String, Object> members = new HashMap<>();
        members.put("tags", tags);
        members.put("environment", environment);
        members.put("category", category);
        members.put("custom_fields", customFields);
        members.put("notes", notes);
        return CertificateAnnotations.of(members);
    }
}
