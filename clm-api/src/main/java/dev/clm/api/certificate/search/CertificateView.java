package dev.clm.api.certificate.search;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.secure.certificate.issued.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A certificate as the API shows it (api.md, `GET /certificates/{id}`): the column names of both databases. */
public record CertificateView(
        UUID id,
        String certificateId,
        String serialNumber,
        String commonName,
        String subjectDn,
        String issuerDn,
        @JsonRawValue String subjectAlternativeNames,
        String certificateType,
        String status,
        String revocationReason,
        Instant revokedAt,
        String keyAlgorithm,
        Integer keySize,
        String signatureAlgorithm,
        Instant notBefore,
        Instant notAfter,
        String thumbprintSha256,
        String thumbprintSha1,
        String subjectKeyIdentifier,
        String authorityKeyIdentifier,
        UUID ownerUserId,
        UUID createdByUserId,
        UUID organizationId,
        UUID policyId,
        UUID workflowId,
        UUID issuerId,
        List<String> tags,
        String category,
        String environment,
        Map<String, Object> customFields,
        String notes,
        Instant createdAt,
        Instant updatedAt,
        Instant deletedAt,
        String pem,
        List<String> chain) {

    public static CertificateView of(AnnotatedCertificate annotated) {
        Certificate c = annotated.certificate();
        return of(c, c.content(), c.origin(), annotated.annotations(), annotated.issuerId());
    }

    private static CertificateView of(
            Certificate c, CertificateFacts x, Certificate.Origin o, CertificateAnnotations a, UUID issuerId) {
        return new CertificateView(
                c.id(),
                c.certificateId(),
                x.serialNumber(),
                x.commonName(),
                x.subjectDn(),
                x.issuerDn(),
                x.subjectAlternativeNames(),
                c.type().value(),
                c.state().status().code(),
                c.state().revocationReason(),
                c.state().revokedAt(),
                x.keyAlgorithm(),
                x.keySize(),
                x.signatureAlgorithm(),
                x.notBefore(),
                x.notAfter(),
                x.thumbprintSha256(),
                x.thumbprintSha1(),
                x.subjectKeyIdentifier(),
                x.authorityKeyIdentifier(),
                o.ownerUserId(),
                o.createdByUserId(),
                c.organizationId().value(),
                o.policyId(),
                o.workflowId(),
                issuerId,
                a.tags(),
                a.category(),
                a.environment(),
                a.customFields(),
                a.notes(),
                c.state().createdAt(),
                c.state().updatedAt(),
                c.state().deletedAt(),
                c.encoded().pem(),
                c.encoded().chain());
    }
}
