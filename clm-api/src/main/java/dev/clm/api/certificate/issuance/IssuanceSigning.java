package dev.clm.api.certificate.issuance;

import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.certificate.CertificateBuilder;
import dev.clm.pki.certificate.CertificateContent;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.LintedCertificate;
import dev.clm.pki.certificate.SignedCertificate;
import dev.clm.pki.publickey.SubjectKeyGenerator;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.pki.publickey.SubjectPublicKey;
import dev.clm.pki.request.CertificateRequestBuilder;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.pki.request.SubjectAlternativeNames;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Step 5 of issuance, in memory: make the key where the service makes it, build, lint, sign, seal. */
@Service
public class IssuanceSigning {
    private final CertificateBuilder builder;
    private final Issuers issuers;
    private final PrivateKeyVault vault;
    private final Clock clock;

    public IssuanceSigning(CertificateBuilder builder, Issuers issuers, PrivateKeyVault vault, Clock clock) {
        this.builder = builder;
        this.issuers = issuers;
        this.vault = vault;
        this.clock = clock;
    }

    /** What step 5 made, before it is given rows. `privateKey` is null where the key came in a CSR. */
    record Signed(Certificate certificate, CertificateSigningRequest csr, StoredPrivateKey privateKey) {}

    Signed sign(Actor actor, CheckedRequest order, Issuer issuer, UUID policyId, UUID workflowId) {
        UUID id = Identifiers.next();
        CertificateSigningRequest csr = order.csr();
        StoredPrivateKey privateKey = null;
        if (csr == null) {
            SubjectKeyPair pair = SubjectKeyGenerator.generate(order.keyToMake());
            csr = CertificateRequestBuilder.build(order.subject(), order.names(), pair);
            privateKey = StoredPrivateKey.seal(vault, actor, id, pair, order.exportable());
        }
        SignedCertificate signed = issuers.sign(issuer, lint(order, issuer, csr.publicKey()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String commonName = order.commonName();
        Certificate certificate = new Certificate(
                id,
                actor.organizationId(),
                DisplayName.of(commonName),
                order.type(),
                CertificateFacts.of(signed, commonName, SubjectAlternativeNames.toJson(order.names()), csr.publicKey()),
                signed.pem(),
                signed.der(),
                issuer.certificate().chainPem(),
                issuer.authority().id(),
                order.ownerUserId(),
                actor.userId(),
                policyId,
                workflowId,
                Certificate.State.issued(now));
        return new Signed(certificate, csr, privateKey);
    }

    /** The lints of a certificate that is not to be signed: the what-if, and the first half of signing. */
    LintedCertificate lint(CheckedRequest order, Issuer issuer, SubjectPublicKey key) {
        return builder.issuedBy(
                issuer.certificate(),
                CertificateContent.endEntity(
                        order.type(),
                        order.subject().toX500Name(),
                        order.names().isEmpty() ? null : SubjectAlternativeNames.toGeneralNames(order.names()),
                        key.info(),
                        key.keyIdentifier(),
                        order.validityDays()),
                clock.instant());
    }
}
