package dev.clm.api.certificate.revocation;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.pki.crl.CrlBuilder;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationList;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.certificate.authority.PublicationRules;
import dev.clm.secure.certificate.revocation.ListedRevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Publishes full lists, shards and deltas (docs/REVOCATION.md): claim, read, sign with no transaction open, store. What is missed
 * here, after a crash say, the job that looks for due lists publishes. Any thread may call it, with no transaction open; one large
 * list at a time is in memory. What is queued ends with the background's executor.
 */
@Service
public class PublishCrl {
    /** Revocations that come within it share a list. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** After a failure; other authorities have their turn meanwhile. */
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** Longer than any list takes. A second one made meanwhile would do no harm. */
    private static final Duration LEASE = Duration.ofMinutes(2);
    /** Every list is made again a day after the one before. */
    private static final Duration RENEWAL_MARGIN = CrlBuilder.VALIDITY.minusDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(PublishCrl.class);
    /** The key does not open, or may not sign by its access policy. */
    private static final Set<ErrorCode> CANNOT_SIGN = Set.of(ErrorCode.KEY_UNUSABLE, ErrorCode.FORBIDDEN);

    private static final String REASON = "publish the CRL of an authority";
    private static final int LISTS_A_ROUND = 100;
    private static final int LISTS_KEPT = 3;
    private static final int ROWS_DESCRIBED = 5_000;

    private final SecureDatabase secure;
    private final ReadCrl reading;
    private final CrlPublicationRepository publications;
    private final CertificateRevocationListRepository lists;
    private final ListedRevocationRepository revocations;
    private final PrivateKeyVault vault;
    private final PublicationRules rules;
    private final Executor later;
    private final CertificateAuthorityRepository authorities = new CertificateAuthorityRepository();
    private final Set<UUID> queued = ConcurrentHashMap.newKeySet();
    private final ReentrantLock oneLargeList = new ReentrantLock();

    public PublishCrl(
            SecureDatabase secure,
            ReadCrl reading,
            CrlPublicationRepository publications,
            CertificateRevocationListRepository lists,
            ListedRevocationRepository revocations,
            PrivateKeyVault vault,
            @Qualifier("backgroundWork") Executor backgroundWork,
            RevocationSettings settings) {
        this.secure = secure;
        this.reading = reading;
        this.publications = publications;
        this.lists = lists;
        this.revocations = revocations;
        this.vault = vault;
        this.rules = new PublicationRules(settings.largeList(), settings.fullInterval(), RENEWAL_MARGIN);
        this.later = CompletableFuture.delayedExecutor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS, backgroundWork);
    }

    /** In the background, a second from now; calls for one authority that come meanwhile are one. */
    public void publishSoon(UUID authorityId) {
        if (queued.add(authorityId)) {
            later.execute(() -> {
                queued.remove(authorityId);
                publishDueOf(authorityId);
            });
        }
    }

    /** The job. Answers how many lists were due. */
    public int publishDue() {
        secure.inServiceRole("find authorities without a publication", publications::addMissing);
        List<CrlScope> due = due(null, Duration.ZERO);
        due.forEach(this::publishOrLeave);
        return due.size();
    }

    private void publishDueOf(UUID authorityId) {
        try {
            due(authorityId, Duration.ZERO).forEach(this::publishOrLeave);
            if (!due(authorityId, INTERVAL).isEmpty()) {
                publishSoon(authorityId);
            }
        } catch (ClmException unavailable) {
            LOG.warn("the lists of authority {} are left to the job: {}", authorityId, unavailable.code());
        }
    }

    private List<CrlScope> due(UUID authorityId, Duration within) {
        return secure.inServiceRole(
                "find lists that are due", tx -> publications.due(tx, authorityId, rules, within, LISTS_A_ROUND));
    }

    private void publishOrLeave(CrlScope scope) {
        try {
            publish(scope);
        } catch (RuntimeException failure) {
            // Whatever is wrong with one authority must not keep the lists of the others from being published.
            String reason = failure instanceof ClmException known
                    ? known.code().name()
                    : failure.getClass().getSimpleName();
            LOG.error("list {} of authority {} was not published: {}", scope.shard(), scope.authorityId(), reason);
            if (failure instanceof ClmException known && CANNOT_SIGN.contains(known.code())) {
                noteSigningFailed(scope.authorityId());
            }
        }
    }

    /** For health and metrics; the next list that is stored takes it back (requirement R3). */
    private void noteSigningFailed(UUID authorityId) {
        try {
            secure.inServiceRole(REASON, tx -> authorities.noteSigningFailed(tx, authorityId));
        } catch (ClmException unavailable) {
            LOG.debug("noted the next time: {}", unavailable.getMessage());
        }
    }

    /** Publishes now, unless another instance does, or the clocks differ: then the list stays due. */
    public void publish(CrlScope scope) {
        if (!reading.isAllowed()) {
            return;
        }
        Optional<Long> number = secure.inServiceRole(REASON, tx -> publications.claim(tx, scope, LEASE));
        if (number.isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            describeOld(scope.authorityId());
            publish(scope, number.get());
            done = true;
        } finally {
            if (!done) {
                secure.inServiceRole(REASON, tx -> publications.release(tx, scope, PAUSE));
            }
        }
    }

    private void publish(CrlScope scope, long number) {
        if (scope.isFull()) {
            oneLargeList.lock();
        }
        try {
            DraftCrl draft = secure.inServiceRole(REASON, tx -> reading.read(tx, scope, number));
            CertificateRevocationList crl = draft.sign(vault);
            secure.inServiceRole(REASON, tx -> store(tx, draft, crl));
        } finally {
            if (scope.isFull()) {
                oneLargeList.unlock();
            }
        }
    }

    private void describeOld(UUID authorityId) {
        if (secure.inServiceRole(REASON, tx -> publications.isDescribed(tx, authorityId))) {
            return;
        }
        int described;
        do {
            described = secure.inServiceRole(REASON, tx -> revocations.describe(tx, authorityId, ROWS_DESCRIBED));
        } while (described == ROWS_DESCRIBED);
        secure.inServiceRole(REASON, tx -> publications.noteDescribed(tx, authorityId));
    }

    /** Revocations are marked before the publication is locked, as those who revoke do. */
    private boolean store(SecureTransaction tx, DraftCrl draft, CertificateRevocationList crl) {
        CrlScope scope = draft.scope();
        lists.insert(tx, draft.organization(), crl);
        lists.deleteAllBut(tx, scope, LISTS_KEPT);
        authorities.noteSigned(tx, scope.authorityId());
        revocations.mark(
                tx,
                scope.authorityId(),
                Math.max(0, scope.shard()),
                draft.state().coveredChange(),
                draft.state().changeNumber(),
                draft.number());
        if (scope.isFull() && crl.entryCount() >= rules.largeList()) {
            publications.addDelta(tx, draft.organization().value(), scope.authorityId());
        }
        if (scope.isShard()) {
            publications.openShard(tx, scope);
        }
        return publications.finish(tx, crl, draft.state(), INTERVAL);
    }
}
