package dev.clm.api.certificate.search;

import dev.clm.api.http.web.EntityTag.Expected;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.audit.AuditEntry.Documents;
import dev.clm.common.audit.AuditEntry.Resource;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.core.auditlog.CoreAuditLog;
import dev.clm.core.database.CoreDatabase;
import dev.clm.core.database.CoreTransaction;
import dev.clm.core.inventory.metadata.AnnotationChange;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.core.inventory.metadata.CertificateMetadata;
import dev.clm.core.inventory.metadata.CertificateMetadataRepository;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** What people write on a certificate: changed in core, which owns it, with an audit entry in the same transaction. */
@Service
class AnnotateCertificate {
    private final CoreDatabase core;
    private final CertificateMetadataRepository metadata = new CertificateMetadataRepository();
    private final CoreAuditLog auditLog;

    AnnotateCertificate(CoreDatabase core, CoreAuditLog auditLog) {
        this.core = core;
        this.auditLog = auditLog;
    }

    /** @param seen what the caller has seen; empty where it takes whatever is there */
    void annotate(Actor actor, UUID id, AnnotationChange change, Optional<CertificateAnnotations> seen) {
        if (!change.isEmpty()) {
            core.useTransaction(actor.organizationId(), tx -> annotate(tx, actor, id, change, seen));
        }
    }

    private void annotate(
            CoreTransaction tx, Actor actor, UUID id, AnnotationChange change, Optional<CertificateAnnotations> seen) {
        CertificateAnnotations before = metadata.lockAnnotations(tx, id);
        if (seen.isPresent() && !seen.get().equals(before)) {
            throw Expected.changed();
        }
        CertificateMetadata after = metadata.annotate(tx, id, change)
                .orElseThrow(() ->
                        ClmException.of(ErrorCode.UNAVAILABLE, "the certificate's metadata are still on their way"));
        Map<String, Object> changed = before.differingFrom(after.annotations());
        if (!changed.isEmpty()) {
            auditLog.append(
                    tx,
                    AuditEntry.success(
                            actor,
                            AuditCategory.CERTIFICATE,
                            new Resource("certificate", id, after.commonName()),
                            "updated",
                            new Documents(changed, after.annotations().differingFrom(before))));
        }
    }
}
