package dev.clm.secure.key.privatekey;

import dev.clm.common.identifier.Identifiers;
import dev.clm.common.tenant.Actor;
import dev.clm.pki.publickey.KeySpec;
import dev.clm.pki.publickey.SubjectKeyPair;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import java.util.UUID;

/** A row of private_keys. */
public record StoredPrivateKey(SealedPrivateKey sealed, PrivateKeyAttributes attributes) {

    /** Whether a key may ever leave, and who may use it for what. */
    public record KeyTerms(boolean exportable, AccessPolicy accessPolicy) {
        static final KeyTerms NOT_EXPORTABLE = new KeyTerms(false, AccessPolicy.UNRESTRICTED);
    }

    /** The row of a key that the service has just made, sealed under the actor's organization's active data key. */
    public static StoredPrivateKey seal(
            PrivateKeyVault vault, Actor actor, UUID certificateId, SubjectKeyPair pair, KeyTerms terms) {
        return seal(vault, actor, certificateId, pair, terms, KeyPurpose.CERTIFICATE);
    }

    /** An authority's: never exportable, and under a data key that no destruction of the organization's others reaches (K7). */
    public static StoredPrivateKey ofAuthority(
            PrivateKeyVault vault, Actor actor, UUID certificateId, SubjectKeyPair pair) {
        return seal(vault, actor, certificateId, pair, KeyTerms.NOT_EXPORTABLE, KeyPurpose.AUTHORITY);
    }

    private static StoredPrivateKey seal(
            PrivateKeyVault vault,
            Actor actor,
            UUID certificateId,
            SubjectKeyPair pair,
            KeyTerms terms,
            KeyPurpose purpose) {
        KeySpec spec = pair.publicKey().spec();
        return new StoredPrivateKey(
                vault.sealAndErase(
                        pair.pkcs8ForCallerToZero(),
                        Identifiers.next(),
                        certificateId,
                        actor.organizationId(),
                        purpose),
                new PrivateKeyAttributes(
                        spec.algorithm().wireName(),
                        spec.size(),
                        spec.curveName().orElse(null),
                        terms.exportable(),
                        terms.accessPolicy(),
                        actor.userId()));
    }
}
