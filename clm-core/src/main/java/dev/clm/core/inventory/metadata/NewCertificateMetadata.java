package dev.clm.core.inventory.metadata;

import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The metadata of a certificate that has just been stored in the other database.
 *
 * @param sourceSequence the sequence of the outbox event this comes from, 0 where it is not known
 */
public record NewCertificateMetadata(
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
        long sourceSequence) {
    public NewCertificateMetadata {
        subjectAlternativeNames = List.copyOf(subjectAlternativeNames);
    }
}
