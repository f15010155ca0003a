package dev.clm.secure.certificate.request;

import dev.clm.common.tenant.OrganizationId;
import java.time.Instant;
import java.util.UUID;

/**
 * A certificate request that was fulfilled at once: every issuance leaves one, also where the service made the key.
 *
 * @param requestId the name for people
 * @param subjectAlternativeNames a JSON array of {"type","value"}, as requested
 * @param certificateType value of certificate_requests.certificate_type
 */
public record FulfilledRequest(
        UUID id,
        OrganizationId organizationId,
        String requestId,
        String pem,
        byte[] der,
        String commonName,
        String subjectDn,
        String subjectAlternativeNames,
        String keyAlgorithm,
        Integer keySize,
        int requestedValidityDays,
        String certificateType,
        UUID issuedCertificateId,
        UUID requesterUserId,
        UUID policyId,
        UUID workflowId,
        Instant at) {}
