package dev.clm.api.certificate.revocation;

import dev.clm.common.error.ClmException;
import dev.clm.pki.certificate.IssuerCertificate;
import dev.clm.pki.certificate.PublicationUrls;
import dev.clm.pki.certificate.Signatures;
import dev.clm.pki.crl.CrlBuilder;
import dev.clm.pki.crl.ListedRevocation;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CertificateRevocationList;
import dev.clm.secure.certificate.authority.CertificateRevocationListRepository;
import dev.clm.secure.certificate.revocation.RevocationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Publishes full CRLs (RFC 5280, section 5): read, sign with no transaction open, store if no other instance was quicker.
 * What is missed here, after a crash say, the job that looks for due authorities publishes.
 */
@Service
public class PublishCrl {
    private static final Duration RENEWAL_MARGIN = Duration.ofDays(6);

    private static final Logger LOG = LoggerFactory.getLogger(PublishCrl.class);
    private static final String REASON = "publish the CRL of an authority";
    private static final Duration EXPIRED_STAY_LISTED = Duration.ofDays(1);
    private static final int ATTEMPTS = 5;
    private static final int AUTHORITIES_A_ROUND = 100;

    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final CertificateRevocationListRepository lists;
    private final RevocationRepository revocations;
    private final PrivateKeyRepository privateKeys;
    private final PrivateKeyVault vault;
    private final Executor executor;
    private final Clock clock;
    private final Set<UUID> queued = ConcurrentHashMap.newKeySet();

    public PublishCrl(
            SecureDatabase secure,
            CertificateAuthorityRepository authorities,
            CertificateRevocationListRepository lists,
            RevocationRepository revocations,
            PrivateKeyRepository privateKeys,
            PrivateKeyVault vault,
            @Qualifier("backgroundWork") Executor backgroundWork,
            Clock clock) {
        this.secure = secure;
        this.authorities = authorities;
        this.lists = lists;
        this.revocations = revocations;
        this.privateKeys = privateKeys;
        this.vault = vault;
        this.executor = backgroundWork;
        this.clock = clock;
    }

    /** In the background; calls for one authority that come while its CRL waits are one. */
    public void publishSoon(UUID authorityId) {
        if (queued.add(authorityId)) {
            executor.execute(() -> {
                queued.remove(authorityId);
                publishOrLeave(authorityId);
            });
        }
    }

    /** The job: authorities with revocations not listed yet, and CRLs that run out. Answers how many were due. */
    public int publishDue() {
        Instant now = clock.instant();
        List<UUID> due = secure.inServiceRole(
                "find authorities whose CRL is due",
                tx -> lists.authoritiesDue(
                        tx, now.plus(RENEWAL_MARGIN), now.minus(EXPIRED_STAY_LISTED), AUTHORITIES_A_ROUND));
        due.forEach(this::publishOrLeave);
        return due.size();
    }

    /** Publishes now, following whatever other instances publish meanwhile. */
    public void publish(UUID authorityId) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Draft draft = secure.inServiceRole(REASON, tx -> read(tx, authorityId));
            byte[] der = sign(draft);
            if (secure.inServiceRole(REASON, tx -> store(tx, draft, der))) {
                return;
            }
        }
        LOG.warn("authority {}: other instances kept publishing CRLs", authorityId);
    }

    private void publishOrLeave(UUID authorityId) {
        try {
            publish(authorityId);
        } catch (RuntimeException failure) {
            // Whatever is wrong with one authority must not keep the CRLs of the others from being published.
            String reason = failure instanceof ClmException known
                    ? known.code().name()
                    : failure.getClass().getSimpleName();
            LOG.error("the CRL of authority {} was not published: {}", authorityId, reason);
        }
    }

    private Draft read(SecureTransaction tx, UUID authorityId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        long number = lists.lockLastNumber(tx, authorityId) + 1;
        CertificateAuthority authority = authorities
                .find(tx, authorityId)
                .orElseThrow(() -> new IllegalStateException("authority " + authorityId + " is gone"));
        StoredPrivateKey key = privateKeys
                .findByCertificateId(tx, authority.certificateId())
                .orElseThrow(() -> new IllegalStateException("authority " + authorityId + " has no key"));
        List<ListedRevocation> entries = revocations.listedFor(tx, authorityId, now.minus(EXPIRED_STAY_LISTED));
        return new Draft(authority, key, number, now, entries);
    }

    private byte[] sign(Draft draft) {
        CrlBuilder crl = new CrlBuilder(
                        draft.issuer(),
                        draft.number(),
                        draft.thisUpdate(),
                        draft.thisUpdate().plus(CrlBuilder.VALIDITY))
                .addAll(draft.entries().stream().map(ListedRevocation::entry));
        return vault.use(
                draft.key().sealed(), pkcs8 -> crl.sign((algorithm, tbs) -> Signatures.sign(pkcs8, algorithm, tbs)));
    }

    private boolean store(SecureTransaction tx, Draft draft, byte[] der) {
        CertificateRevocationList crl = new CertificateRevocationList(
                draft.authority().id(),
                draft.number(),
                draft.thisUpdate(),
                draft.thisUpdate().plus(CrlBuilder.VALIDITY),
                draft.entries().size(),
                der);
        boolean stored = lists.insertNext(tx, draft.authority().organizationId(), crl);
        if (stored) {
            revocations.markListed(
                    tx,
                    draft.entries().stream().map(ListedRevocation::revocationId).toList(),
                    draft.number());
        }
        return stored;
    }

    private record Draft(
            CertificateAuthority authority,
            StoredPrivateKey key,
            long number,
            Instant thisUpdate,
            List<ListedRevocation> entries) {

        IssuerCertificate issuer() {
            return IssuerCertificate.of(authority.encoded().path(), PublicationUrls.NONE);
        }
    }
}
