package dev.clm.api.certificate.issuance;

import dev.clm.common.coordination.Outbox;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.database.GroupCommit;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.certificate.request.CertificateRequestRepository;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.coordination.IdempotencyKeyRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Step 6 of issuance: the one secure transaction, shared by the requests of an organization that arrive together. */
@Service
public class IssuanceStore {
    private static final int LARGEST_BATCH = 64;
    private static final Duration DELIVERED_BY_ITS_REQUEST = Duration.ofSeconds(5);

    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final RevocationRepository revocations;
    private final IdempotencyKeyRepository idempotencyKeys;
    private final CertificateRepository certificates;
    private final PrivateKeyRepository privateKeys;
    private final CertificateRequestRepository requests;
    private final SecureAuditLog auditLog;
    private final Outbox<SecureTransaction> outbox;
    private final Clock clock;
    private final GroupCommit<OrganizationId, SignedIssuance, Outcome> commits;

    public IssuanceStore(
            SecureDatabase secure,
            CertificateAuthorityRepository authorities,
            RevocationRepository revocations,
            IdempotencyKeyRepository idempotencyKeys,
            CertificateRepository certificates,
            PrivateKeyRepository privateKeys,
            CertificateRequestRepository requests,
            SecureAuditLog auditLog,
            Outbox<SecureTransaction> outbox,
            @Qualifier("backgroundWork") Executor backgroundWork,
            Clock clock) {
        this.secure = secure;
        this.authorities = authorities;
        this.revocations = revocations;
        this.idempotencyKeys = idempotencyKeys;
        this.certificates = certificates;
        this.privateKeys = privateKeys;
        this.requests = requests;
        this.auditLog = auditLog;
        this.outbox = outbox;
        this.clock = clock;
        this.commits = new GroupCommit<>(backgroundWork, LARGEST_BATCH, this::storeTogether);
    }

    /** How storing ended; only STORED left anything. `event` is the outbox event with its sequence, where stored. */
    record Outcome(Ending ending, OutboxEvent event) {
        enum Ending {
            STORED,
            ISSUER_NOT_IN_FORCE,
            KEY_BLOCKED,
            QUOTA_EXCEEDED,
            ANSWERED_BEFORE
        }
    }

    /** Returns when the transaction is committed. */
    Outcome store(SignedIssuance issuance) {
        return commits.submit(issuance.certificate().organizationId(), issuance);
    }

    private List<Outcome> storeTogether(OrganizationId organization, List<SignedIssuance> members) {
        return secure.inTransaction(organization, tx -> storeAll(tx, organization, members));
    }

    private List<Outcome> storeAll(SecureTransaction tx, OrganizationId organization, List<SignedIssuance> members) {
        Outcome.Ending[] endings = new Outcome.Ending[members.size()];
        refuse(tx, members, endings);
        refuseBeyondQuota(tx, organization, members, endings);
        reserveKeys(tx, organization, members, endings);
        List<SignedIssuance> accepted = new ArrayList<>();
        for (int i = 0; i < endings.length; i++) {
            if (endings[i] == null) {
                accepted.add(members.get(i));
            }
        }
        Iterator<OutboxEvent> events = insert(tx, accepted).iterator();
        FailPoint.reach("issuance.6.within");
        return Arrays.stream(endings)
                .map(ending ->
                        ending == null ? new Outcome(Outcome.Ending.STORED, events.next()) : new Outcome(ending, null))
                .toList();
    }

    private void refuse(SecureTransaction tx, List<SignedIssuance> members, Outcome.Ending[] endings) {
        Set<UUID> inForce = authorities.lockInForce(
                tx,
                members.stream()
                        .map(SignedIssuance::issuerAuthorityId)
                        .distinct()
                        .toList());
        Set<String> blocked = revocations.blockedAmong(
                tx,
                members.stream()
                        .map(member -> member.certificate().content().publicKeySha256())
                        .toList());
        for (int i = 0; i < endings.length; i++) {
            SignedIssuance member = members.get(i);
            if (!inForce.contains(member.issuerAuthorityId())) {
                endings[i] = Outcome.Ending.ISSUER_NOT_IN_FORCE;
            } else if (blocked.contains(member.certificate().content().publicKeySha256())) {
                endings[i] = Outcome.Ending.KEY_BLOCKED;
            }
        }
    }

    /** Whoever shares a limit takes turns from here to the commit, so that many requests at once overshoot it no more than one. */
    private void refuseBeyondQuota(
            SecureTransaction tx, OrganizationId organization, List<SignedIssuance> members, Outcome.Ending[] endings) {
        OptionalInt maximum = members.stream()
                .flatMapToInt(member -> member.maximumCertificates().stream())
                .min();
        if (maximum.isEmpty()) {
            return;
        }
        long room = maximum.getAsInt() - certificates.lockAndCountLive(tx, organization);
        for (int i = 0; i < endings.length; i++) {
            if (endings[i] == null && room-- <= 0) {
                endings[i] = Outcome.Ending.QUOTA_EXCEEDED;
            }
        }
    }

    private void reserveKeys(
            SecureTransaction tx, OrganizationId organization, List<SignedIssuance> members, Outcome.Ending[] endings) {
        List<Integer> keyed = new ArrayList<>();
        for (int i = 0; i < endings.length; i++) {
            if (endings[i] == null && members.get(i).answer() != null) {
                keyed.add(i);
            }
        }
        int[] inserted = idempotencyKeys.insertNew(
                tx,
                organization,
                keyed.stream().map(i -> members.get(i).answer()).toList(),
                clock.instant());
        for (int k = 0; k < inserted.length; k++) {
            if (inserted[k] == 0) {
                endings[keyed.get(k)] = Outcome.Ending.ANSWERED_BEFORE;
            }
        }
    }

    private List<OutboxEvent> insert(SecureTransaction tx, List<SignedIssuance> accepted) {
        if (accepted.isEmpty()) {
            return List.of();
        }
        certificates.insertAll(
                tx, accepted.stream().map(SignedIssuance::certificate).toList());
        privateKeys.insert(
                tx,
                accepted.stream()
                        .map(SignedIssuance::privateKey)
                        .filter(Objects::nonNull)
                        .toList());
        requests.insertFulfilled(
                tx, accepted.stream().map(SignedIssuance::request).toList());
        auditLog.append(tx, accepted.stream().map(SignedIssuance::auditEntry).toList());
        return outbox.append(tx, accepted.stream().map(SignedIssuance::event).toList(), DELIVERED_BY_ITS_REQUEST);
    }
}
