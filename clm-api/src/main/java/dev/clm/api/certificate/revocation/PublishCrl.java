package dev.clm.api.certificate.revocation;

import dev.clm.common.database.Outage;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.error.ErrorKind;
import dev.clm.pki.crl.CrlBuilder;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationList;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.certificate.authority.DueList;
import dev.clm.secure.certificate.authority.PublicationRules;
import dev.clm.secure.certificate.revocation.ListedRevocationRepository;
import dev.clm.secure.database.SecureDatabase;
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
 * list at a time is in memory, and no other list waits for it. What is queued ends with the background's executor.
 */
@Service
public class PublishCrl {
    /** After a failure; other authorities have their turn meanwhile. */
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** Longer than any list takes. A second one made meanwhile would do no harm. */
    private static final Duration LEASE = Duration.ofMinutes(2);
    /** Every list is made again a day after the one before. */
    private static final Duration RENEWAL_MARGIN = CrlBuilder.VALIDITY.minusDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(PublishCrl.class);
    private static final String REASON = "publish the CRL of an authority";
    private static final int LISTS_A_ROUND = 100;
    /** Only lists of the same authority that draw a number within the same few milliseconds cost another one. */
    private static final int NUMBERS_A_LIST = 100;

    private static final int ROWS_DESCRIBED = 5_000;

    private final SecureDatabase secure;
    private final ReadCrl reading;
    private final CrlPublicationRepository publications;
    private final StoreCrl storing;
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
            StoreCrl storing,
            ListedRevocationRepository revocations,
            PrivateKeyVault vault,
            @Qualifier("backgroundWork") Executor backgroundWork,
            RevocationSettings settings) {
        this.secure = secure;
        this.reading = reading;
        this.publications = publications;
        this.storing = storing;
        this.revocations = revocations;
        this.vault = vault;
        this.rules = new PublicationRules(settings.largeList(), settings.fullInterval(), RENEWAL_MARGIN);
        this.later =
                CompletableFuture.delayedExecutor(StoreCrl.INTERVAL.toMillis(), TimeUnit.MILLISECONDS, backgroundWork);
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

    /** The job, which keeps to small lists: large ones are made in the background. Answers how many lists were due. */
    public int publishDue() {
        secure.inServiceRole("find authorities without a publication", publications::addMissing);
        List<DueList> due = due(null, Duration.ZERO);
        for (DueList list : due) {
            if (list.isLarge()) {
                publishSoon(list.scope().authorityId());
            } else {
                publishOrLeave(list);
            }
        }
        return due.size();
    }

    private void publishDueOf(UUID authorityId) {
        try {
            due(authorityId, Duration.ZERO).forEach(this::publishOrLeave);
            if (!due(authorityId, StoreCrl.INTERVAL).isEmpty()) {
                publishSoon(authorityId);
            }
        } catch (ClmException unavailable) {
            if (!Outage.tells(unavailable)) {
                LOG.warn("the lists of authority {} are left to the job: {}", authorityId, unavailable.code());
            }
        }
    }

    private List<DueList> due(UUID authorityId, Duration within) {
        return secure.inServiceRole(
                "find lists that are due", tx -> publications.due(tx, authorityId, rules, within, LISTS_A_ROUND));
    }

    private void publishOrLeave(DueList list) {
        CrlScope scope = list.scope();
        try {
            publish(list);
        } catch (RuntimeException failure) {
            // Whatever is wrong with one authority must not keep the lists of the others from being published.
            String reason = failure instanceof ClmException known
                    ? known.code().name()
                    : failure.getClass().getSimpleName();
            if (!Outage.tells(failure)) {
                LOG.error("list {} of authority {} was not published: {}", scope.shard(), scope.authorityId(), reason);
            }
            if (!isPassing(failure)) {
                noteSigningFailed(scope.authorityId());
            }
        }
    }

    /** A database is away, one is fenced, or clocks differ. Whatever else it is, this authority signs no list until somebody looks. */
    private static boolean isPassing(RuntimeException failure) {
        return failure instanceof ClmException known && known.code().kind() == ErrorKind.UNAVAILABLE;
    }

    /** For health and metrics; the next list that is stored takes it back (requirement R3). */
    private void noteSigningFailed(UUID authorityId) {
        try {
            secure.inServiceRole(REASON, tx -> authorities.noteSigningFailed(tx, authorityId));
        } catch (ClmException unavailable) {
            LOG.debug("noted the next time: {}", unavailable.getMessage());
        }
    }

    /** Publishes now, due or not, unless another instance does or the clocks differ. */
    public void publish(CrlScope scope) {
        publish(new DueList(scope, false));
    }

    /** Where it is large and this instance makes another large one, it stays due, and nothing is claimed. */
    private void publish(DueList list) {
        if (!reading.isAllowed()) {
            return;
        }
        if (!list.isLarge()) {
            claimAndPublish(list.scope());
        } else if (oneLargeList.tryLock()) {
            try {
                claimAndPublish(list.scope());
            } finally {
                oneLargeList.unlock();
            }
        }
    }

    private void claimAndPublish(CrlScope scope) {
        if (!secure.inServiceRole(REASON, tx -> publications.claim(tx, scope, LEASE))) {
            return;
        }
        boolean done = false;
        try {
            describeOld(scope.authorityId());
            store(read(scope));
            done = true;
        } finally {
            if (!done) {
                secure.inServiceRole(REASON, tx -> publications.release(tx, scope, PAUSE));
            }
        }
    }

    private DraftCrl read(CrlScope scope) {
        for (int i = 0; i < NUMBERS_A_LIST; i++) {
            long number = secure.inServiceRole(REASON, tx -> publications.drawNumber(tx, scope.authorityId()));
            Optional<DraftCrl> draft = secure.inServiceRole(REASON, tx -> reading.read(tx, scope, number));
            if (draft.isPresent()) {
                return draft.get();
            }
        }
        throw ClmException.of(ErrorCode.UNAVAILABLE, "other lists of the authority take all numbers");
    }

    private void store(DraftCrl draft) {
        CertificateRevocationList crl = draft.sign(vault);
        try {
            secure.inServiceRole(REASON, tx -> {
                storing.store(tx, draft, crl);
                return draft;
            });
        } catch (StoreCrl.LaterListStored later) {
            LOG.info("list {} of authority {}: {}", crl.crlNumber(), crl.scope().authorityId(), later.getMessage());
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
}
