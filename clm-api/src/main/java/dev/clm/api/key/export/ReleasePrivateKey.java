package dev.clm.api.key.export;

import dev.clm.api.certificate.search.ReadCertificates;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.failpoint.FailPoint;
import dev.clm.common.tenant.Actor;
import dev.clm.common.work.ProcessorWork;
import dev.clm.secure.certificate.issued.Certificate;
import dev.clm.secure.certificate.issued.CertificateRepository;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.privatekey.KeyUse;
import dev.clm.secure.key.privatekey.Passphrase;
import dev.clm.secure.key.privatekey.PrivateKeyExport;
import dev.clm.secure.key.privatekey.PrivateKeyRepository;
import dev.clm.secure.key.privatekey.PrivateKeyUses;
import dev.clm.secure.key.privatekey.PrivateKeyVault;
import dev.clm.secure.key.privatekey.StoredPrivateKey;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Releases an exportable private key under a passphrase (K5) that the format can hold. The audit entry is committed before the key
 * is unsealed, and a refusal is audited too.
 */
@Service
public class ReleasePrivateKey {
    private final SecureDatabase secure;
    private final CertificateRepository certificates;
    private final PrivateKeyRepository privateKeys;
    private final PrivateKeyVault vault;
    private final PrivateKeyUses uses;
    private final ProcessorWork processors;

    public ReleasePrivateKey(
            SecureDatabase secure,
            CertificateRepository certificates,
            PrivateKeyRepository privateKeys,
            PrivateKeyVault vault,
            PrivateKeyUses uses,
            ProcessorWork processors) {
        this.secure = secure;
        this.certificates = certificates;
        this.privateKeys = privateKeys;
        this.vault = vault;
        this.uses = uses;
        this.processors = processors;
    }

    /** How a key may leave. */
    enum Format {
        PKCS12,
        PKCS8
    }

    byte[] release(Actor actor, UUID id, Format format, Passphrase passphrase) {
        if (format == Format.PKCS12) {
            passphrase.requirePrintableAscii();
        }
        FailPoint.reach("export.before", actor.organizationId());
        Decided decided = secure.inTransaction(actor, tx -> decide(tx, actor, id));
        FailPoint.reach("export.after", actor.organizationId());
        try {
            return processors.run(() -> vault.use(decided.use(), pkcs8 -> packed(decided, format, pkcs8, passphrase)));
        } catch (ClmException refused) {
            throw refused.code() == ErrorCode.KEY_UNUSABLE
                            && secure.inTransaction(actor, tx -> privateKeys.findByCertificateId(tx, id))
                                    .isEmpty()
                    ? noKey()
                    : refused;
        }
    }

    private static byte[] packed(Decided decided, Format format, byte[] pkcs8, Passphrase passphrase) {
        Certificate certificate = decided.certificate();
        return switch (format) {
            case PKCS8 -> PrivateKeyExport.pkcs8(pkcs8, passphrase).getBytes(StandardCharsets.US_ASCII);
            case PKCS12 ->
                PrivateKeyExport.pkcs12(
                        pkcs8, certificate.encoded().path().certificates(), certificate.certificateId(), passphrase);
        };
    }

    /** There is none, or it was destroyed since it was looked for. */
    private static ClmException noKey() {
        return ClmException.of(ErrorCode.STATE_CONFLICT, "the service holds no private key of this certificate");
    }

    /** By what stands when the use is audited: whoever changes it is waited for, or waits. */
    private Decided decide(SecureTransaction tx, Actor actor, UUID id) {
        Certificate certificate = certificates.lockShared(tx, id).orElseThrow(ReadCertificates::notFound);
        StoredPrivateKey key = privateKeys.lockByCertificateId(tx, id).orElseThrow(ReleasePrivateKey::noKey);
        KeyUse use = uses.decideExport(tx, actor, key);
        FailPoint.reach("export.within", actor.organizationId());
        return new Decided(certificate, use);
    }

    private record Decided(Certificate certificate, KeyUse use) {}
}
