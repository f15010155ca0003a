package dev.clm.api.certificate.revocation;

import dev.clm.api.certificate.search.ReadCertificates;
import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.crl.RevocationReason;
import dev.clm.secure.certificate.revocation.RevocableCertificate;
import dev.clm.secure.certificate.revocation.RevocableCertificateRepository;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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
    private final RevocationRecords records;
    private final SilentAuthorities silentAuthorities;
    private final PublishCrl crls;
    private final OutboxRelay<SecureTransaction> relay;

    public RevokeCertificate(
            SecureDatabase secure,
            RevocableCertificateRepository certificates,
            RevocationRepository revocations,
            RevocationRecords records,
            SilentAuthorities silentAuthorities,
            PublishCrl crls,
            OutboxRelay<SecureTransaction> relay) {
        this.secure = secure;
        this.certificates = certificates;
        this.revocations = revocations;
        this.records = records;
        this.silentAuthorities = silentAuthorities;
        this.crls = crls;
        this.relay = relay;
    }

    /** Changes nothing where it is a dry run. */
    public PlannedRevocation revoke(Actor actor, RevocationRequest order, boolean dryRun) {
        List<RevocableCertificate> changed = order.isCompromise()
                ? secure.inServiceRole(
                        "a compromised key is compromised for all tenants", tx -> compromise(tx, actor, order, dryRun))
                : secure.inTransaction(actor, tx -> revoke(tx, actor, order, dryRun));
        if (!dryRun) {
            relay.deliverNow(order.certificateId());
            changed.stream()
                    .flatMap(one -> one.issuerAuthority().stream())
                    .distinct()
                    .forEach(crls::publishSoon);
        }
        return PlannedRevocation.revoke(
                order, actor.organizationId(), changed, silentAuthorities.warnings(actor.organizationId(), changed));
    }

    private List<RevocableCertificate> revoke(
            SecureTransaction tx, Actor actor, RevocationRequest order, boolean dryRun) {
        order.requirePast(tx.now());
        RevocableCertificate certificate = named(tx, actor, order);
        refuseWhereFinal(certificate, order);
        if (certificate.issuerAuthorityId() != null && !certificate.isListable()) {
            throw ClmException.of(
                    ErrorCode.STATE_CONFLICT, "its authority has ended, and signs no list that could say so");
        }
        if (!dryRun) {
            store(tx, actor, order, List.of(certificate));
        }
        return List.of(certificate);
    }

    /**
     * The key's lock comes first: a certificate that is being issued for it is either seen here or finds the key blocked.
     */
    private List<RevocableCertificate> compromise(
            SecureTransaction tx, Actor actor, RevocationRequest order, boolean dryRun) {
        order.requirePast(tx.now());
        String key = certificates
                .publicKey(tx, actor.organizationId(), order.certificateId())
                .orElseThrow(ReadCertificates::notFound);
        revocations.lockKey(tx, key);
        RevocableCertificate named = named(tx, actor, order);
        refuseWhereFinal(named, order);
        List<RevocableCertificate> changing = new ArrayList<>(List.of(named));
        certificates.lockAllOfKey(tx, key).stream()
                .filter(certificate -> !certificate.id().equals(named.id()) && !isCompromised(certificate))
                .forEach(changing::add);
        if (!dryRun) {
            store(tx, actor, order, changing);
        }
        return changing;
    }

    private RevocableCertificate named(SecureTransaction tx, Actor actor, RevocationRequest order) {
        return certificates
                .lock(tx, actor.organizationId(), order.certificateId())
                .orElseThrow(ReadCertificates::notFound);
    }

    private void store(
            SecureTransaction tx, Actor actor, RevocationRequest order, List<RevocableCertificate> changing) {
        Instant now = tx.now().truncatedTo(ChronoUnit.SECONDS);
        for (RevocableCertificate certificate : changing) {
            if (!certificates.revoke(tx, certificate, order.reason(), now)) {
                throw alreadyRevoked();
            }
            records.append(tx, actor, order, certificate, now);
        }
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
}
