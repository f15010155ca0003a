package dev.clm.secure.key.masterkey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The key encryption key (K2): wraps data keys and is in no database. Its id is derived from the key, so that an operator can
 * compare files and databases without seeing either key. {@link MasterKeys}, or the command that made it, owns it and closes it,
 * which zeroes a key in memory. Any thread may wrap and unwrap until then.
 */
public final class MasterKey implements AutoCloseable {
    private static final byte[] KEY_ID_LABEL = "clm master key id 1".getBytes(StandardCharsets.US_ASCII);
    static final int KEY_ID_BYTES = 8;

    private final String keyId;
    private final SecretKey key;
    private final Provider provider;

    /** A key that may live in a token: `keyId` names it for good, `key` needs no encoding, `provider` can use it. */
    MasterKey(String keyId, SecretKey key, Provider provider) {
        this.keyId = Objects.requireNonNull(keyId, "keyId");
        this.key = Objects.requireNonNull(key, "key");
        this.provider = Objects.requireNonNull(provider, "provider");
    }

    /** A key in memory; the array is kept and zeroed by close. */
    public static MasterKey takeOwnershipOf(byte[] raw) {
        AesKey key = AesKey.takeOwnershipOf(raw);
        return new MasterKey(deriveKeyId(key), key, AesGcm.PROVIDER);
    }

    /** `master-` and 16 hex digits; encryption_keys.key_id of the row that proves this key. */
    public String keyId() {
        return keyId;
    }

    /** The wrapped form of a data key, as encryption_keys.encrypted_key_material stores it. */
    public byte[] wrap(AesKey dataKey, AssociatedData bound) {
        byte[] plain = dataKey.getEncoded();
        try {
            return encrypt(plain, bound);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    public AesKey unwrap(byte[] wrapped, AssociatedData bound) {
        return AesKey.takeOwnershipOf(decrypt(wrapped, bound));
    }

    byte[] encrypt(byte[] plain, AssociatedData bound) {
        return WrappedKeyFormat.encode(AesGcm.encrypt(provider, key, plain, bound));
    }

    byte[] decrypt(byte[] stored, AssociatedData bound) {
        return AesGcm.decrypt(provider, key, WrappedKeyFormat.decode(stored), bound);
    }

    /** Destroys a key in memory; one in a token stays there. */
    @Override
    public void close() {
        if (key instanceof AesKey inMemory) {
            inMemory.destroy();
        }
    }

    @Override
    public String toString() {
        return "MasterKey[" + keyId + "]";
    }

    private static String deriveKeyId(AesKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] digest = Arrays.copyOf(mac.doFinal(KEY_ID_LABEL), KEY_ID_BYTES);
            return "master-" + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is not usable in this Java runtime", e);
        }
    }
}
