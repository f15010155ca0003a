package dev.clm.secure.key.privatekey;

import dev.clm.common.error.ClmException;
import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.key.encryptionkey.DataKey;
import dev.clm.secure.key.encryptionkey.DataKeyRing;
import dev.clm.secure.key.encryptionkey.EncryptionAllowance;
import dev.clm.secure.key.encryptionkey.KeyPurpose;
import dev.clm.secure.key.masterkey.AssociatedData;
import dev.clm.secure.key.masterkey.KeyUnusable;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;

/**
 * Seals private keys under the tenant's data key and lends them out for the length of one call (K1, K5). It may have to load
 * a data key, so call it with no transaction open.
 */
public final class PrivateKeyVault {
    private final DataKeyRing keys;

    public PrivateKeyVault(DataKeyRing keys) {
        this.keys = keys;
    }

    /** Encrypts a PKCS#8 key for its row and certificate under the tenant's active data key, and zeroes the given array. */
    public SealedPrivateKey sealAndErase(
            byte[] pkcs8, UUID privateKeyId, UUID certificateId, OrganizationId organization, KeyPurpose purpose) {
        try {
            DataKey key = keys.active(organization, purpose);
            return seal(pkcs8, privateKeyId, certificateId, key);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /**
     * Lends the PKCS#8 bytes to the function; they are zeroes once it returns, so it must not keep them.
     *
     * @throws ClmException FORBIDDEN where the use is not allowed
     */
    public <R> R use(KeyUse use, Function<byte[], R> function) {
        return inspect(use.orRefuse(), function);
    }

    /** As {@link #use}, for what looks after keys and neither signs nor hands out: rotations and their verification. */
    public <R> R inspect(SealedPrivateKey sealed, Function<byte[], R> function) {
        DataKey key = keys.key(sealed.organizationId(), sealed.encryptionKeyId());
        byte[] pkcs8 = key.decrypt(sealed.ciphertext(), sealed.bound());
        try {
            return function.apply(pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Loads data keys, so that what is under them can be opened within a transaction. */
    public void load(OrganizationId organization, UUID... encryptionKeyIds) {
        for (UUID id : encryptionKeyIds) {
            keys.key(organization, id);
        }
    }

    /** The key that encrypts for a purpose now, loaded; made at the first call. */
    public UUID activeKeyId(OrganizationId organization, KeyPurpose purpose) {
        return keys.active(organization, purpose).id();
    }

    /** Whether a private key opens now. */
    public boolean opens(SealedPrivateKey sealed) {
        try {
            return inspect(sealed, pkcs8 -> true);
        } catch (ClmException refused) {
            KeyUnusable.orRethrow(refused);
            return false;
        }
    }

    /** Counts encryptions for {@link #reEncrypt} (K4). */
    public EncryptionAllowance setAside(OrganizationId organization, UUID encryptionKeyId, int encryptions) {
        return keys.key(organization, encryptionKeyId).setAside(encryptions);
    }

    /** The same private key under another, loaded data key of the tenant, with a fresh IV (K3). Touches no database. */
    public SealedPrivateKey reEncrypt(SealedPrivateKey sealed, UUID encryptionKeyId, EncryptionAllowance allowance) {
        DataKey target = keys.key(sealed.organizationId(), encryptionKeyId);
        AssociatedData bound = AssociatedData.ofPrivateKey(
                sealed.id(), sealed.certificateId(), encryptionKeyId, sealed.organizationId());
        return inspect(
                sealed,
                pkcs8 -> SealedPrivateKey.of(
                        sealed.id(),
                        sealed.certificateId(),
                        sealed.organizationId(),
                        encryptionKeyId,
                        target.encrypt(pkcs8, bound, allowance)));
    }

    private static SealedPrivateKey seal(byte[] pkcs8, UUID privateKeyId, UUID certificateId, DataKey key) {
        AssociatedData bound = AssociatedData.ofPrivateKey(privateKeyId, certificateId, key.id(), key.organizationId());
        return SealedPrivateKey.of(
                privateKeyId, certificateId, key.organizationId(), key.id(), key.encrypt(pkcs8, bound));
    }
}
