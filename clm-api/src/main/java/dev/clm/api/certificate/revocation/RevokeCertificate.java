package dev.clm.api.certificate.revocation;

import dev.clm.api.certificate.search.AnnotatedCertificate;
import dev.clm.api.certificate.search.ReadCertificates;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.request.CertificateRequestRepository;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import dev.clm.secure.certificate.revocation.RevocableCertificateRepository;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Revokes a certificate (RFC 5280, 5.3.1; R1): state, revocation row, audit entry and outbox event in one transaction, then the
 * metadata and the lists. certificate_hold suspends; every other reason is final, and can only be raised to key_compromise,
 * which revokes every certificate of the public key, whoever has it.
 */
@Service
public class RevokeCertificate {
    private final SecureDatabase secure;
    private final RevocableCertificateRepository certificates;
    private final RevocationRepository revocations;
    private final CertificateRequestRepository requests = new CertificateRequestRepository();
    private final RevocationRecords records;
    private final SilentAuthorities silentAuthorities;
    private final RevocationFollowUp followUp;
    private final ReadCertificates reading;

    public RevokeCertificate(
            SecureDatabase secure,
            RevocableCertificateRepository certificates,
            RevocationRepository revocations,
            RevocationRecords records,
            SilentAuthorities silentAuthorities,
            RevocationFollowUp followUp,
            ReadCertificates reading) {
        this.secure = secure;
        this.certificates = certificates;
        this.revocations = revocations;
        this.records = records;
        this.silentAuthorities = silentAuthorities;
        this.followUp = followUp;
        this.reading = reading;
    }

    /** Changes nothing where it is a dry run. */
    public RevocationOutcome revoke(Actor actor, RevocationRequest order, boolean dryRun) {
        Revoked revoked = order.isCompromise()
                ? secure.inServiceRole(
                        "a compromised key is compromised for all tenants", tx -> compromise(tx, actor, order, dryRun))
                : secure.inTransaction(actor, tx -> revoke(tx, actor, order, dryRun));
        if (!dryRun) {
            followUp.follow(order.certificateId(), order.reason(), revoked.changing());
        }
        List<String> warnings = silentAuthorities.warnings(actor.organizationId(), revoked.changing());
        return new RevocationOutcome(
                PlannedRevocation.revoke(order, actor.organizationId(), revoked.changing(), warnings), revoked.named());
    }

    private Revoked revoke(SecureTransaction tx, Actor actor, RevocationRequest order, boolean dryRun) {
        order.requirePast(tx.now());
        RevocableCertificate certificate = certificates
                .lock(tx, actor.organizationId(), order.certificateId())
                .orElseThrow(ReadCertificates::notFound);
        refuseWhereFinal(certificate, order);
        if (certificate.issuerAuthorityId() != null && !certificate.isListable()) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT, "its authority has ended, and signs no list that could say so");
        }
        return revoke(tx, actor, order, dryRun, List.of(certificate));
    }

    /**
     * The key's lock comes first: a certificate that is being issued for it is either seen here or finds the key blocked. Then all
     * its certificates, in one order, the named one among them.
     */
    private Revoked compromise(SecureTransaction tx, Actor actor, RevocationRequest order, boolean dryRun) {
        order.requirePast(tx.now());
        List<RevocableCertificate> ofKey = lockAllOfKey(tx, actor, order);
        RevocableCertificate named = ofKey.stream()
                .filter(certificate -> certificate.id().equals(order.certificateId()))
                .findFirst()
                .orElseThrow(ReadCertificates::notFound);
        refuseWhereFinal(named, order);
        requirePossession(tx, actor, named);
        return revoke(
                tx,
                actor,
                order,
                dryRun,
                ofKey.stream()
                        .filter(certificate -> !isCompromised(certificate))
                        .toList());
    }

    /** Of one whose key was never noted, by an earlier release or by hand, there is nothing to block but the certificate itself. */
    private List<RevocableCertificate> lockAllOfKey(SecureTransaction tx, Actor actor, RevocationRequest order) {
        Optional<String> key = certificates.publicKey(tx, actor.organizationId(), order.certificateId());
        if (key.isEmpty()) {
            return certificates.lock(tx, actor.organizationId(), order.certificateId()).stream()
                    .toList();
        }
        revocations.lockKey(tx, key.get());
        return certificates.lockAllOfKey(tx, key.get());
    }

    private Revoked revoke(
            SecureTransaction tx,
            Actor actor,
            RevocationRequest order,
            boolean dryRun,
            List<RevocableCertificate> changing) {
        if (dryRun) {
            return new Revoked(changing, null);
        }
        Instant now = tx.now().truncatedTo(ChronoUnit.SECONDS);
        if (certificates.revoke(tx, changing, order.reason(), now) != changing.size()) {
            throw alreadyRevoked();
        }
        AnnotatedCertificate named = reading.changed(tx, order.certificateId());
        records.append(tx, actor, order, changing, now);
        return new Revoked(changing, named);
    }

    /** A request is no secret: who sends what another organization has sent before shows nothing of the key. */
    private void requirePossession(SecureTransaction tx, Actor actor, RevocableCertificate named) {
        requests.firstSender(tx, named.id())
                .filter(first -> !first.equals(actor.organizationId()))
                .ifPresent(first -> {
                    throw ClmException.of(
                            ErrorCode.POSSESSION_NOT_SHOWN,
                            "the certificate was issued on a request that another organization sent before, which shows no"
                                    + " possession of its key: key_compromise would revoke that organization's certificates."
                                    + " Revoke with another reason, or name a certificate of the key whose request you signed");
                });
    }

    private static void refuseWhereFinal(RevocableCertificate certificate, RevocationRequest order) {
        boolean isRaised = certificate.isRevoked() && order.isCompromise() && !isCompromised(certificate);
        boolean isHeldAgain = certificate.isOnHold() && order.isHold();
        if ((certificate.isRevoked() && !isRaised) || isHeldAgain) {
            throw alreadyRevoked();
        }
    }

    private static boolean isCompromised(RevocableCertificate certificate) {
        return certificate.isRevoked()
                && RevocationReason.KEY_COMPROMISE.value().equals(certificate.revocationReason());
    }

    private static ClmException alreadyRevoked() {
        return ClmException.of(
                ErrorCode.STATE_CONFLICT,
                "the certificate is revoked already; its reason can only be raised to key_compromise");
    }

    /** @param named as it is then; null where it is a dry run */
    private record Revoked(List<RevocableCertificate> changing, AnnotatedCertificate named) {}
}
