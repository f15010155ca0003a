package dev.clm.api.certificate.revocation;

import dev.clm.api.certificate.search.ReadCertificates;
import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.auditlog.SecureAuditEntry;
import dev.clm.secure.auditlog.SecureAuditEntry.Category;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Revokes a certificate (RFC 5280, 5.3.1): state, revocation row, audit entry and outbox event in one transaction, then the
 * metadata and a new CRL. certificate_hold suspends; every other reason is final.
 */
@Service
public class RevokeCertificate {
    /** No key is older; and a CRL writes years as four digits (RFC 5280, 5.3.2). */
    private static final Instant EARLIEST_INVALIDITY = Instant.parse("1970-01-01T00:00:00Z");

    private final SecureDatabase secure;
    private final CertificateRepository certificates;
    private final RevocationRepository revocations;
    private final SecureAuditLog auditLog;
    private final PublishCrl crls;
    private final OutboxRelay<SecureTransaction> relay;
    private final Clock clock;

    public RevokeCertificate(
            SecureDatabase secure,
            CertificateRepository certificates,
            RevocationRepository revocations,
            SecureAuditLog auditLog,
            PublishCrl crls,
            OutboxRelay<SecureTransaction> relay,
            Clock clock) {
        this.secure = secure;
        this.certificates = certificates;
        this.revocations = revocations;
        this.auditLog = auditLog;
        this.crls = crls;
        this.relay = relay;
        this.clock = clock;
    }

    /** `invalidityDate` may be null. */
    public void revoke(Actor actor, UUID id, RevocationReason reason, Instant invalidityDate, boolean dryRun) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        requirePossible(invalidityDate, now);
        Certificate revoked = secure.inTransaction(actor, tx -> {
            Certificate certificate = certificates.lock(tx, id).orElseThrow(ReadCertificates::notFound);
            refuseWhereFinal(certificate, reason);
            if (!dryRun) {
                store(tx, actor, certificate, reason, now, invalidityDate);
            }
            return certificate;
        });
        if (!dryRun) {
            relay.deliverNow(id);
            Optional.ofNullable(revoked.origin().issuerAuthorityId()).ifPresent(crls::publishSoon);
        }
    }

    private static void requirePossible(Instant invalidityDate, Instant now) {
        if (invalidityDate != null && invalidityDate.isAfter(now)) {
            throw ClmException.invalid("invalidity_date", "in_the_future", "must not lie in the future");
        }
        if (invalidityDate != null && invalidityDate.isBefore(EARLIEST_INVALIDITY)) {
            throw ClmException.invalid("invalidity_date", "out_of_range", "must not lie before 1970");
        }
    }

    private void store(
            SecureTransaction tx,
            Actor actor,
            Certificate certificate,
            RevocationReason reason,
            Instant at,
            Instant invalidityDate) {
        if (!certificates.revoke(tx, certificate.id(), status(reason), reason.value(), at)) {
            throw alreadyRevoked();
        }
        revocations.insert(
                tx,
                Identifiers.next(),
                certificate.organizationId(),
                certificate.id(),
                reason,
                at,
                invalidityDate,
                actor.userId());
        auditLog.append(
                tx,
                List.of(SecureAuditEntry.success(
                        actor,
                        Category.REVOCATION,
                        "certificate",
                        certificate.id(),
                        "revoked",
                        "{\"reason\":\"" + reason.value() + "\"}")));
    }

    private static void refuseWhereFinal(Certificate certificate, RevocationReason reason) {
        if (!certificate.state().status().mayBecome(status(reason))) {
            throw alreadyRevoked();
        }
    }

    private static CertificateStatus status(RevocationReason reason) {
        return reason == RevocationReason.CERTIFICATE_HOLD ? CertificateStatus.SUSPENDED : CertificateStatus.REVOKED;
    }

    private static ClmException alreadyRevoked() {
        return ClmException.of(ErrorCode.STATE_CONFLICT, "the certificate is revoked already");
    }
}
