package dev.clm.api.certificate.revocation;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.util.HashMap;
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

    /** A certificate that was revoked before keeps the date from which it was. */
    void append(
            SecureTransaction tx, Actor actor, RevocationRequest order, RevocableCertificate certificate, Instant now) {
        Actor acting = certificate.organizationId().equals(actor.organizationId())
                ? actor
                : Actor.system(certificate.organizationId());
        Map<String, String> data = new HashMap<>(Map.of("reason", order.reason().value()));
        if (certificate.revocationReason() != null) {
            data.put("reason_before", certificate.revocationReason());
        }
        audit(tx, acting, certificate, "revoked", data);
        insert(
                tx,
                acting,
                certificate,
                order.reason(),
                certificate.revokedAt() == null ? now : certificate.revokedAt(),
                order.invalidityDate());
    }

    void appendLifted(
            SecureTransaction tx, Actor actor, RevocableCertificate held, CertificateStatus status, Instant now) {
        audit(tx, actor, held, "unrevoked", Map.of("status", status.code()));
        insert(tx, actor, held, RevocationReason.REMOVE_FROM_CRL, now, null);
    }

    /** Last: from here to the end of the commit the next revocation of the authority waits. */
    private void insert(
            SecureTransaction tx,
            Actor actor,
            RevocableCertificate certificate,
            RevocationReason reason,
            Instant at,
            Instant invalidityDate) {
        revocations.insert(
                tx,
                Identifiers.next(),
                certificate.organizationId(),
                certificate.id(),
                reason,
                at,
                invalidityDate,
                actor.userId());
    }

    private void audit(
            SecureTransaction tx, Actor actor, RevocableCertificate certificate, String action, Map<String, ?> data) {
        auditLog.append(
                tx, AuditEntry.success(actor, AuditCategory.REVOCATION, "certificate", certificate.id(), action, data));
    }
}
