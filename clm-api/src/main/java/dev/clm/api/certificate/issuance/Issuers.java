package dev.clm.api.certificate.issuance;

import dev.clm.api.config.Settings;
import dev.clm.api.coordination.clock.DatabaseClocks;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.pki.certificate.IssuerCertificate;
import dev.clm.pki.certificate.LintedCertificate;
import dev.clm.pki.certificate.PublicationUrls;
import dev.clm.pki.certificate.Signatures;
import dev.clm.pki.certificate.SignedCertificate;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateAuthorityRepository;
import dev.clm.secure.certificate.authority.CrlPublicationRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyUses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Finds the authority that is to issue, and signs with its key. What it found is kept for seconds, sealed: step 6 locks the
 * authority and checks again that it is in force. Any thread may ask, with no transaction open; what is kept ends with the process.
 */
@Service
public class Issuers {
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final UUID DEFAULT = new UUID(0, 0);

    private final SecureDatabase secure;
    private final CertificateAuthorityRepository authorities;
    private final CrlPublicationRepository publications;
    private final PrivateKeyRepository privateKeys;
    private final PrivateKeyUses keyUses;
    private final String publicUrl;
    private final DatabaseClocks clocks;
    private final Clock clock;
    private final ConcurrentMap<Key, Kept> kept = new ConcurrentHashMap<>();

    public Issuers(
            SecureDatabase secure,
            CertificateAuthorityRepository authorities,
            CrlPublicationRepository publications,
            PrivateKeyRepository privateKeys,
            PrivateKeyUses keyUses,
            Settings settings,
            DatabaseClocks clocks,
            @Qualifier("steadyClock") Clock clock) {
        this.secure = secure;
        this.authorities = authorities;
        this.publications = publications;
        this.privateKeys = privateKeys;
        this.keyUses = keyUses;
        this.publicUrl = settings.http().publicUrl().toString();
        this.clocks = clocks;
        this.clock = clock;
    }

    /**
     * `issuerId` is the id of the authority's certificate; null for the organization's default issuer. Nobody issues
     * while the clocks differ: what is signed then, and what is checked before, would be dated wrongly (T7).
     */
    public Issuer issuer(Actor actor, UUID issuerId) {
        clocks.requireAgreement();
        Key key = new Key(actor.organizationId(), issuerId == null ? DEFAULT : issuerId);
        Instant now = clock.instant();
        Kept known = kept.get(key);
        if (known == null || !known.until().isAfter(now)) {
            known = new Kept(load(actor, issuerId), now.plus(KEPT));
            kept.values().removeIf(old -> !old.until().isAfter(now));
            kept.put(key, known);
        }
        return known.issuer();
    }

    /** Signs with the issuer's key, which is plain only inside this call (K5), where its access policy allows it to the actor. */
    public SignedCertificate sign(Actor actor, Issuer issuer, LintedCertificate certificate) {
        try {
            return keyUses.sign(
                    actor,
                    issuer.key(),
                    pkcs8 -> certificate.sign((algorithm, tbs) -> Signatures.sign(pkcs8, algorithm, tbs)));
        } catch (ClmException failure) {
            forget(issuer);
            if (failure.code() == ErrorCode.KEY_UNUSABLE) {
                secure.useTransaction(
                        issuer.authority().organizationId(),
                        tx -> authorities.noteSigningFailed(
                                tx, issuer.authority().id()));
            }
            throw failure;
        }
    }

    /** After the authority turned out to have changed. */
    void forget(Issuer issuer) {
        kept.values().removeIf(entry -> entry.issuer().equals(issuer));
    }

    /** After the organization chose another; other instances ask again within seconds. */
    public void forgetDefault(OrganizationId organization) {
        kept.remove(new Key(organization, DEFAULT));
    }

    /** After a change of what their keys may be used for; other instances ask again within seconds. */
    public void forgetAll(OrganizationId organization) {
        kept.keySet().removeIf(key -> key.organization().equals(organization));
    }

    /** Of the authority itself. */
    public PublicationUrls urls(String authorityName) {
        return PublicationUrls.of(publicUrl, authorityName, 0);
    }

    private Issuer load(Actor actor, UUID issuerId) {
        return secure.inTransaction(actor, tx -> {
            Optional<CertificateAuthority> found =
                    issuerId == null ? authorities.findDefaultIssuer(tx) : authorities.findByCertificate(tx, issuerId);
            return issuer(tx, found.orElseThrow(() -> noIssuer(issuerId)), issuerId != null);
        });
    }

    private Issuer issuer(SecureTransaction tx, CertificateAuthority authority, boolean named) {
        if (!authorities.isInForceUpToRoot(tx, authority)) {
            throw ClmException.invalid(
                    "issuer_id",
                    "not_in_force",
                    (named ? "the authority" : "the organization's default issuer")
                            + ", or one above it, is revoked, on hold, expired or deleted");
        }
        return new Issuer(
                authority,
                IssuerCertificate.of(
                        authority.encoded().path(),
                        PublicationUrls.of(publicUrl, authority.name(), publications.openShard(tx, authority.id()))),
                privateKeys
                        .findByCertificateId(tx, authority.certificateId())
                        .orElseThrow(() -> ClmException.of(
                                ErrorCode.STATE_CONFLICT, "the service does not hold the authority's key")));
    }

    private static ClmException noIssuer(UUID issuerId) {
        return issuerId == null
                ? ClmException.invalid(
                        "issuer_id",
                        "required",
                        "the organization has no default issuer: name an authority, or make one the default")
                : ClmException.invalid("issuer_id", "invalid_reference", "there is no such authority");
    }

    private record Key(OrganizationId organization, UUID issuerId) {}

    private record Kept(Issuer issuer, Instant until) {}
}
