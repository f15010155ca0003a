package dev.clm.api.certificate.search;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.clm.api.http.description.Codes;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.core.inventory.metadata.SearchableName;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.issued.Certificate;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A certificate as the API shows it (api.md, `GET /certificates/{id}`): the column names of both databases. */
public record CertificateView(
        UUID id,
        String certificateId,
        String serialNumber,
        String commonName,
        String subjectDn,
        String issuerDn,

        @ArraySchema(schema = @Schema(implementation = SearchableName.class)) @JsonRawValue @Nullable
        String subjectAlternativeNames,

        @Codes(of = CertificateType.class) String certificateType,
        @Codes(of = CertificateStatus.class) String status,
        @Codes(of = RevocationReason.class) @Nullable String revocationReason,
        @Nullable Instant revokedAt,
        String keyAlgorithm,
        @Nullable Integer keySize,
        String signatureAlgorithm,
        Instant notBefore,
        Instant notAfter,
        String thumbprintSha256,
        @Nullable String thumbprintSha1,
        @Nullable String subjectKeyIdentifier,
        @Nullable String authorityKeyIdentifier,
        UUID ownerUserId,
        UUID createdByUserId,
        UUID organizationId,
        @Nullable UUID policyId,
        @Nullable UUID workflowId,
        @Nullable UUID issuerId,
        List<String> tags,
        @Nullable String category,
        @Nullable String environment,
        Map<String, Object> customFields,
        @Nullable String notes,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt,
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
