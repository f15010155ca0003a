package dev.clm.api.certificate.authority;

import dev.clm.api.certificate.issuance.DisplayName;
import dev.clm.api.certificate.issuance.Issuer;
import dev.clm.api.certificate.issuance.Issuers;
import dev.clm.common.error.ClmException;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.certificate.CertificateBuilder;
import dev.clm.pki.certificate.CertificateChain;
import dev.clm.pki.certificate.CertificateContent;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.certificate.IssuerCertificate;
import dev.clm.pki.certificate.PublicationUrls;
import dev.clm.pki.certificate.Signatures;
import dev.clm.pki.certificate.SignedCertificate;
import dev.clm.pki.crl.CrlBuilder;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.SubjectKeyGenerator;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.pki.request.CertificateRequestBuilder;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.pki.request.SubjectName;
import dev.clm.secure.certificate.authority.CertificateAuthority;
import dev.clm.secure.certificate.authority.CertificateRevocationList;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Makes an authority's key, certificate and first, empty CRL in memory. Its key is never exportable. */
@Service
public class AuthoritySigning {
    private final CertificateBuilder builder;
    private final Issuers issuers;
    private final PrivateKeyVault vault;
    private final Clock clock;

    public AuthoritySigning(CertificateBuilder builder, Issuers issuers, PrivateKeyVault vault, Clock clock) {
        this.builder = builder;
        this.issuers = issuers;
        this.vault = vault;
        this.clock = clock;
    }

    /** Everything that is to be stored for one authority; `issuerAuthorityId` is null for a root. */
    record Signed(
            CertificateAuthority authority,
            Certificate certificate,
            CertificateSigningRequest csr,
            StoredPrivateKey privateKey,
            CertificateRevocationList crl,
            String nameConstraints,
            UUID issuerAuthorityId) {}

    Signed sign(Actor actor, CreateAuthorityBody body) {
        AuthorityName.require(body.name());
        SubjectName subject = SubjectName.of(body.subject());
        String commonName = subject.commonName()
                .orElseThrow(() ->
                        ClmException.invalid("subject.common_name", "required", "an authority needs a common name"));
        KeySpec spec = body.key() == null
                ? KeySpec.ecdsa(NamedCurve.P_256)
                : body.key().checked();
        Issuer issuer = body.issuerId() == null ? null : issuers.issuer(actor, body.issuerId());
        CertificateType type = issuer == null ? CertificateType.ROOT : CertificateType.INTERMEDIATE;
        int days = type.validityDays(body.validityDays());
        NameConstraintsOfBody constraints = NameConstraintsOfBody.of(body.nameConstraints());
        if (body.pathLength() != null && (body.pathLength() < 0 || body.pathLength() > 10)) {
            throw ClmException.invalid("path_length", "out_of_range", "must be 0 to 10");
        }
        SubjectKeyPair pair = SubjectKeyGenerator.generate(spec);
        CertificateContent content = CertificateContent.authority(
                type,
                subject.toX500Name(),
                pair.publicKey().info(),
                pair.publicKey().keyIdentifier(),
                days,
                body.pathLength(),
                constraints.extension());
        SignedCertificate signed = issuer == null
                ? builder.selfSigned(content, clock.instant())
                        .sign((algorithm, tbs) -> Signatures.sign(pair.privateKey(), algorithm, tbs))
                : issuers.sign(issuer, builder.issuedBy(issuer.certificate(), content, clock.instant()));
        return rows(actor, body, commonName, type, pair, subject, signed, issuer, constraints.json());
    }

    private Signed rows(
            Actor actor,
            CreateAuthorityBody body,
            String commonName,
            CertificateType type,
            SubjectKeyPair pair,
            SubjectName subject,
            SignedCertificate signed,
            Issuer issuer,
            String constraints) {
        UUID id = Identifiers.next();
        List<String> chain = issuer == null ? List.of() : issuer.certificate().chainPem();
        UUID issuerAuthority = issuer == null ? null : issuer.authority().id();
        Certificate certificate = new Certificate(
                id,
                actor.organizationId(),
                DisplayName.of(commonName),
                type,
                CertificateFacts.of(signed, commonName, "[]", pair.publicKey()),
                signed.pem(),
                signed.der(),
                chain,
                issuerAuthority,
                actor.userId(),
                actor.userId(),
                null,
                null,
                Certificate.State.issued(clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        CertificateAuthority authority = new CertificateAuthority(
                Identifiers.next(),
                actor.organizationId(),
                body.name(),
                id,
                issuer == null ? null : issuer.authority().certificateId(),
                body.pathLength(),
                type,
                commonName,
                certificate.pem(),
                certificate.der(),
                chain,
                true);
        CertificateRevocationList crl = firstCrl(authority, pair);
        CertificateSigningRequest csr = CertificateRequestBuilder.build(subject, List.of(), pair);
        return new Signed(
                authority,
                certificate,
                csr,
                StoredPrivateKey.seal(vault, actor, id, pair, false),
                crl,
                constraints,
                issuerAuthority);
    }

    private CertificateRevocationList firstCrl(CertificateAuthority authority, SubjectKeyPair pair) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant next = now.plus(CrlBuilder.VALIDITY);
        CertificateChain chain = CertificateChain.ofPem(authority.pem() + String.join("", authority.chain()));
        byte[] der = new CrlBuilder(IssuerCertificate.of(chain, PublicationUrls.NONE), 1, now, next)
                .sign((algorithm, tbs) -> Signatures.sign(pair.privateKey(), algorithm, tbs));
        return new CertificateRevocationList(authority.id(), 1, now, next, 0, der);
    }
}
