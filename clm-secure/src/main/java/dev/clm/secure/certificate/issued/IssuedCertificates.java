package dev.clm.secure.certificate.issued;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.coordination.IdempotentAnswer;
import dev.clm.common.coordination.IdempotentAnswerRepository;
import dev.clm.common.coordination.Outbox;
import dev.clm.common.coordination.OutboxEvent;
import dev.clm.common.database.GroupCommit;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.issued.StoringOutcome.Ending;
import dev.clm.secure.certificate.request.CertificateRequestRepository;
import dev.clm.secure.certificate.request.FulfilledRequest;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The one place that stores certificates, each with all that belongs to it: idempotency answer, private key, request, audit
 * entry and outbox event. Every table gets one INSERT, however many certificates share the transaction.
 */
public final class IssuedCertificates {
    private static final int LARGEST_BATCH = 64;
    /** Locks are held for milliseconds; who needs one that is held for longer waits beside the others. */
    private static final Duration SOON = Duration.ofMillis(300);

    private static final Duration DELIVERED_BY_ITS_REQUEST = Duration.ofSeconds(5);

    private final GroupCommit<OrganizationId, NewCertificate, StoringOutcome> commits;
    private final CertificateRepository certificates = new CertificateRepository();
    private final CertificateAuthorityRepository authorities = new CertificateAuthorityRepository();
    private final RevocationRepository revocations = new RevocationRepository();
    private final IdempotentAnswerRepository<SecureTransaction> idempotencyKeys = new IdempotentAnswerRepository<>();
    private final PrivateKeyRepository privateKeys = new PrivateKeyRepository();
    private final CertificateRequestRepository requests = new CertificateRequestRepository();
    private final SecureAuditLog auditLog = new SecureAuditLog();
    private final Outbox<SecureTransaction> outbox = new Outbox<>();

    public IssuedCertificates(SecureDatabase secure, Executor backgroundWork) {
        this.commits = new GroupCommit<>(
                backgroundWork,
                LARGEST_BATCH,
                (organization, members) -> secure.inTransaction(organization, SOON, storing(organization, members)),
                (organization, members) -> secure.inTransaction(organization, storing(organization, members)));
    }

    /**
     * Step 6 of issuance: in a transaction shared by the requests of an organization that arrive together. Returns when it is
     * committed; for some seconds the relay leaves the event to the caller.
     */
    public StoringOutcome store(NewCertificate certificate) {
        return commits.submit(certificate.certificate().organizationId(), certificate);
    }

    /** In the caller's transaction, for a certificate that has rows of its own kind beside it. */
    public StoringOutcome store(SecureTransaction tx, NewCertificate certificate) {
        return storeAll(tx, certificate.certificate().organizationId(), List.of(certificate), Duration.ZERO)
                .get(0);
    }

    private Function<SecureTransaction, List<StoringOutcome>> storing(
            OrganizationId organization, List<NewCertificate> members) {
        return tx -> {
            List<StoringOutcome> outcomes = storeAll(tx, organization, members, DELIVERED_BY_ITS_REQUEST);
            FailPoint.reach("issuance.6.within", organization);
            return outcomes;
        };
    }

    private List<StoringOutcome> storeAll(
            SecureTransaction tx, OrganizationId organization, List<NewCertificate> members, Duration reserved) {
        Ending[] endings = new Ending[members.size()];
        refuse(tx, members, endings);
        refuseBeyondQuota(tx, organization, members, endings);
        reserveKeys(tx, organization, members, endings);
        List<NewCertificate> accepted = new ArrayList<>();
        for (int i = 0; i < endings.length; i++) {
            if (endings[i] == null) {
                accepted.add(members.get(i));
            }
        }
        Iterator<OutboxEvent> events = insert(tx, accepted, reserved).iterator();
        return Arrays.stream(endings)
                .map(ending -> ending == null
                        ? new StoringOutcome(Ending.STORED, events.next())
                        : new StoringOutcome(ending, null))
                .toList();
    }

