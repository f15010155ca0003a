package dev.clm.core.inventory.metadata;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A row of certificate_metadata.
 *
 * @param certificateId certificates.id in the other database
 * @param deletedAt null while the certificate lives
 */
public record CertificateMetadata(
        UUID certificateId,
        OrganizationId organizationId,
        String commonName,
        String certificateType,
        CertificateStatus status,
        Instant notBefore,
        Instant notAfter,
        UUID ownerUserId,
        List<SearchableName> subjectAlternativeNames,
        String serialNumber,
        String subjectDn,
        String keyAlgorithm,
        CertificateIdentifiers identifiers,
        CertificateAnnotations annotations,
        Instant createdAt,
        Instant updatedAt,
        Instant deletedAt) {
    public CertificateMetadata {
        subjectAlternativeNames = List.copyOf(subjectAlternativeNames);
    }
}
