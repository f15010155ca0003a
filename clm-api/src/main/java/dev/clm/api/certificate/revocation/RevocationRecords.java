package dev.clm.api.certificate.revocation;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.revocation.NewRevocation;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/**
 * The revocation row and the audit entry of each change. What happens to other tenants' certificates is the system's doing: who
 * told a key compromised elsewhere is not theirs to know.
 */
@Service
public class RevocationRecords {
    private final RevocationRepository revocations;
    private final SecureAuditLog auditLog;

    public RevocationRecords(RevocationRepository revocations, SecureAuditLog auditLog) {
        this.revocations = revocations;
        this.auditLog = auditLog;
    }

    /** A certificate that was revoked before keeps the date from which it was. Nothing may follow it in the transaction. */
    void append(
            SecureTransaction tx,
            Actor actor,
            RevocationRequest order,
            List<RevocableCertificate> certificates,
            Instant now) {
        auditLog.append(
                tx,
                certificates.stream()
                        .map(one -> audit(acting(actor, one), one, "revoked", told(order, one)))
                        .toList());
        insert(
                tx,
                certificates.stream()
                        .map(one -> new NewRevocation(
                                one.organizationId(),
                                one.id(),
                                order.reason(),
                                one.revokedAt() == null ? now : one.revokedAt(),
                                order.invalidSince(one),
                                acting(actor, one).userId()))
                        .toList());
    }

    void appendLifted(
            SecureTransaction tx, Actor actor, RevocableCertificate held, CertificateStatus status, Instant now) {
        auditLog.append(tx, audit(actor, held, "unrevoked", Map.of("status", status.code())));
        insert(
                tx,
                List.of(new NewRevocation(
                        held.organizationId(),
                        held.id(),
                        RevocationReason.REMOVE_FROM_CRL,
                        now,
                        null,
                        actor.userId())));
    }

    private void insert(SecureTransaction tx, List<NewRevocation> made) {
        if (revocations.insert(tx, made) != made.size()) {
            throw new IllegalStateException("a revocation was not stored");
        }
    }

    private static Actor acting(Actor actor, RevocableCertificate certificate) {
        return certificate.organizationId().equals(actor.organizationId())
                ? actor
                : Actor.system(certificate.organizationId());
    }

    private static Map<String, String> told(RevocationRequest order, RevocableCertificate certificate) {
        String reason = order.reason().value();
        return certificate.revocationReason() == null
                ? Map.of("reason", reason)
                : Map.of("reason", reason, "reason_before", certificate.revocationReason());
    }

    private static AuditEntry audit(Actor actor, RevocableCertificate certificate, String action, Map<String, ?> data) {
        return AuditEntry.success(actor, AuditCategory.REVOCATION, "certificate", certificate.id(), action, data);
    }
}
