package dev.clm.api.certificate.issuance;

import dev.clm.api.coordination.relay.IssuedEvent;
import dev.clm.common.field.Json;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.core.policy.policy.Policy;
import dev.clm.core.policy.workflow.Workflow;
import dev.clm.pki.certificate.CertificateBuilder;
import dev.clm.pki.certificate.CertificateContent;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.EncodedCertificate;
import dev.clm.pki.certificate.LintedCertificate;
import dev.clm.pki.certificate.SignedCertificate;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.pki.publickey.SubjectPublicKey;
import dev.clm.pki.request.CertificateRequestBuilder;
import dev.clm.pki.request.CertificateSigningRequest;
import dev.clm.pki.request.SubjectAlternativeNames;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.NewCertificate;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Step 5 of issuance: make the key where the service makes it, build, lint, sign, seal. */
@Service
public class SignCertificate {
    private final CertificateBuilder builder;
    private final Issuers issuers;
    private final PrivateKeyVault vault;
    private final MakeKeyPair keyPairs;
    private final Clock clock;

    public SignCertificate(
            CertificateBuilder builder, Issuers issuers, PrivateKeyVault vault, MakeKeyPair keyPairs, Clock clock) {
        this.builder = builder;
        this.issuers = issuers;
        this.vault = vault;
        this.keyPairs = keyPairs;
        this.clock = clock;
    }

    NewCertificate sign(Actor actor, CheckedRequest request, Issuer issuer, PolicyDecision decision) {
        UUID id = Identifiers.next();
        CertificateSigningRequest csr = request.key().csr();
        StoredPrivateKey privateKey = null;
        if (csr == null) {
            SubjectKeyPair pair = keyPairs.make(request.key().toMake());
            csr = CertificateRequestBuilder.build(request.subject(), request.names(), pair);
            privateKey =
                    StoredPrivateKey.seal(vault, actor, id, pair, request.key().terms());
        }
        SignedCertificate signed = issuers.sign(actor, issuer, lint(request, issuer, csr.publicKey()));
        Certificate certificate = Certificate.issued(
                id,
                actor.organizationId(),
                request.type(),
                CertificateFacts.of(signed, request.commonName(), Json.write(request.names()), csr.publicKey()),
                EncodedCertificate.of(signed, issuer.certificate().chainPem()),
                new Certificate.Origin(
                        issuer.authority().id(),
                        request.references().owner(),
                        actor.userId(),
                        decision.governing().map(Policy::id).orElse(null),
                        decision.references().workflow().map(Workflow::id).orElse(null)),
                clock.instant());
        return new NewCertificate(
                actor,
                certificate,
                csr,
                request.validityDays(),
                privateKey,
                IssuedEvent.of(certificate, request.annotations()),
                Optional.empty(),
                decision.references().maximumCertificates());
    }

    /** The lints of a certificate that is not to be signed: the what-if, and the first half of signing. */
    LintedCertificate lint(CheckedRequest request, Issuer issuer, SubjectPublicKey key) {
        return builder.issuedBy(
                issuer.certificate(),
                CertificateContent.endEntity(
                        request.type(),
                        request.subject().toX500Name(),
                        request.names().isEmpty() ? null : SubjectAlternativeNames.toGeneralNames(request.names()),
                        key.info(),
                        key.keyIdentifier(),
                        request.validityDays()),
                clock.instant());
    }
}
