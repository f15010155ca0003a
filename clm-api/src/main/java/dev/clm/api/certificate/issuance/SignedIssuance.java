package dev.clm.api.certificate.issuance;

import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.secure.auditlog.SecureAuditEntry;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.request.FulfilledRequest;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Everything that step 6 stores for one certificate. Until then nobody has seen it.
 *
 * @param privateKey null where the key came in a CSR
 * @param answer null where the client sent no idempotency key
 * @param maximumCertificates how many live certificates the organization may have; empty where it may have any number
 */
record SignedIssuance(
        UUID issuerAuthorityId,
        Certificate certificate,
        FulfilledRequest request,
        StoredPrivateKey privateKey,
        SecureAuditEntry auditEntry,
        OutboxEvent event,
        IdempotentAnswer answer,
        OptionalInt maximumCertificates) {}
