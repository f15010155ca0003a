package dev.clm.api.certificate.search;

import dev.clm.api.http.description.Codes;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.core.inventory.metadata.CertificateMetadata;
import dev.clm.core.inventory.metadata.SearchableName;
import dev.clm.pki.certificate.CertificateType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A certificate in a list: what clm_core_db knows of it. */
public record CertificateSummary(
        UUID id,
        @Nullable String certificateId,
        @Nullable String serialNumber,
        String commonName,
        @Nullable String subjectDn,
        @Nullable String issuerDn,
        List<SearchableName> subjectAlternativeNames,
        @Codes(of = CertificateType.class) String certificateType,
        @Codes(of = CertificateStatus.class) String status,
        @Nullable String keyAlgorithm,
        Instant notBefore,
        Instant notAfter,
        @Nullable String thumbprintSha256,
        UUID ownerUserId,
        UUID organizationId,
        List<String> tags,
        @Nullable String category,
        @Nullable String environment,
        Map<String, Object> customFields,
        @Nullable String notes,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    static CertificateSummary of(CertificateMetadata m) {
        return new CertificateSummary(
                m.certificateId(),
                m.identifiers().certificateName(),
                m.serialNumber(),
                m.commonName(),
                m.subjectDn(),
                m.identifiers().issuerDn(),
                m.subjectAlternativeNames(),
                m.certificateType(),
                m.status().code(),
                m.keyAlgorithm(),
                m.notBefore(),
                m.notAfter(),
                m.identifiers().thumbprintSha256(),
                m.ownerUserId(),
                m.organizationId().value(),
                m.annotations().tags(),
                m.annotations().category(),
                m.annotations().environment(),
                m.annotations().customFields(),
                m.annotations().notes(),
                m.createdAt(),
                m.updatedAt(),
                m.deletedAt());
    }
}
