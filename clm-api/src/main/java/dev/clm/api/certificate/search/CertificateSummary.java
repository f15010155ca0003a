package dev.clm.api.certificate.search;

import dev.clm.core.inventory.metadata.CertificateMetadata;
import dev.clm.core.inventory.metadata.SearchableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A certificate in a list: what clm_core_db knows of it. */
public record CertificateSummary(
        UUID id,
        String certificateId,
        String serialNumber,
        String commonName,
        String subjectDn,
        String issuerDn,
        List<SearchableName> subjectAlternativeNames,
        String certificateType,
        String status,
        String keyAlgorithm,
        Instant notBefore,
        Instant notAfter,
        String thumbprintSha256,
        UUID ownerUserId,
        UUID organizationId,
        List<String> tags,
        String category,
        String environment,
        Map<String, Object> customFields,
        String notes,
        Instant createdAt,
        Instant updatedAt,
        Instant deletedAt) {

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
