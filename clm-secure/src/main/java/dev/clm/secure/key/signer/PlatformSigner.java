package dev.clm.secure.key.signer;

import dev.clm.common.audit.AuditCategory;
import dev.clm.common.audit.AuditEntry;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.identifier.Identifiers;
import dev.clm.common.identifier.Sha256;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.certificate.SignedCertificate;
import dev.clm.pki.cms.RecordSignature;
import dev.clm.pki.cms.SignerCertificate;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.NamedCurve;
import dev.clm.pki.publickey.SubjectKeyGenerator;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.secure.auditlog.SecureAuditLog;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.DataKey;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.GcmCiphertext;
import dev.clm.secure.key.masterkey.KeyUnusable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Signs for the platform, outside tenants (K7): completion records of rotations. Its key and certificate are made when they
 * are first needed, and made anew where they no longer open or run out, so that no record waits for a repair. Call it with no
 * transaction open.
 */
public final class PlatformSigner {
    private static final String REASON = "use the platform's signer";
    private static final Duration LEFT = Duration.ofDays(30);

    private final SecureDatabase database;
    private final DataKeyRing ring;
    private final SecureRandom random = new SecureRandom();
    private final PlatformSignerRepository signers = new PlatformSignerRepository();
    private final SecureAuditLog auditLog = new SecureAuditLog();

    public PlatformSigner(SecureDatabase database, DataKeyRing ring) {
        this.database = database;
        this.ring = ring;
    }

    /** The one in use, which was seen to open; its data key is loaded. */
    public Signer current() {
        Optional<Signer> known = database.inServiceRole(REASON, signers::findActive);
        if (known.filter(this::isUsable).isPresent()) {
            return known.get();
        }
        return replace(known);
    }

    public Optional<Signer> find(UUID id) {
        return database.inServiceRole(REASON, tx -> signers.find(tx, id));
    }

    /** CMS SignedData around a record; may be called within a transaction, right after {@link #current}. */
    public byte[] sign(Signer signer, byte[] record) {
        byte[] pkcs8 = open(signer);
        try {
            return RecordSignature.sign(record, pkcs8, new X509CertificateHolder(signer.certificateDer()));
        } catch (IOException e) {
            throw new IllegalStateException("the platform signer's certificate cannot be read");
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private boolean isUsable(Signer signer) {
        if (!signer.notAfter().isAfter(now().plus(LEFT))) {
            return false;
        }
        try {
            Arrays.fill(open(signer), (byte) 0);
            return true;
        } catch (ClmException refused) {
            KeyUnusable.orRethrow(refused);
            return false;
        }
    }

    private Instant now() {
        return database.inServiceRole(REASON, SecureTransaction::now);
    }

    private byte[] open(Signer signer) {
        return ring.platform(signer.encryptionKeyId()).decrypt(signer.ciphertext(), signer.bound());
    }

    private Signer replace(Optional<Signer> old) {
        DataKey key = platformKey();
        UUID id = Identifiers.next();
        SubjectKeyPair pair = SubjectKeyGenerator.generate(KeySpec.ecdsa(NamedCurve.P_256));
        SignedCertificate certificate =
                SignerCertificate.selfSigned(pair, now().truncatedTo(ChronoUnit.SECONDS), random);
        Signer made = sealed(id, key, certificate, pair.pkcs8ForCallerToZero());
        return database.inServiceRole(REASON, tx -> store(tx, old, made));
    }

    private static Signer sealed(UUID id, DataKey key, SignedCertificate certificate, byte[] pkcs8) {
        try {
            byte[] der = certificate.der();
            GcmCiphertext sealed = key.encrypt(pkcs8, AssociatedData.ofPlatformSigner(id, key.id()));
            return new Signer(
                    id,
                    key.id(),
                    der,
                    Sha256.hex(der),
                    certificate.decoded().getNotAfter().toInstant(),
                    sealed.material(),
                    sealed.iv(),
                    sealed.tag());
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Whoever is first: two instances at once must agree on one signer. */
    private Signer store(SecureTransaction tx, Optional<Signer> old, Signer made) {
        boolean replaced = old.isPresent() && signers.replace(tx, old.get().id());
        if (signers.insertIfNoneActive(tx, made)) {
            auditLog.append(
                    tx,
                    AuditEntry.success(
                                    Actor.platform(),
                                    AuditCategory.KEY_ACCESS,
                                    "platform_signer",
                                    made.id(),
                                    replaced ? "replaced" : "created",
                                    null)
                            .ownedBy(null));
            return made;
        }
        return signers.findActive(tx).orElseThrow(PlatformSigner::quicker);
    }

    private DataKey platformKey() {
        try {
            return ring.platform();
        } catch (ClmException refused) {
            KeyUnusable.orRethrow(refused);
            ring.replaceUnusablePlatformKey();
            return ring.platform();
        }
    }

    private static ClmException quicker() {
        return ClmException.of(ErrorCode.UNAVAILABLE, "another instance is replacing the platform's signer");
    }
}
