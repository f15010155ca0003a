package dev.clm.api.certificate.authority;

import dev.clm.api.certificate.issuance.Issuer;
import dev.clm.api.certificate.issuance.Issuers;
import dev.clm.api.certificate.issuance.MakeKeyPair;
import dev.clm.api.coordination.clock.DatabaseClocks;
import dev.clm.api.coordination.relay.IssuedEvent;
import dev.clm.common.field.Json;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.pki.certificate.CertificateBuilder;
import dev.clm.pki.certificate.CertificateContent;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.EncodedCertificate;
import dev.clm.pki.certificate.IssuerCertificate;
import dev.clm.pki.certificate.PublicationUrls;
import dev.clm.pki.certificate.Signatures;
import dev.clm.pki.certificate.SignedCertificate;
import dev.clm.pki.crl.CrlBuilder;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.pki.request.CertificateRequestBuilder;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateRevocationList;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.NewCertificate;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.stereotype.Service;

/** Makes an authority's key, certificate and first, empty CRL in memory. Its key is never exportable. */
@Service
public class SignAuthority {
    private final CertificateBuilder builder;
    private final Issuers issuers;
    private final PrivateKeyVault vault;
    private final MakeKeyPair keyPairs;
    private final DatabaseClocks clocks;
    private final Clock clock;

    public SignAuthority(
            CertificateBuilder builder,
            Issuers issuers,
            PrivateKeyVault vault,
            MakeKeyPair keyPairs,
            DatabaseClocks clocks,
            Clock clock) {
        this.builder = builder;
        this.keyPairs = keyPairs;
        this.issuers = issuers;
        this.vault = vault;
        this.clocks = clocks;
        this.clock = clock;
    }

    /** Everything that is to be stored for one authority. */
    record Signed(CertificateAuthority authority, NewCertificate certificate, CertificateRevocationList crl) {}

    Signed sign(Actor actor, CheckedAuthority wanted, OptionalInt maximumCertificates) {
        clocks.requireAgreement();
        Issuer issuer = wanted.issuerId() == null ? null : issuers.issuer(actor, wanted.issuerId());
        SubjectKeyPair pair = keyPairs.make(wanted.key());
        Certificate certificate = certificate(actor, wanted, pair, issuer);
        CertificateAuthority authority = new CertificateAuthority(
                Identifiers.next(),
                actor.organizationId(),
                wanted.name(),
                certificate.id(),
                issuer == null ? null : issuer.authority().certificateId(),
                wanted.pathLength(),
                wanted.type(),
                wanted.commonName(),
                certificate.encoded(),
                wanted.constraints().members().isEmpty()
                        ? null
                        : Json.write(wanted.constraints().members()),
                true,
                wanted.isDefault());
        return new Signed(
                authority,
                new NewCertificate(
                        actor,
                        certificate,
                        CertificateRequestBuilder.build(wanted.subject(), List.of(), pair),
                        wanted.validityDays(),
                        StoredPrivateKey.ofAuthority(vault, actor, certificate.id(), pair),
                        IssuedEvent.of(certificate, CertificateAnnotations.NONE),
                        Optional.empty(),
                        maximumCertificates),
                firstCrl(authority, pair));
    }

    private Certificate certificate(Actor actor, CheckedAuthority wanted, SubjectKeyPair pair, Issuer issuer) {
        SignedCertificate signed = sign(actor, wanted, pair, issuer);
        return Certificate.issued(
                Identifiers.next(),
                actor.organizationId(),
                wanted.type(),
                CertificateFacts.of(signed, wanted.commonName(), "[]", pair.publicKey()),
                EncodedCertificate.of(
                        signed,
                        issuer == null ? List.of() : issuer.certificate().chainPem()),
                new Certificate.Origin(
                        issuer == null ? null : issuer.authority().id(), actor.userId(), actor.userId(), null, null),
                clock.instant());
    }

    private SignedCertificate sign(Actor actor, CheckedAuthority wanted, SubjectKeyPair pair, Issuer issuer) {
        CertificateContent content = CertificateContent.authority(
                wanted.type(),
                wanted.subject().toX500Name(),
                pair.publicKey().info(),
                pair.publicKey().keyIdentifier(),
                wanted.validityDays(),
                wanted.pathLength(),
                wanted.constraints().extension());
        return issuer == null
                ? builder.selfSigned(content, clock.instant())
                        .sign((algorithm, tbs) -> Signatures.sign(pair.privateKey(), algorithm, tbs))
                : issuers.sign(actor, issuer, builder.issuedBy(issuer.certificate(), content, clock.instant()));
    }

    private CertificateRevocationList firstCrl(CertificateAuthority authority, SubjectKeyPair pair) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(CrlBuilder.BACKDATE);
        Instant next = now.plus(CrlBuilder.VALIDITY);
        IssuerCertificate issuer = IssuerCertificate.of(authority.encoded().path(), PublicationUrls.NONE);
        byte[] der = new CrlBuilder(issuer, 1, now, next)
                .sign((algorithm, tbs) -> Signatures.sign(pair.privateKey(), algorithm, tbs));
        return new CertificateRevocationList(authority.id(), 1, now, next, 0, der);
    }
}
