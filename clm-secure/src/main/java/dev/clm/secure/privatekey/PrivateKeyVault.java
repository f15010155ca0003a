package dev.clm.secure.privatekey;

import dev.clm.common.tenant.OrganizationId;
import dev.clm.secure.encryptionkey.DataKey;
import dev.clm.secure.encryptionkey.DataKeyRing;
import dev.clm.secure.masterkey.AssociatedData;
import dev.clm.secure.masterkey.KeyUnusable;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Seals private keys under the tenant's data key and lends them out for the length of one call (K1, K5). It may have to load
 * a data key, so call it with no transaction open.
 */
public final class PrivateKeyVault {
    static {
        // Fills the table of key formats that getPrivateKey looks in.
        new BouncyCastleProvider();
    }

    private final DataKeyRing keys;

    public PrivateKeyVault(DataKeyRing keys) {
        this.keys = keys;
    }

    /** Encrypts a PKCS#8 key for its row and certificate under the tenant's active data key, and zeroes the given array. */
    public SealedPrivateKey sealAndErase(
            byte[] pkcs8, UUID privateKeyId, UUID certificateId, OrganizationId organization) {
        try {
            DataKey key = keys.active(organization);
            return seal(pkcs8, privateKeyId, certificateId, key);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Lends the PKCS#8 bytes to the function; they are zeroes once it returns, so it must not keep them. */
    public <R> R use(SealedPrivateKey sealed, Function<byte[], R> function) {
        DataKey key = keys.key(sealed.organizationId(), sealed.encryptionKeyId());
        byte[] pkcs8 = key.decrypt(sealed.ciphertext(), sealed.bound());
        try {
            return function.apply(pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Lends the key itself, to sign with; the function must not keep it. */
    public <R> R useKey(SealedPrivateKey sealed, Function<PrivateKey, R> function) {
        return use(sealed, pkcs8 -> function.apply(decode(pkcs8)));
    }

    private static SealedPrivateKey seal(byte[] pkcs8, UUID privateKeyId, UUID certificateId, DataKey key) {
        AssociatedData bound = AssociatedData.ofPrivateKey(privateKeyId, certificateId, key.id(), key.organizationId());
        return SealedPrivateKey.of(
                privateKeyId, certificateId, key.organizationId(), key.id(), key.encrypt(pkcs8, bound));
    }

    private static PrivateKey decode(byte[] pkcs8) {
        try {
            PrivateKey key = BouncyCastleProvider.getPrivateKey(PrivateKeyInfo.getInstance(pkcs8));
            if (key == null) {
                throw KeyUnusable.uniform();
            }
            return key;
        } catch (IOException | IllegalArgumentException e) {
            // Without the cause: a parser may quote what it read.
            throw KeyUnusable.uniform();
        }
    }
}
