package dev.clm.api.certificate.search;

import dev.clm.api.coordination.reference.ReferenceChecker;
import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.api.http.web.EntityTag.Expected;
import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.core.inventory.metadata.AnnotationChange;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.certificate.issued.StoringOutcome;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Annotating, deleting and restoring. Each fact is changed in the database that owns it: annotations in core, owner and
 * deletion in secure, from where its outbox brings them to core.
 */
@Service
public class ChangeCertificate {
    private final SecureDatabase secure;
    private final CertificateRepository certificates;
    private final CertificateAuthorityRepository authorities;
    private final AnnotateCertificate annotations;
    private final SecureAuditLog auditLog;
    private final ReferenceChecker references;
    private final OutboxRelay<SecureTransaction> relay;
    private final ReadCertificates reading;

    public ChangeCertificate(
            SecureDatabase secure,
            CertificateRepository certificates,
            CertificateAuthorityRepository authorities,
            AnnotateCertificate annotations,
            SecureAuditLog auditLog,
            ReferenceChecker references,
            OutboxRelay<SecureTransaction> relay,
            ReadCertificates reading) {
        this.secure = secure;
        this.certificates = certificates;
        this.authorities = authorities;
        this.annotations = annotations;
        this.auditLog = auditLog;
        this.references = references;
        this.relay = relay;
        this.reading = reading;
    }

    /** `newOwner` is empty where the owner stays. */
    public void change(Actor actor, UUID id, Optional<UUID> newOwner, AnnotationChange change, Expected expected) {
        newOwner.ifPresent(user -> references.requireOwner(actor, user));
        Optional<AnnotatedCertificate> seen = seen(actor, id, expected);
        secure.useTransaction(actor.organizationId(), tx -> {
            Certificate certificate = requirePresent(certificates.lock(tx, id));
            requireSeen(seen, certificate);
            newOwner.ifPresent(user -> changeOwner(tx, actor, certificate, user));
        });
        if (newOwner.isPresent()) {
            relay.deliverNow(id);
        }
        annotations.annotate(actor, id, change, seen.map(AnnotatedCertificate::annotations));
    }

    private void changeOwner(SecureTransaction tx, Actor actor, Certificate certificate, UUID user) {
        UUID before = certificate.origin().ownerUserId();
        if (!user.equals(before)) {
            certificates.changeOwner(tx, certificate.id(), user);
            audit(
                    tx,
                    actor,
                    certificate.id(),
                    "updated",
                    Map.of("owner_user_id", user.toString(), "previous_owner_user_id", before.toString()));
        }
    }

    public void delete(Actor actor, UUID id, boolean dryRun, Expected expected) {
        Optional<AnnotatedCertificate> seen = seen(actor, id, expected);
        secure.useTransaction(actor.organizationId(), tx -> {
            requireSeen(seen, requirePresent(certificates.lock(tx, id)));
            if (authorities.findByCertificate(tx, id).isPresent()) {
                throw ClmException.of(
                        ErrorCode.STATE_CONFLICT, "this is the certificate of an authority, which still needs it");
            }
            if (!dryRun) {
                certificates.softDelete(tx, id);
                audit(tx, actor, id, "deleted", null);
            }
        });
        relay.deliverNow(id);
    }

    /** Counts as one that is issued: deleting and restoring is no way round max_certificates. */
    public void restore(Actor actor, UUID id) {
        OptionalInt maximum = references.maximumCertificates(actor);
        secure.useTransaction(actor.organizationId(), tx -> {
            CertificateStatus status = requirePresent(certificates.findIncludingDeleted(tx, id))
                    .state()
                    .status();
            boolean isFull = maximum.isPresent()
                    && status.countsTowardsQuota()
                    && certificates.lockAndCount(tx, actor.organizationId()) >= maximum.getAsInt();
            if (!certificates.restore(tx, id)) {
                throw ClmException.of(ErrorCode.STATE_CONFLICT, "the certificate is not deleted");
            }
            if (isFull) {
                throw StoringOutcome.full();
            }
            audit(tx, actor, id, "restored", null);
        });
        relay.deliverNow(id);
    }

    /** The certificate as the caller has seen it; empty where it takes whatever is there. */
    private Optional<AnnotatedCertificate> seen(Actor actor, UUID id, Expected expected) {
        if (expected.isAnything()) {
            return Optional.empty();
        }
        AnnotatedCertificate found = reading.annotated(actor, id);
        expected.require(found.version());
        return Optional.of(found);
    }

    /** Once more under the row's lock: two who saw the same are not both let through. */
    private static void requireSeen(Optional<AnnotatedCertificate> seen, Certificate locked) {
        boolean same = seen.map(one -> AnnotatedCertificate.secureVersion(one.certificate()))
                .map(AnnotatedCertificate.secureVersion(locked)::equals)
                .orElse(true);
        if (!same) {
            throw Expected.changed();
        }
    }

    private void audit(SecureTransaction tx, Actor actor, UUID id, String action, Map<String, ?> data) {
        auditLog.append(tx, AuditEntry.success(actor, AuditCategory.CERT_ACCESS, "certificate", id, action, data));
    }

    private static Certificate requirePresent(Optional<Certificate> certificate) {
        return certificate.orElseThrow(ReadCertificates::notFound);
    }
}
