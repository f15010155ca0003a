package dev.clm.api.certificate.revocation;

import dev.clm.api.config.Settings;
import dev.clm.api.coordination.clock.DatabaseClocks;
import dev.clm.pki.certificate.IssuerCertificate;
import dev.clm.pki.certificate.PublicationUrls;
import dev.clm.pki.crl.CrlBuilder;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.certificate.authority.CrlScope;
import dev.clm.secure.certificate.authority.DeltaBases;
import dev.clm.secure.certificate.authority.PublicationState;
import dev.clm.secure.certificate.revocation.ListedRevocationRepository;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.masterkey.KeyUnusable;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Reads the entries of one list, all of one snapshot and one by one, into its builder. Locks nothing. */
@Service
public class ReadCrl {
    private final CertificateAuthorityRepository authorities;
    private final CrlPublicationRepository publications;
    private final ListedRevocationRepository revocations;
    private final PrivateKeyRepository privateKeys;
    private final String publicUrl;
    private final int largeList;
    private final Duration codeSigningKept;
    private final DatabaseClocks clocks;

    public ReadCrl(
            CertificateAuthorityRepository authorities,
            CrlPublicationRepository publications,
            ListedRevocationRepository revocations,
            PrivateKeyRepository privateKeys,
            Settings settings,
            RevocationSettings rules,
            DatabaseClocks clocks) {
        this.authorities = authorities;
        this.publications = publications;
        this.revocations = revocations;
        this.privateKeys = privateKeys;
        this.publicUrl = settings.http().publicUrl().toString();
        this.largeList = rules.largeList();
        this.codeSigningKept = rules.codeSigningKept();
        this.clocks = clocks;
    }

    /** Asked before a list is claimed, too, so that nothing is claimed in vain. */
    boolean isAllowed() {
        return clocks.fault().isEmpty();
    }

    /**
     * In a transaction of its own, after the one that drew the number. Empty where the snapshot shows that another list of the
     * authority has drawn a later one: that list may know less, and relying parties take the later number for the later word. Of
     * any two lists that are read, the one with the later number drew it after the other's snapshot, and so has the later snapshot.
     * The times are those after everything that was waited for; while the clocks differ there are none (T7).
     */
    Optional<DraftCrl> read(SecureTransaction tx, CrlScope scope, long number) {
        clocks.requireAgreement();
        PublicationState state = publications.freeze(tx, scope);
        return state.lastNumber() == number ? Optional.of(read(tx, scope, number, state)) : Optional.empty();
    }

    private DraftCrl read(SecureTransaction tx, CrlScope scope, long number, PublicationState state) {
        CertificateAuthority authority = authorities
                .find(tx, scope.authorityId())
                .orElseThrow(() -> new IllegalStateException("authority " + scope.authorityId() + " is gone"));
        StoredPrivateKey key =
                privateKeys.findByCertificateId(tx, authority.certificateId()).orElseThrow(KeyUnusable::uniform);
        Instant now = tx.now().truncatedTo(ChronoUnit.SECONDS);
        Instant thisUpdate = latest(now.minus(CrlBuilder.BACKDATE), state.thisUpdate());
        Instant nextUpdate = now.plus(CrlBuilder.VALIDITY);
        CrlBuilder crl = new CrlBuilder(issuer(authority), number, thisUpdate, nextUpdate).expect(state.entryCount());
        readEntries(tx, scope, state, thisUpdate, crl);
        describe(crl, scope, authority.name());
        return new DraftCrl(scope, authority.organizationId(), state, crl, key, number, thisUpdate, nextUpdate);
    }

    private void readEntries(
            SecureTransaction tx, CrlScope scope, PublicationState state, Instant thisUpdate, CrlBuilder crl) {
        if (scope.isDelta()) {
            DeltaBases.Base base = state.bases().since(state.changeNumber(), largeList);
            crl.delta(base.crlNumber());
            revocations.eachChanged(tx, scope.authorityId(), base.coveredChange(), crl::add);
        } else {
            Instant settled = state.settledAt(thisUpdate);
            revocations.eachListed(
                    tx,
                    scope.authorityId(),
                    scope.shard(),
                    settled,
                    settled == null ? null : settled.minus(codeSigningKept),
                    crl::add);
        }
    }

    private void describe(CrlBuilder crl, CrlScope scope, String name) {
        if (scope.isShard()) {
            crl.shard(PublicationUrls.shardOf(publicUrl, name, scope.shard()));
        }
        if (scope.isFull() && crl.entryCount() >= largeList) {
            crl.freshestAt(PublicationUrls.deltaOf(publicUrl, name));
        }
    }

    private static IssuerCertificate issuer(CertificateAuthority authority) {
        return IssuerCertificate.of(authority.encoded().path(), PublicationUrls.NONE);
    }

    /** The times of an authority's lists never go back. */
    private static Instant latest(Instant one, Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }
}