    private void refuse(SecureTransaction tx, List<NewCertificate> members, Ending[] endings) {
        List<UUID> issuers =
                each(members, member -> member.certificate().origin().issuerAuthorityId());
        List<String> keys =
                each(members, member -> member.certificate().content().publicKeySha256());
        Set<UUID> inForce = authorities.lockInForce(
                tx, issuers.stream().filter(Objects::nonNull).distinct().toList(), keys);
        // A statement of its own, after the keys are locked.
        Set<String> blocked = revocations.blockedAmong(tx, keys);
        for (int i = 0; i < endings.length; i++) {
            if (issuers.get(i) != null && !inForce.contains(issuers.get(i))) {
                endings[i] = Ending.ISSUER_NOT_IN_FORCE;
            } else if (blocked.contains(keys.get(i))) {
                endings[i] = Ending.KEY_BLOCKED;
            }
        }
    }

    /** Whoever shares a limit takes turns from here to the commit, so that many requests at once overshoot it no more than one. */
    private void refuseBeyondQuota(
            SecureTransaction tx, OrganizationId organization, List<NewCertificate> members, Ending[] endings) {
        OptionalInt maximum = members.stream()
                .flatMapToInt(member -> member.maximumCertificates().stream())
                .min();
        if (maximum.isEmpty()) {
            return;
        }
        long room = maximum.getAsInt() - certificates.lockAndCount(tx, organization);
        for (int i = 0; i < endings.length; i++) {
            if (endings[i] == null && room-- <= 0) {
                endings[i] = Ending.QUOTA_EXCEEDED;
            }
        }
    }

    private void reserveKeys(
            SecureTransaction tx, OrganizationId organization, List<NewCertificate> members, Ending[] endings) {
        List<Integer> keyed = new ArrayList<>();
        List<IdempotentAnswer> answers = new ArrayList<>();
        for (int i = 0; i < endings.length; i++) {
            if (endings[i] == null && members.get(i).answer().isPresent()) {
                keyed.add(i);
                answers.add(members.get(i).answer().get());
            }
        }
        int[] inserted = idempotencyKeys.insertFree(tx, organization, answers);
        for (int k = 0; k < inserted.length; k++) {
            if (inserted[k] == 0) {
                endings[keyed.get(k)] = Ending.ANSWERED_BEFORE;
            }
        }
    }

    private List<OutboxEvent> insert(SecureTransaction tx, List<NewCertificate> accepted, Duration reserved) {
        if (accepted.isEmpty()) {
            return List.of();
        }
        certificates.insertAll(tx, each(accepted, NewCertificate::certificate));
        privateKeys.insert(
                tx,
                accepted.stream()
                        .map(NewCertificate::privateKey)
                        .filter(Objects::nonNull)
                        .toList());
        requests.insertFulfilled(tx, each(accepted, IssuedCertificates::request));
        auditLog.append(tx, each(accepted, IssuedCertificates::auditEntry));
        return outbox.append(tx, each(accepted, NewCertificate::event), reserved);
    }

    private static FulfilledRequest request(NewCertificate issued) {
        Certificate certificate = issued.certificate();
        return new FulfilledRequest(
                certificate.organizationId(),
                issued.request(),
                issued.requestedDays(),
                certificate.type(),
                certificate.id(),
                certificate.content(),
                issued.actor().userId(),
                certificate.origin().policyId(),
                certificate.origin().workflowId(),
                certificate.state().createdAt());
    }

    private static AuditEntry auditEntry(NewCertificate issued) {
        return AuditEntry.success(
                issued.actor(),
                AuditCategory.CSR,
                "certificate",
                issued.certificate().id(),
                "issued",
                Map.of("serial_number", issued.certificate().content().serialNumber()));
    }

    /** With a place for each, also where it is null. */
    private static <T> List<T> each(List<NewCertificate> certificates, Function<NewCertificate, T> part) {
        return certificates.stream().map(part).toList();
    }
}
