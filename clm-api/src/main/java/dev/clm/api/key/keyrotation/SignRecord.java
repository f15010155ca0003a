package dev.clm.api.key.keyrotation;

import dev.clm.api.coordination.relay.IssuedEvent;
import dev.clm.api.coordination.relay.OutboxRelay;
import dev.clm.common.coordination.CertificateStatus;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.core.inventory.metadata.CertificateAnnotations;
import dev.clm.pki.certificate.CertificateFacts;
import dev.clm.pki.certificate.CertificateType;
import dev.clm.pki.certificate.EncodedCertificate;
import dev.clm.pki.certificate.SignedCertificate;
import dev.clm.pki.cms.RecordCertificate;
import dev.clm.pki.cms.RecordSignature;
import dev.clm.pki.encoding.PemEncoding;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.SubjectKeyGenerator;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.pki.request.CertificateRequestBuilder;
import dev.clm.pki.request.SubjectName;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.certificate.issued.IssuedCertificates;
import dev.clm.secure.certificate.issued.NewCertificate;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.keyrotation.KeyRotation;
import dev.clm.secure.key.keyrotation.KeyRotationRepository;
import dev.clm.secure.key.keyrotation.RotationStateRepository;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.SealedPrivateKey;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.springframework.stereotype.Service;

/** Signs an organization's completion records with a key that is made at its first rotation and stored like every other. */
@Service
class SignRecord {
    private static final Duration LEFT = Duration.ofDays(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecureDatabase secure;
    private final KeyRotationRepository rotations;
    private final RotationStateRepository states;
    private final CertificateRepository certificates;
    private final IssuedCertificates issued;
    private final PrivateKeyVault vault;
    private final OutboxRelay<SecureTransaction> relay;
    private final Clock clock;
    private final PrivateKeyRepository privateKeys = new PrivateKeyRepository();

    SignRecord(
            SecureDatabase secure,
            KeyRotationRepository rotations,
            RotationStateRepository states,
            CertificateRepository certificates,
            IssuedCertificates issued,
            PrivateKeyVault vault,
            OutboxRelay<SecureTransaction> relay,
            Clock clock) {
        this.secure = secure;
        this.rotations = rotations;
        this.states = states;
        this.certificates = certificates;
        this.issued = issued;
        this.vault = vault;
        this.relay = relay;
        this.clock = clock;
    }

    /** The certificate whose key is to sign, with the key as it rests. */
    record RecordSigner(Certificate certificate, SealedPrivateKey key) {}

    /** Finds or makes the signer, and notes it with the rotation. */
    RecordSigner signerOf(KeyRotation rotation) {
        Optional<RecordSigner> known = secure.inTransaction(rotation.organizationId(), tx -> {
            Optional<RecordSigner> last = rotations
                    .lastRecordCertificate(tx, rotation.organizationId())
                    .flatMap(id -> usable(tx, id));
            last.ifPresent(signer -> states.setRecordCertificate(
                    tx, rotation.id(), signer.certificate().id()));
            return last;
        });
        return known.orElseGet(() -> make(rotation));
    }

    byte[] sign(RecordSigner signer, byte[] record) {
        X509CertificateHolder certificate =
                PemEncoding.certificates(signer.certificate().encoded().pem()).get(0);
        return vault.use(signer.key(), pkcs8 -> RecordSignature.sign(record, pkcs8, certificate));
    }

    private Optional<RecordSigner> usable(SecureTransaction tx, UUID certificateId) {
        return certificates
                .find(tx, certificateId)
                .filter(certificate -> certificate.state().status() == CertificateStatus.ACTIVE)
                .filter(certificate ->
                        certificate.content().notAfter().isAfter(clock.instant().plus(LEFT)))
                .flatMap(certificate -> privateKeys
                        .findByCertificateId(tx, certificateId)
                        .map(key -> new RecordSigner(certificate, key.sealed())));
    }

    /** No quota counts it: a rotation must be able to end. */
    private RecordSigner make(KeyRotation rotation) {
        Actor system = Actor.system(rotation.organizationId());
        SubjectKeyPair pair = SubjectKeyGenerator.generate(KeySpec.ecdsa(NamedCurve.P_256));
        Certificate certificate = certificate(system, pair);
        StoredPrivateKey key = StoredPrivateKey.seal(vault, system, certificate.id(), pair, false);
        NewCertificate signer = new NewCertificate(
                system,
                certificate,
                CertificateRequestBuilder.build(
                        SubjectName.of(Map.of("common_name", RecordCertificate.COMMON_NAME)), List.of(), pair),
                RecordCertificate.VALIDITY_DAYS,
                key,
                IssuedEvent.of(certificate, CertificateAnnotations.NONE),
                Optional.empty(),
                OptionalInt.empty());
        secure.useTransaction(rotation.organizationId(), tx -> {
            issued.store(tx, signer).orRefuse();
            states.setRecordCertificate(tx, rotation.id(), certificate.id());
        });
        relay.deliverNow(certificate.id());
        return new RecordSigner(certificate, key.sealed());
    }

    private Certificate certificate(Actor system, SubjectKeyPair pair) {
        Instant now = clock.instant();
        SignedCertificate signed = RecordCertificate.selfSigned(
                pair, system.organizationId().toString(), now.truncatedTo(ChronoUnit.SECONDS), RANDOM);
        return Certificate.issued(
                Identifiers.next(),
                system.organizationId(),
                CertificateType.LEAF,
                CertificateFacts.of(signed, RecordCertificate.COMMON_NAME, "[]", pair.publicKey()),
                EncodedCertificate.of(signed, List.of()),
                new Certificate.Origin(null, system.userId(), system.userId(), null, null),
                now);
    }
}
