package dev.clm.api.certificate.revocation;

import dev.clm.api.certificate.search.AnnotatedCertificate;
import dev.clm.api.certificate.search.ReadCertificates;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import dev.clm.secure.certificate.revocation.RevocableCertificateRepository;
import dev.clm.secure.certificate.status.StatusByTimeRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Lifts a hold (RFC 5280, 5.3.1): the entry leaves the full list and its shard, and a delta says removeFromCRL. */
@Service
public class LiftHold {
    private final SecureDatabase secure;
    private final RevocableCertificateRepository certificates;
    private final StatusByTimeRepository states;
    private final RevocationRecords records;
    private final SilentAuthorities silentAuthorities;
    private final RevocationFollowUp followUp;
    private final ReadCertificates reading;

    public LiftHold(
            SecureDatabase secure,
            RevocableCertificateRepository certificates,
            StatusByTimeRepository states,
            RevocationRecords records,
            SilentAuthorities silentAuthorities,
            RevocationFollowUp followUp,
            ReadCertificates reading) {
        this.secure = secure;
        this.certificates = certificates;
        this.states = states;
        this.records = records;
        this.silentAuthorities = silentAuthorities;
        this.followUp = followUp;
        this.reading = reading;
    }

    /** Changes nothing where it is a dry run. */
    public RevocationOutcome lift(Actor actor, UUID id, boolean dryRun) {
        Lifted lifted = secure.inTransaction(actor, tx -> lift(tx, actor, id, dryRun));
        if (!dryRun) {
            followUp.follow(id, RevocationReason.REMOVE_FROM_CRL, List.of(lifted.held()));
        }
        List<String> warnings = silentAuthorities.warnings(actor.organizationId(), List.of(lifted.held()));
        return new RevocationOutcome(
                PlannedRevocation.unrevoke(lifted.held(), lifted.status(), warnings), lifted.changed());
    }

    private Lifted lift(SecureTransaction tx, Actor actor, UUID id, boolean dryRun) {
        RevocableCertificate held =
                certificates.lock(tx, actor.organizationId(), id).orElseThrow(ReadCertificates::notFound);
        if (!held.isOnHold()) {
            throw notOnHold();
        }
        CertificateStatus status = states.statusNow(tx, id);
        if (dryRun) {
            return new Lifted(held, status, null);
        }
        if (!certificates.lift(tx, id, status)) {
            throw notOnHold();
        }
        AnnotatedCertificate changed = reading.changed(tx, id);
        records.appendLifted(tx, actor, held, status, tx.now().truncatedTo(ChronoUnit.SECONDS));
        return new Lifted(held, status, changed);
    }

    private static ClmException notOnHold() {
        return ClmException.of(
                ErrorCode.STATE_CONFLICT, "the certificate is not on hold, and any other revocation is final");
    }

    private record Lifted(RevocableCertificate held, CertificateStatus status, AnnotatedCertificate changed) {}
}
