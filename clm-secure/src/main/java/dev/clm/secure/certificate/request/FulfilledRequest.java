package dev.clm.secure.certificate.request;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.request.CertificateSigningRequest;
import java.time.Instant;
import java.util.UUID;

/**
 * A certificate request that was fulfilled at once: every issuance leaves one, also where the service made the key.
 *
 * @param content of the certificate that fulfilled it
 * @param policyId null for none, as `workflowId`
 */
public record FulfilledRequest(
        OrganizationId organizationId,
        CertificateSigningRequest csr,
        int requestedDays,
        CertificateType type,
        UUID certificateId,
        CertificateFacts content,
        UUID requesterUserId,
        UUID policyId,
        UUID workflowId,
        Instant at) {}
