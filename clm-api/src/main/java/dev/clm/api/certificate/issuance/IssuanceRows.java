package dev.clm.api.certificate.issuance;

import dev.clm.common.coordination.EventType;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.core.inventory.metadata.CertificateEventPayload;
import dev.clm.core.inventory.metadata.NewCertificateMetadata;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.pki.request.SubjectAlternativeName;
import dev.clm.secure.auditlog.SecureAuditEntry;
import dev.clm.secure.auditlog.SecureAuditEntry.Category;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.request.FulfilledRequest;
import java.util.List;

/** What every issuance leaves beside the certificate: its request, its audit entry and its event. */
public final class IssuanceRows {
    private IssuanceRows() {}

    public static FulfilledRequest fulfilledRequest(
            Actor actor, Certificate certificate, CertificateSigningRequest csr, int validityDays) {
        return new FulfilledRequest(
                Identifiers.next(),
                actor.organizationId(),
                DisplayName.of("request"),
                csr.pem(),
                csr.der(),
                certificate.content().commonName(),
                certificate.content().subjectDn(),
                certificate.content().subjectAlternativeNames(),
                csr.publicKey().algorithm().wireName(),
                csr.publicKey().size(),
                validityDays,
                certificate.type().value(),
                certificate.id(),
                actor.userId(),
                certificate.policyId(),
                certificate.workflowId(),
                certificate.state().createdAt());
    }

    public static SecureAuditEntry auditEntry(Actor actor, Certificate certificate) {
        return SecureAuditEntry.success(
                actor,
                Category.CSR,
                "certificate",
                certificate.id(),
                "issued",
                "{\"serial_number\":\"" + certificate.content().serialNumber() + "\"}");
    }

    public static OutboxEvent issuedEvent(
            Certificate certificate, List<SubjectAlternativeName> names, CertificateAnnotations annotations) {
        NewCertificateMetadata metadata = new NewCertificateMetadata(
                certificate.id(),
                certificate.organizationId(),
                certificate.content().commonName(),
                certificate.type().value(),
                certificate.state().status(),
                certificate.content().notBefore(),
                certificate.content().notAfter(),
                certificate.ownerUserId(),
                names.stream().map(IssuanceRows::searchable).toList(),
                certificate.content().serialNumber(),
                certificate.content().subjectDn(),
                certificate.content().keyAlgorithm(),
                annotations,
                0);
        return new OutboxEvent(
                Identifiers.next(),
                0,
                certificate.organizationId(),
                certificate.id(),
                EventType.CERTIFICATE_ISSUED.code(),
                CertificateEventPayload.issued(metadata));
    }

    private static dev.clm.core.inventory.metadata.SearchableName searchable(SubjectAlternativeName name) {
        return new dev.clm.core.inventory.metadata.SearchableName(name.type().name(), name.value());
    }
}
